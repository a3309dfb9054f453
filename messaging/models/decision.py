"""Every verdict about a candidate or a message, frozen."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.chained import Chained, OfItsTransaction, chain_index
from messaging.models.choices import Outcome
from messaging.models.message import Message
from messaging.models.policy import PolicyVersion
from messaging.models.run import Candidate

# Only what was planned and never released is withdrawn, and the trail says which rows it was.
_WITHDRAWN = """
IF EXISTS (
    SELECT FROM gone g
    LEFT JOIN messaging_candidate c ON c.id = g.candidate_id
    LEFT JOIN messaging_run r ON r.id = c.run_id
    WHERE g.phase <> 'plan' OR r.state IS NULL OR r.state NOT IN ('planning', 'planned', 'failed')
) THEN
    RAISE EXCEPTION 'a decision is kept once its run is released'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'decisions_are_kept';
END IF;
PERFORM huancui_audit_write(
    'withdraw', TG_TABLE_NAME, '', NULL, jsonb_build_object('ids', jsonb_agg(s.ids ORDER BY s.ids)))
FROM (
    SELECT jsonb_build_array(min(id), max(id)) AS ids
    FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS stretch FROM gone) g GROUP BY stretch
) s HAVING count(*) > 0;
RETURN NULL;
"""


class Decision(Chained):
    """One verdict of the policy engine with everything it saw, frozen. No personal data in it.

    An unchanged verdict is not stored twice: the last decision of a candidate is the one in force.
    """

    class Phase(models.TextChoices):
        PLAN = "plan", _("Planning")
        CLAIM = "claim", _("Before sending")

    candidate = models.ForeignKey(
        Candidate, null=True, on_delete=models.CASCADE, related_name="decisions"
    )
    message = models.ForeignKey(
        Message, null=True, on_delete=models.CASCADE, related_name="decisions"
    )
    phase = models.CharField(_("when"), max_length=6, choices=Phase.choices)
    at = models.DateTimeField(_("at"))
    outcome = models.CharField(_("verdict"), max_length=6, choices=Outcome.choices)
    reason = models.CharField(_("reason"), max_length=40)
    until = models.DateTimeField(_("until"), null=True)
    policy = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    engine_version = models.CharField(max_length=20)
    facts = models.JSONField(_("facts"))
    trace = models.JSONField(_("trace"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(candidate__isnull=False) | Q(message__isnull=False),
                name="a_decision_is_about_something",
            )
        ]
        indexes = [chain_index("decisions_by_transaction")]
        triggers = [
            OfItsTransaction(),
            pgtrigger.Protect(name="decisions_are_frozen", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="decisions_are_kept",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                referencing=pgtrigger.Referencing(old="gone"),  # type: ignore[no-untyped-call]
                func=_WITHDRAWN,
            ),
        ]

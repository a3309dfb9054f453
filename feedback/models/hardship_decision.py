"""What is proposed for a hardship case, and the second person's word on it (four eyes).

What triggers guarantee, whatever code path writes:
- a decision starts as proposed, and what it says never changes; a change is another proposal;
- its instalments are exactly as many, and of the sum, that the decision itself names;
- who approves is who acts, did not propose it, and passed a qualifying training that is valid on
  that day.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models.audit import Audited
from accounts.models.loan import Loan
from accounts.models.rotating import is_rotation
from accounts.models.sealed import EncryptedTextField, SealedModel
from accounts.models.second_person import Decided, says_who_decided, takes_two_people
from accounts.models.states import StateMachine
from feedback.models.hardship import HardshipCase

_FOUR_EYES = """
IF NEW.decided_by_id IS NULL OR NEW.decided_at IS NULL THEN
    RAISE EXCEPTION 'an approval names who and when' USING ERRCODE = 'check_violation';
END IF;
IF NEW.decided_by_id = NEW.proposed_by_id THEN
    RAISE EXCEPTION 'four eyes: who proposed it cannot approve it'
        USING ERRCODE = 'check_violation';
END IF;
IF NOT huancui_is_acting(NEW.decided_by_id) THEN
    RAISE EXCEPTION 'four eyes: who approves it is who acts'
        USING ERRCODE = 'check_violation';
END IF;
IF NOT huancui_is_trained(NEW.decided_by_id, NEW.decided_at) THEN
    RAISE EXCEPTION 'training: only a person with valid training approves'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""

_FIXED = f"""
IF (NEW.case_id, NEW.outcome, NEW.until, NEW.loan_id, NEW.plan_count, NEW.plan_total,
    NEW.proposed_by_id, NEW.proposed_at)
   IS DISTINCT FROM
   (OLD.case_id, OLD.outcome, OLD.until, OLD.loan_id, OLD.plan_count, OLD.plan_total,
    OLD.proposed_by_id, OLD.proposed_at)
   OR (NEW.why_enc IS DISTINCT FROM OLD.why_enc
       AND NOT COALESCE({is_rotation("why_enc")}, false)) THEN
    RAISE EXCEPTION 'a proposal is never edited; withdraw it and make another'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""

# Judged when the transaction ends: a decision and its rows are written one after the other.
_PLAN_IS_WHOLE = """
PERFORM 1 FROM feedback_hardshipdecision d
WHERE d.id = {decision}
  AND (d.plan_count, d.plan_total) = (
      SELECT count(*), COALESCE(sum(i.amount), 0)
      FROM feedback_instalment i WHERE i.decision_id = d.id
  );
IF NOT FOUND THEN
    RAISE EXCEPTION 'the instalments do not add up to what was proposed'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NULL;
"""


def _plan_is_whole(decision: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="plan_is_whole",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func=_PLAN_IS_WHOLE.format(decision=decision),
    )


class HardshipDecision(Decided, SealedModel):
    """proposed → approved | rejected | withdrawn. One proposal of a case waits at a time."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Outcome(models.TextChoices):
        DEFERRAL = "deferral", _("Deferral")
        INSTALMENTS = "instalments", _("Instalments")
        NONE = "none", pgettext_lazy("hardship", "None")
        END = "end", _("End the case before its day")

    case = models.ForeignKey(
        HardshipCase, verbose_name=_("case"), on_delete=models.PROTECT, related_name="decisions"
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)
    until = models.DateField(_("until"), null=True, blank=True)
    loan = models.ForeignKey(
        Loan,
        verbose_name=_("loan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    plan_count = models.PositiveSmallIntegerField(_("instalments"), default=0)
    plan_total = models.DecimalField(_("sum"), max_digits=18, decimal_places=2, default=0)
    why = EncryptedTextField(_("reason"), purpose="hardship_decision.why")
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PROPOSED
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    proposed_at = models.DateTimeField(_("proposed at"))

    class Meta:
        verbose_name = _("hardship decision")
        verbose_name_plural = _("hardship decisions")
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="proposed"),
                name="one_waiting_proposal_per_case",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["none", "end"], until=None, loan=None, plan_count=0)
                | Q(outcome="deferral", until__isnull=False, plan_count=0)
                | Q(
                    outcome="instalments",
                    until__isnull=False,
                    loan__isnull=False,
                    plan_count__gt=0,
                ),
                name="a_decision_says_what_and_until_when",
            ),
            says_who_decided("a_decision_names_who_and_when", waiting="proposed"),
            takes_two_people(
                "who_proposed_relief_does_not_approve_it", ["approved"], asked_by="proposed_by"
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(state="proposed"), name="hardship_decisions_waiting"
            ),
        ]
        triggers = [
            Audited(),
            pgtrigger.Trigger(
                name="a_starts_as_proposed",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                IF NEW.state <> 'proposed' THEN
                    RAISE EXCEPTION 'a decision starts as a proposal'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="b_proposals_are_fixed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_FIXED,
            ),
            StateMachine(
                name="c_decision_states",
                transitions=[
                    ("proposed", "approved"),
                    ("proposed", "rejected"),
                    ("proposed", "withdrawn"),
                ],
            ),
            pgtrigger.Trigger(
                name="d_four_eyes",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state="approved") & ~pgtrigger.Q(old__state="approved"),
                func=_FOUR_EYES,
            ),
            _plan_is_whole("NEW.id"),
            pgtrigger.Protect(name="decisions_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Instalment(models.Model):
    """One row of an instalment plan; written with its decision, never changed."""

    decision = models.ForeignKey(
        HardshipDecision, on_delete=models.PROTECT, related_name="instalments"
    )
    due_on = models.DateField(_("to be paid by"))
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "due_on"], name="one_instalment_a_day_per_plan"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_instalment_is_positive"),
        ]
        triggers = [
            _plan_is_whole("NEW.decision_id"),
            pgtrigger.Protect(name="written_once", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

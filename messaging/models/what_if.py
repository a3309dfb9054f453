"""What would have come of thirty days under a draft: kept beside its approval for good."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.lender import Lender
from messaging.models.policy import PolicyVersion
from messaging.models.strategy import Strategy
from messaging.models.wording_list import WordingListVersion

DRAFTS = ("policy", "strategy", "wording_list")
"""What may be tried: one of them each time."""

_STAYS = """
-- A draft is thrown away with what was tried of it; it may be gone already.
IF TG_OP = 'DELETE'
    AND NOT EXISTS (SELECT FROM messaging_policyversion WHERE id = OLD.policy_id
                    AND state IN ('approved', 'retired'))
    AND NOT EXISTS (SELECT FROM messaging_strategy WHERE id = OLD.strategy_id
                    AND state IN ('approved', 'retired'))
    AND NOT EXISTS (SELECT FROM messaging_wordinglistversion WHERE id = OLD.wording_list_id
                    AND state IN ('approved', 'retired'))
THEN
    RETURN OLD;
END IF;
RAISE EXCEPTION 'what was found stays with the approval'
    USING ERRCODE = 'check_violation';
"""


class WhatIf(models.Model):
    """waiting → working → done | stopped | failed. What is done never changes.

    Of a policy or strategy the texts of its `lender`; of a wording list those of all (`lender`
    empty). `content`: the fingerprint of what was tried; a draft that was edited since is another
    one. `result`: see messaging.whatif.counting.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for a worker")
        WORKING = "working", _("Being decided again")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")
        FAILED = "failed", _("Failed")

    lender = models.ForeignKey(Lender, null=True, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(
        PolicyVersion, null=True, on_delete=models.CASCADE, related_name="what_ifs"
    )
    strategy = models.ForeignKey(
        Strategy, null=True, on_delete=models.CASCADE, related_name="what_ifs"
    )
    wording_list = models.ForeignKey(
        WordingListVersion, null=True, on_delete=models.CASCADE, related_name="what_ifs"
    )
    content = models.CharField(max_length=64)
    since = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    decided = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)

    class Meta:
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=[draft],
                    condition=Q(state__in=["waiting", "working"]),
                    name=f"one_what_if_of_a_{draft}_at_a_time",
                )
                for draft in DRAFTS
            ),
            models.CheckConstraint(
                condition=Q(policy__isnull=False, strategy=None, wording_list=None)
                | Q(policy=None, strategy__isnull=False, wording_list=None)
                | Q(policy=None, strategy=None, wording_list__isnull=False),
                name="a_what_if_is_about_one_draft",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="what_is_done_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="done"),
                func=_STAYS,
            )
        ]


class WhatIfShard(models.Model):
    """waiting → working → done: candidates of an id range, which one worker decides again."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for a worker")
        WORKING = "working", _("Being decided again")
        DONE = "done", _("Done")

    what_if = models.ForeignKey(WhatIf, on_delete=models.CASCADE, related_name="shards")
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    seen_at = models.DateTimeField(null=True)
    tally = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["what_if", "first"], name="a_shard_begins_once")
        ]

"""What would have come of thirty days under a policy: kept beside its approval for good."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.lender import Lender
from messaging.models.policy import PolicyVersion


class WhatIf(models.Model):
    """waiting → working → done | stopped | failed. What is done never changes.

    `content`: the fingerprint of what was tried; a policy that was edited since is another one.
    `result`: see messaging.whatif.counting.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for a worker")
        WORKING = "working", _("Being decided again")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")
        FAILED = "failed", _("Failed")

    lender = models.ForeignKey(Lender, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="what_ifs")
    content = models.CharField(max_length=64)
    since = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    decided = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["policy"],
                condition=Q(state__in=["waiting", "working"]),
                name="one_what_if_at_a_time",
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="what_is_done_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="done"),
                func="""
                IF TG_OP = 'DELETE' AND EXISTS (
                    SELECT FROM messaging_policyversion
                    WHERE id = OLD.policy_id AND state IN ('draft', 'submitted', 'rejected'))
                THEN
                    RETURN OLD; -- a draft is thrown away with what was tried of it
                END IF;
                RAISE EXCEPTION 'what was found stays with the approval'
                    USING ERRCODE = 'check_violation';
                """,
            )
        ]

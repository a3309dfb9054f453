"""The policy in force for a lender, as a versioned document."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.lender import Lender
from messaging.models.approvable import OPEN, Approvable, approval_triggers


class PolicyVersion(Approvable):
    """A policy document (messaging.policy.model.Policy.to_document) for one lender."""

    lender = models.ForeignKey(
        Lender, verbose_name=_("lender"), on_delete=models.PROTECT, related_name="policies"
    )
    number = models.PositiveIntegerField(_("version"))
    profile = models.CharField(_("profile"), max_length=20)
    document = models.JSONField(_("document"))

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        permissions = [("approve_policyversion", "Can approve or reject a policy")]
        constraints = [
            models.UniqueConstraint(fields=["lender", "number"], name="policy_numbers_are_unique"),
            models.UniqueConstraint(
                fields=["lender"],
                condition=models.Q(state__in=OPEN),
                name="one_open_policy_per_lender",
            ),
        ]
        triggers = [
            Audited(),
            *approval_triggers("lender_id", "number", "profile", "document"),
        ]

    def __str__(self) -> str:
        return f"{self.lender} · {_('policy')} v{self.number}"

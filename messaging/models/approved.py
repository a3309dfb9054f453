"""What was approved, by whom and when, as it stood: written by the database at the approval."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import AppendOnly
from accounts.models.chained import Chained, OfItsTransaction, chain_index


class ApprovedContent(Chained):
    """The approved columns of one version of anything approvable (`table` and id)."""

    chain_moment = "recorded_at"

    table = models.CharField(_("table"), max_length=63)
    version_id = models.BigIntegerField(_("version"))
    content = models.JSONField(_("content"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"))
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("approved content")
        verbose_name_plural = _("approved contents")
        constraints = [
            models.UniqueConstraint(fields=["table", "version_id"], name="approved_once")
        ]
        indexes = [chain_index("approvals_by_transaction")]
        triggers = [AppendOnly(), OfItsTransaction()]

    def __str__(self) -> str:
        return f"{self.table} {self.version_id}"


class ApprovalIsFrozen(pgtrigger.Trigger):
    """An approval leaves the given columns as they then stood."""

    when = pgtrigger.After
    operation = pgtrigger.Update
    condition = pgtrigger.Q(new__state="approved") & ~pgtrigger.Q(old__state="approved")

    def __init__(self, *content: str) -> None:
        told = ", ".join(f"'{column}', to_jsonb(NEW.{column})" for column in content)
        super().__init__(
            name="f_approval_is_frozen",
            func=f"""
            INSERT INTO messaging_approvedcontent
                ("table", version_id, content, by_id, at, recorded_at)
            VALUES (TG_TABLE_NAME, NEW.id, jsonb_build_object({told}), NEW.decided_by_id,
                    NEW.decided_at, clock_timestamp());
            RETURN NULL;
            """,  # noqa: S608  (columns of our models)
        )

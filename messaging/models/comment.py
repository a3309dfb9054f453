"""What is said about a request for approval; it stays, whatever is decided."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import AppendOnly, Audited
from accounts.models.chained import Chained, OfItsTransaction, chain_index


class ApprovalComment(Chained):
    """A remark on one version of anything approvable, named by its kind
    (messaging.approval.kinds) and id. Written once."""

    chain_erasable = ("text",)

    kind = models.CharField(_("kind"), max_length=20)
    version_id = models.BigIntegerField(_("version"))
    text = models.TextField(_("comment"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text__regex=r"^\s*$"), name="a_comment_says_something"
            )
        ]
        indexes = [
            # The page of one version, oldest first.
            models.Index(fields=["kind", "version_id", "id"], name="comments_of_a_version"),
            chain_index("comments_by_transaction"),
        ]
        triggers = [Audited(ignored=("tx",)), AppendOnly(), OfItsTransaction()]

    def __str__(self) -> str:
        return f"{self.kind} {self.version_id}: {self.text[:40]}"

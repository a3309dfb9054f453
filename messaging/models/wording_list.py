"""The wording list: what no reminder may say, versioned and under four eyes."""

from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from messaging.models.approvable import OPEN, Approvable, approval_triggers


class WordingListVersion(Approvable):
    """All entries at once (messaging.authoring.wording_lists): the newest approved version that has
    begun is used.

    An entry is an object of category, phrase, level (block or warn), reason, reason_zh, suggestion.
    """

    number = models.PositiveIntegerField(_("version"))
    entries = models.JSONField(_("entries"), default=list)

    class Meta:
        verbose_name = _("wording list")
        verbose_name_plural = _("wording lists")
        permissions = [("approve_wordinglistversion", "Can approve or reject a wording list")]
        constraints = [
            models.UniqueConstraint(
                Value(1),
                condition=Q(state__in=OPEN),
                name="one_open_wording_list",
            ),
            models.UniqueConstraint(fields=["number"], name="wording_list_numbers_are_unique"),
        ]
        triggers = [Audited(), *approval_triggers("number", "entries")]

    def __str__(self) -> str:
        return f"{_('Wording list')} v{self.number}"

"""What people of the staff searched for somebody by: on record, and counted."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class Search(models.Model):
    """Somebody searched for a person by a whole name, a number or an address: the first time a day
    that they searched for this one, whether it found anybody or not. Whom it found is a `Look`.

    `what` is a keyed hash, which tells the same search from another and names nobody. Only added
    to; a worker deletes what is older than `accounts.disclosure.looks.KEPT`.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        db_index=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    day = models.DateField(_("day"))
    at = models.DateTimeField(_("first at"))
    what = models.BinaryField(editable=False)
    found = models.PositiveSmallIntegerField(_("people found"))
    counted = models.BooleanField(
        _("counts"),
        help_text=_("What goes on with the search before it, as letters are typed, does not."),
    )

    class Meta:
        verbose_name = _("search for a person")
        verbose_name_plural = _("searches for people")
        constraints = [
            # In the order of the question: how many today?
            models.UniqueConstraint(fields=["user", "day", "what"], name="a_search_once_a_day")
        ]
        indexes = [BrinIndex(fields=["day"], name="searches_by_day")]
        triggers = [pgtrigger.Protect(name="searches_stay", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"#{self.pk}"

"""Looks at personal values in clear, and what the auditor is told of."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import AppendOnly
from accounts.models.chained import Chained, OfItsTransaction, chain_index


class Reveal(Chained):
    """Somebody looked at a personal value in clear, and said why. Written once.

    `why` is the kind of reason, `reason` what was said besides; of a call, which one it was.
    """

    chain_erasable = ("reason",)

    class Why(models.TextChoices):
        CALLED = "called", _("The customer asked to be called")
        IDENTITY = "identity", _("To make sure who is speaking")
        COMPLAINT = "complaint", _("To handle a complaint")
        WRONG = "wrong", _("To put a wrong number or name right")
        AUTHORITY = "authority", _("A court or an authority asks")
        INTERNAL = "internal", _("An internal audit or check")
        CALL = "call", _("A call from the call list")
        DIALLED = "dialled", _("A telephone system dials a call")

    at = models.DateTimeField(_("at"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    customer = models.ForeignKey(
        "accounts.Customer", verbose_name=_("customer"), on_delete=models.PROTECT, related_name="+"
    )
    what = models.CharField(_("what"), max_length=40)
    why = models.CharField(_("kind of reason"), max_length=12, choices=Why.choices)
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("reveal")
        verbose_name_plural = _("reveals")
        indexes = [
            models.Index(fields=["-at"], name="reveals_newest_first"),
            models.Index(fields=["user", "-at"], name="reveals_of_a_person"),
            chain_index("reveals_by_transaction"),
        ]
        triggers: ClassVar = [AppendOnly(erasable=("reason",)), OfItsTransaction()]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__regex=r"\w.*\w.*\w.*\w"), name="a_reveal_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Watched(models.Model):
    """Something the auditor should look at: one row a day, kind and person, counted up."""

    class Kind(models.TextChoices):
        REVEALS = "reveals", _("Unusually many looks at numbers")
        REFUSED = "refused", _("Looks beyond the daily limit were refused")
        SEARCHES = "searches", _("Searches for people beyond the daily limit were refused")
        SECRETS = "secrets", _("Unusually many wrong secrets on the customers' pages")
        OWN_PAGE = "own_page", _("A customer's page was used from where staff work")
        ONE_BROWSER = "one_browser", _("A browser was used by another login half an hour before")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    day = models.DateField(_("day"))
    at = models.DateTimeField(_("last at"))
    count = models.PositiveIntegerField(_("count"))
    seen_at = models.DateTimeField(_("seen at"), null=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("seen by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    said = models.CharField(_("what came of it"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("matter for the auditor")
        verbose_name_plural = _("matters for the auditor")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "user", "day"],
                nulls_distinct=False,
                name="watched_once_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(seen_at=None, seen_by=None)
                | models.Q(seen_at__isnull=False, seen_by__isnull=False) & ~models.Q(said=""),
                name="who_saw_it_says_what_came_of_it",
            ),
            # An auditor may hold another role beside.
            models.CheckConstraint(
                condition=models.Q(seen_by=None)
                | models.Q(user=None)
                | ~models.Q(seen_by=models.F("user")),
                name="nobody_settles_what_is_about_them",
            ),
        ]
        indexes = [
            models.Index(fields=["-at"], condition=models.Q(seen_at=None), name="watched_unseen")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

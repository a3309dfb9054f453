"""One act on many rows of a list: what was chosen, how far it is, and what came of each row."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models.audit import Audited


class BulkJob(models.Model):
    """asked → running ⇄ stopped → done; what is asked may be dropped.

    Nothing of it happens but by the person who asked, while they may do the act: a page of theirs
    carries it on (accounts.lists.bulk.jobs). `fields` is what they said beside it, as a reason.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Not begun")
        RUNNING = "running", _("Under way")
        STOPPED = "stopped", _("Stopped")
        DONE = "done", _("Done")

    act = models.CharField(_("act"), max_length=60)
    fields = models.JSONField(_("said beside it"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.ASKED, db_default="asked"
    )
    total = models.PositiveIntegerField(_("rows"))
    undoes = models.OneToOneField(
        "self",
        verbose_name=_("undoes"),
        null=True,
        on_delete=models.PROTECT,
        related_name="undone_by",
    )

    class Meta:
        verbose_name = _("act on many rows")
        verbose_name_plural = _("acts on many rows")
        triggers = [Audited()]
        indexes = [models.Index(fields=["by", "-id"], name="bulk_jobs_of_a_person")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class BulkRow(models.Model):
    """One row of it. `seen`: how far it had gone when it was chosen, where the act asks for that.
    `said`: what the act answered, or why it was refused."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("row", "Waiting")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="rows")
    object_id = models.BigIntegerField(_("row"))
    seen = models.BigIntegerField(null=True)
    state = models.CharField(
        _("result"), max_length=8, choices=State.choices, default=State.WAITING
    )
    said = models.CharField(_("said"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("row of an act")
        verbose_name_plural = _("rows of acts")
        constraints = [
            models.UniqueConstraint(fields=["job", "object_id"], name="a_row_is_chosen_once")
        ]
        indexes = [
            models.Index(
                fields=["job", "id"], condition=Q(state="waiting"), name="bulk_rows_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.object_id}"

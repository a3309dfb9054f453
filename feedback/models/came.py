"""What came of texts, summed by run and by day: pages read a few rows, however many were sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.lender import Lender
from messaging.models.run import Run
from messaging.models.template import TemplateVersion


class EndsOfRun(models.Model):
    """How the messages of one text in one run ended so far. `handed_over`, `segments`: of those
    that reached a gateway; `last_at`: the last of them."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+", db_index=False)
    template_version = models.ForeignKey(
        TemplateVersion, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    state = models.CharField(_("state"), max_length=12)
    error_code = models.CharField(_("error"), max_length=40, blank=True)
    number = models.PositiveIntegerField(_("messages"))
    handed_over = models.PositiveIntegerField(_("handed over"))
    segments = models.PositiveBigIntegerField(_("segments"))
    last_at = models.DateTimeField(_("last handed over"), null=True)

    class Meta:
        verbose_name = _("ends of a run's texts")
        verbose_name_plural = _("ends of runs' texts")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "template_version", "state", "error_code"],
                nulls_distinct=False,
                name="ends_once_per_run_and_text",
            )
        ]


class RepliesOfDay(models.Model):
    """Replies of one meaning to one text on one day, as they were read within three days."""

    lender = models.ForeignKey(Lender, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField(_("day"))
    template_version = models.ForeignKey(
        TemplateVersion, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    intent = models.CharField(_("meaning"), max_length=20)
    number = models.PositiveIntegerField(_("replies"))

    class Meta:
        verbose_name = _("replies of a day")
        verbose_name_plural = _("replies of days")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "lender", "template_version", "intent"],
                name="replies_once_per_day_and_text",
            )
        ]

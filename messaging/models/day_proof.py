"""Whether a day kept the rules, counted once it was over."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import AppendOnly


class DayProof(models.Model):
    """What the compliance report says of one of the team's days: written once, the next morning.

    `broken`: the names of the checks that found a violation; `result`: all of the report
    (messaging.report.parts), so that each violation leads to its rows.
    """

    day = models.DateField(_("day"), unique=True)
    checked = models.PositiveBigIntegerField(_("rows looked at"))
    violations = models.PositiveBigIntegerField(_("violations"))
    broken = models.JSONField(_("checks"), default=list)
    result = models.JSONField(default=dict)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("proof of a day")
        verbose_name_plural = _("proofs of days")
        triggers = [AppendOnly()]

    def __str__(self) -> str:
        return f"{self.day}"

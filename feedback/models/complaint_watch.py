"""What the software itself notices about complaints: a deadline near or past, a text complained of.

Each is written once, so a tick that runs twice reminds nobody twice.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import AppendOnly, Audited
from feedback.models.complaint import Complaint
from messaging.models.run import Run
from messaging.models.stop import Stop
from messaging.models.template import TemplateVersion


class ComplaintAlert(models.Model):
    """A reminder to the owner, or an escalation to the supervisors, for one deadline."""

    class Kind(models.TextChoices):
        DUE_3_DAYS = "due_3_days", _("Due in three days")
        DUE_24_HOURS = "due_24h", _("Due within 24 hours")
        OVERDUE = "overdue", _("Overdue: with the supervisors")

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="alerts")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    due_on = models.DateField(_("due on"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("complaint reminder")
        verbose_name_plural = _("complaint reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "kind", "due_on"], name="one_alert_per_deadline"
            )
        ]
        triggers = [AppendOnly()]


class SentOfRun(models.Model):
    """How many messages of one text left in one run: what complaints are measured against.

    Counted by run, since a run is one day of one lender: a month is few rows, however many
    messages it sent.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+")
    template_version = models.ForeignKey(
        TemplateVersion, on_delete=models.CASCADE, related_name="+"
    )
    sent = models.PositiveIntegerField(_("sent"))

    class Meta:
        verbose_name = _("sent of a text")
        verbose_name_plural = _("sent of texts")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "template_version"], name="sent_once_per_run_and_text"
            )
        ]


class ComplaintPause(models.Model):
    """A text was paused because of its complaints: the stop, and the figures it rests on."""

    template_version = models.ForeignKey(
        TemplateVersion, verbose_name=_("text"), on_delete=models.PROTECT, related_name="+"
    )
    stop = models.OneToOneField(
        Stop, verbose_name=_("stop"), on_delete=models.PROTECT, related_name="complaint_pause"
    )
    at = models.DateTimeField(_("at"))
    since = models.DateTimeField(_("counted from"))
    complaints = models.PositiveIntegerField(_("complaints"))
    sent = models.PositiveIntegerField(_("sent"))
    # Per thousand: the ends of the rate's interval, and the policy's threshold.
    low = models.DecimalField(_("at least, per thousand"), max_digits=8, decimal_places=3)
    high = models.DecimalField(_("at most, per thousand"), max_digits=8, decimal_places=3)
    per_thousand = models.PositiveSmallIntegerField(_("threshold per thousand"))

    class Meta:
        verbose_name = _("text paused by complaints")
        verbose_name_plural = _("texts paused by complaints")
        triggers = [Audited(), AppendOnly()]

    def __str__(self) -> str:
        return f"#{self.pk}"


class PauseDecision(models.Model):
    """What a supervisor decided about a paused text; the last one counts. Who wrote or approved it
    does not let it go on: that is refused with its stop (messaging.models.stop)."""

    class What(models.TextChoices):
        RESUME = "resume", _("Let it go on")
        KEEP = "keep", _("Keep it paused")
        RETIRE = "retire", _("Retire it")

    pause = models.ForeignKey(
        ComplaintPause,
        verbose_name=_("text paused by complaints"),
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    what = models.CharField(_("decision"), max_length=6, choices=What.choices)
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("decision about a paused text")
        verbose_name_plural = _("decisions about paused texts")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_pause_is_decided_with_a_reason")
        ]
        triggers = [
            Audited(),
            AppendOnly(),
            pgtrigger.Trigger(
                name="who_decides_is_who_acts",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                IF NOT huancui_is_acting(NEW.by_id) THEN
                    RAISE EXCEPTION 'who decides about a pause is who acts'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

"""Compliance reports that were asked for, and those that are made by themselves."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models.lender import Lender


class ReportSchedule(models.Model):
    """A report every week or month, for who asked for it, until they end it."""

    class Every(models.TextChoices):
        WEEK = "week", _("Every week, on Monday")
        MONTH = "month", _("Every month, on the first")

    every = models.CharField(_("how often"), max_length=5, choices=Every.choices)
    lender = models.ForeignKey(
        Lender, verbose_name=_("lender"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("for"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    begun_at = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("regular report")
        verbose_name_plural = _("regular reports")
        constraints = [
            models.UniqueConstraint(
                fields=["every", "lender", "by"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="one_regular_report_of_a_kind",
            )
        ]


class ComplianceReport(models.Model):
    """waiting → working → done | stopped | failed. What is done never changes.

    Whole days of the team, both included. `lender` empty: all; `rule` empty: every one.
    `from_days`: put together from the proofs of its days, where they are. `result`: see
    messaging.report.parts. `told`: how a regular report reached who asked for it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for a worker")
        WORKING = "working", _("Being proven")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")
        FAILED = "failed", _("Failed")

    class Told(models.TextChoices):
        MAILED = "mailed", _("Sent by e-mail")
        NO_SERVER = "no_server", _("Kept here: no mail server is set up")
        NO_ADDRESS = "no_address", _("Kept here: the person has no e-mail address")
        FAILED = "failed", _("Kept here: the mail server did not take it")

    lender = models.ForeignKey(
        Lender, verbose_name=_("lender"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    rule = models.CharField(_("rule"), max_length=20, blank=True)
    from_days = models.BooleanField(
        _("put together from the proofs of its days"), default=False, db_default=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    schedule = models.ForeignKey(
        ReportSchedule, null=True, on_delete=models.PROTECT, related_name="reports"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked for by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("asked for at"))
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("done at"), null=True)
    violations = models.PositiveBigIntegerField(_("violations"), null=True)
    result = models.JSONField(default=dict)
    told = models.CharField(_("told"), max_length=10, choices=Told.choices, blank=True)

    class Meta:
        verbose_name = _("compliance report")
        verbose_name_plural = _("compliance reports")
        constraints = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="a_report_has_a_day"),
            models.CheckConstraint(
                condition=Q(from_days=False) | Q(lender=None, rule=""),
                name="days_are_proven_for_all_lenders",
            ),
            models.UniqueConstraint(
                fields=["schedule", "first"], name="a_regular_report_is_made_once"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="what_is_proven_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="done"),
                func="""
                IF TG_OP = 'UPDATE' AND OLD.told = ''
                   AND to_jsonb(NEW) - 'told' = to_jsonb(OLD) - 'told' THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION 'a report that is done stays as it is'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'what_is_proven_stays';
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{date_format(self.first)} – {date_format(self.last)}"

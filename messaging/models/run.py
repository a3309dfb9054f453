"""The run: one lender's day. Its candidates say who is contacted, who is not, and why."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, JSONField, Q, Value
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.choices import Cause, Channel, Language
from accounts.models.contact_point import ContactPoint
from accounts.models.customer import Customer
from accounts.models.lender import Lender
from accounts.models.loan import Loan
from accounts.models.states import StateMachine
from messaging.models import introduced
from messaging.models.choices import Arm, Outcome, StageChoices, Tone
from messaging.models.policy import PolicyVersion
from messaging.models.strategy import Strategy
from messaging.models.template import TemplateVersion
from messaging.models.trial import Trial

RUN_TRANSITIONS = [
    ("planning", "planned"),
    ("planning", "failed"),
    ("failed", "planning"),
    ("planned", "planning"),  # planning again before release replaces
    ("planned", "releasing"),
    ("releasing", "released"),
    ("releasing", "stopped"),
    ("released", "paused"),
    ("paused", "released"),
    ("released", "stopped"),
    ("paused", "stopped"),
    ("released", "finished"),
]


class Run(models.Model):
    """planning ⇄ planned → releasing → released ⇄ paused → finished | stopped; never two a day."""

    class State(models.TextChoices):
        PLANNING = "planning", _("Being planned")
        FAILED = "failed", _("Planning failed")
        PLANNED = "planned", _("Planned, waiting for release")
        RELEASING = "releasing", _("Being released")
        RELEASED = "released", _("Sending")
        PAUSED = "paused", _("Paused")
        STOPPED = "stopped", _("Stopped")
        FINISHED = "finished", _("Finished")

    lender = models.ForeignKey(
        Lender, verbose_name=_("lender"), on_delete=models.PROTECT, related_name="runs"
    )
    day = models.DateField(_("day"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PLANNING
    )
    policy = models.ForeignKey(
        PolicyVersion, verbose_name=_("policy"), null=True, on_delete=models.PROTECT
    )
    strategy = models.ForeignKey(
        Strategy, verbose_name=_("strategy"), null=True, on_delete=models.PROTECT
    )
    engine_version = models.CharField(max_length=20, blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("planned by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty: the schedule."),
    )
    planned_at = models.DateTimeField(_("planned at"), null=True)
    plan_error = models.TextField(_("why planning failed"), blank=True)
    plan_tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("released by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    released_at = models.DateTimeField(_("released at"), null=True)
    send_at_once = models.BooleanField(
        _("send at once"),
        default=False,
        help_text=_("Do not wait for the preferred hours; quiet hours still hold."),
    )
    ended_at = models.DateTimeField(_("ended at"), null=True)
    funnel = models.JSONField(_("funnel"), default=dict)
    # Who planned it may ask one of those who release to look at it.
    asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked to release it"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked at"), null=True)

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        permissions = [
            ("plan_run", "Can plan a run"),
            ("release_run", "Can release a run"),
            ("stop_run", "Can pause and stop"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["lender", "day"], name="one_run_per_lender_and_day"),
            models.CheckConstraint(
                condition=Q(released_by=None)
                | Q(planned_by=None)
                | ~Q(released_by=F("planned_by")),
                name="who_planned_a_run_does_not_release_it",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planning", "planned", "failed"])
                | (Q(released_by__isnull=False) & Q(released_at__isnull=False)),
                name="a_released_run_names_who",
            ),
            models.CheckConstraint(
                condition=Q(asked_of=None, asked_by=None, asked_at=None)
                | (Q(asked_at__isnull=False) & ~Q(asked_of=F("asked_by"))),
                name="somebody_else_is_asked_to_release",
            ),
        ]
        indexes = [models.Index(fields=["-day"], name="runs_newest_first")]
        triggers = [
            Audited(ignored=("funnel", "plan_tries")),
            introduced.of_a_row("no_run_of_a_new_lender"),
            StateMachine(name="run_states", transitions=RUN_TRANSITIONS),
            pgtrigger.Trigger(
                name="released_by_the_trained",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state="releasing")
                & ~pgtrigger.Q(old__state="releasing"),
                func="""
                IF NOT huancui_is_acting(NEW.released_by_id) THEN
                    RAISE EXCEPTION 'who releases a run is who acts'
                        USING ERRCODE = 'check_violation';
                END IF;
                IF NOT huancui_is_trained(NEW.released_by_id, NEW.released_at) THEN
                    RAISE EXCEPTION 'training: only a person with valid training releases a run'
                        USING ERRCODE = 'check_violation';
                END IF;
                -- Whom a colleague has left out is not written to by one person's word.
                IF EXISTS (
                    SELECT FROM messaging_leftout l
                    WHERE l.run_id = NEW.id AND l.taken_back_by_id = NEW.released_by_id
                      AND l.by_id <> NEW.released_by_id
                ) THEN
                    RAISE EXCEPTION 'who took back whom a colleague left out does not release'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Protect(
                name="released_is_kept",
                operation=pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state__in=["planning", "planned", "failed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lender} {date_format(self.day)}"


class Candidate(models.Model):
    """One customer in a run: what was planned for them, and what was said about sending."""

    run = models.ForeignKey(
        Run, verbose_name=_("run"), on_delete=models.CASCADE, related_name="candidates"
    )
    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.CASCADE, related_name="candidates"
    )
    contact_point = models.ForeignKey(
        ContactPoint, verbose_name=_("contact point"), null=True, on_delete=models.SET_NULL
    )
    address_hash = models.BinaryField(null=True, editable=False)
    stage = models.CharField(_("stage"), max_length=10, choices=StageChoices.choices)
    tone = models.CharField(_("tone"), max_length=10, choices=Tone.choices)
    tone_reason = models.CharField(_("why this tone"), max_length=40)
    cause = models.CharField(_("cause of delay"), max_length=12, choices=Cause.choices)
    language = models.CharField(_("language"), max_length=10, choices=Language.choices)
    template_version = models.ForeignKey(
        TemplateVersion, verbose_name=_("template"), null=True, on_delete=models.PROTECT
    )
    arm = models.CharField(_("arm"), max_length=8, choices=Arm.choices)
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel.choices, default=Channel.SMS, db_default="sms"
    )
    # What comes after the first message, frozen when planned: a list of
    # {channel, wait_hours, version, point} (messaging.planning.channels).
    ahead = models.JSONField(_("channels ahead"), default=list, db_default=Value([], JSONField()))
    currency = models.CharField(_("currency"), max_length=3)
    amount_due = models.DecimalField(_("amount due"), max_digits=18, decimal_places=2)
    days_past_due = models.IntegerField(_("days past due"))
    segments = models.PositiveSmallIntegerField(_("segments"), null=True)
    outcome = models.CharField(_("verdict"), max_length=6, choices=Outcome.choices)
    reason = models.CharField(_("reason"), max_length=40)
    until = models.DateTimeField(_("until"), null=True)
    to_send = models.BooleanField(_("to send"))
    eligible = models.BooleanField(
        _("in the comparison"),
        default=False,
        db_default=False,
        help_text=_("To be sent, but for its arm."),
    )
    habit = models.CharField(_("habit"), max_length=15, default="", db_default="")
    # Of whom an arm alone keeps the text back: the moment drawn, or the end of what would hold it.
    would_leave_at = models.DateTimeField(_("would leave at"), null=True)
    trial = models.ForeignKey(
        Trial, verbose_name=_("trial"), null=True, on_delete=models.PROTECT, db_index=False
    )
    trial_arm = models.PositiveSmallIntegerField(_("arm of the trial"), null=True)

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        constraints = [
            models.UniqueConstraint(fields=["run", "customer"], name="one_candidate_per_customer")
        ]
        indexes = [
            # Each number of the funnel opens its list.
            models.Index(fields=["run", "to_send", "reason", "id"], name="funnel_lists"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="changed_before_the_release",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.to_send IS DISTINCT FROM NEW.to_send"),
                func="""
                IF NOT EXISTS (SELECT FROM messaging_run
                               WHERE id = NEW.run_id AND state IN ('planning', 'planned')) THEN
                    RAISE EXCEPTION 'whom a released run is sent to is settled'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run} #{self.pk}"


class CandidateLoan(models.Model):
    """One of the loans a candidate's message speaks of, as it stood when planned.

    `left_out`: the text as it was claimed names it no more (settled, in another stage), so nobody
    was reminded of it.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="loans")
    loan = models.ForeignKey(Loan, on_delete=models.CASCADE, related_name="in_candidates")
    stage = models.CharField(_("stage"), max_length=10, choices=StageChoices.choices)
    occurrence = models.PositiveSmallIntegerField(_("occurrence"), default=0)
    days_past_due = models.IntegerField(_("days past due"))
    amount_due = models.DecimalField(_("amount due"), max_digits=18, decimal_places=2)
    left_out = models.BooleanField(_("left out of the text"), default=False, db_default=False)

    class Meta:
        verbose_name = _("loan of a candidate")
        verbose_name_plural = _("loans of candidates")
        constraints = [
            models.UniqueConstraint(fields=["candidate", "loan"], name="a_loan_once_per_candidate")
        ]
        indexes = [
            # "Already reminded in this stage" and the loan's own page.
            models.Index(fields=["loan", "stage", "occurrence"], name="reminders_of_a_loan"),
        ]

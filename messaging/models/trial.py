"""Trials: two to four approved texts, or none, side by side in one cell of the strategy."""

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Func, IntegerField, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.choices import Cause
from accounts.models.lender import Lender
from messaging.models.approvable import OPEN, Approvable, ApprovalState, approval_triggers
from messaging.models.choices import StageChoices, Tone
from messaging.models.segment import OnlyAllowedFacts

FEWEST_ARMS, MOST_ARMS = 2, 4


class _Length(Func):
    """Of a JSON list."""

    function = "jsonb_array_length"
    output_field = IntegerField()


class Trial(Approvable):
    """While it runs, customers of its cell are drawn into its arms by a hash, for good.

    `arms`: template ids, null for no text; the first is what the others are compared with.
    `arm_hours`: for each of them the hours in which its text is to leave, as `18-21`
    (messaging.policy.within), "" for the strategy's; an empty list: no arm names any. It runs
    from its approval for `days`, unless harm or a person ends it before. `goal`: the difference in
    the share repaid in full within seven days that it should be able to see. With `conditions`
    (a copy of the segment's called `segment`) only customers for whom they hold take part.
    """

    class Ended(models.TextChoices):
        HARM = "harm", _("One of its texts did harm")
        TIME = "time", _("Its days were over")
        PERSON = "person", _("A person ended it")

    lender = models.ForeignKey(
        Lender, verbose_name=_("lender"), on_delete=models.PROTECT, related_name="trials"
    )
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=80)
    stage = models.CharField(_("stage"), max_length=10, choices=StageChoices.choices)
    tone = models.CharField(_("tone"), max_length=10, choices=Tone.choices)
    cause = models.CharField(
        _("cause of delay"), max_length=12, choices=Cause.choices, default=Cause.UNKNOWN
    )
    arms = models.JSONField(_("arms"), default=list)
    arm_hours = models.JSONField(_("hours of the arms"), default=list, blank=True)
    goal = models.DecimalField(
        _("difference to be seen, in points"),
        max_digits=4,
        decimal_places=1,
        default="2.5",
        validators=[MinValueValidator(1), MaxValueValidator(30)],
    )
    days = models.PositiveSmallIntegerField(
        _("days"), default=60, validators=[MinValueValidator(7), MaxValueValidator(365)]
    )
    segment = models.CharField(_("customer segment"), max_length=80, blank=True, default="")
    conditions = models.JSONField(_("conditions"), default=list, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_why = models.CharField(_("ended"), max_length=6, choices=Ended.choices, blank=True)

    class Meta:
        verbose_name = _("trial")
        verbose_name_plural = _("trials")
        permissions = [("approve_trial", "Can approve or reject a trial")]
        constraints = [
            models.UniqueConstraint(
                fields=["lender", "stage", "tone", "cause", "number"],
                name="trial_numbers_are_unique",
            ),
            models.UniqueConstraint(
                fields=["lender", "stage", "tone", "cause"],
                condition=Q(state__in=OPEN),
                name="one_open_trial_per_cell",
            ),
            models.UniqueConstraint(
                fields=["lender", "stage", "tone", "cause"],
                condition=Q(state=ApprovalState.APPROVED, ended_at=None),
                name="one_running_trial_per_cell",
            ),
            models.CheckConstraint(
                condition=Q(arm_hours=[]) | Q(Exact(_Length("arm_hours"), _Length("arms"))),
                name="hours_are_of_the_arms",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_why="")
                | (Q(ended_at__isnull=False) & ~Q(ended_why="")),
                name="an_ended_trial_says_why",
            ),
        ]
        triggers = [
            Audited(),
            OnlyAllowedFacts(),
            *approval_triggers(
                *("lender_id", "number", "title", "stage", "tone", "cause", "arms", "arm_hours"),
                *("goal", "days", "segment", "conditions"),
            ),
            pgtrigger.Trigger(
                name="ended_is_ended",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
                func="""
                IF (NEW.ended_at, NEW.ended_why) IS DISTINCT FROM (OLD.ended_at, OLD.ended_why) THEN
                    RAISE EXCEPTION 'a trial that has ended does not begin again'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"

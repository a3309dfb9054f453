"""Who was to be written to and who was not: the groups that an effect is the difference of."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import AppendOnly
from accounts.models.choices import Cause, Channel, Language
from accounts.models.customer import Customer
from accounts.models.lender import Lender
from accounts.models.loan import Loan
from accounts.rules.delinquency import Habit
from messaging.models.choices import Arm, StageChoices, Tone
from messaging.models.education import EducationPlan
from messaging.models.run import Run
from messaging.models.template import TemplateVersion
from messaging.models.trial import Trial


class Assignment(models.Model):
    """An episode (a loan's way through the stages) enters a group when a run is released in which
    it would be written to but for its arm. By intention to treat: it stays there whatever happens.

    Stage, text and the rest are those of that moment; in the control group, what would have been.
    With `trial`, a second row for the first release in which the trial had it: `arm` is then of no
    meaning, `trial_arm` counts. `share`: the control share then. `due_date` tells the episodes of
    one loan apart. `hour`: by the customer's clock, when its text was to leave, or would have but
    for its arm: the hour drawn, else the first that hours and tranches left; empty where a trial
    names hours for its arms alone.

    With `education` in place of a run: a customer of a released plan of useful knowledge, in the
    arm of that plan; the loan is the one that falls due next, and of no stage or tone.
    """

    run = models.ForeignKey(
        Run, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    education = models.ForeignKey(
        EducationPlan, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    lender = models.ForeignKey(Lender, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_date = models.DateField(_("due date"))
    day = models.DateField(_("day"))
    at = models.DateTimeField(_("at"))
    hour = models.PositiveSmallIntegerField(_("hour"), null=True)
    arm = models.CharField(_("arm"), max_length=8, choices=Arm.choices)
    share = models.DecimalField(_("control share"), max_digits=5, decimal_places=4)
    stage = models.CharField(_("stage"), max_length=10, choices=StageChoices.choices, blank=True)
    tone = models.CharField(_("tone"), max_length=10, choices=Tone.choices, blank=True)
    cause = models.CharField(_("cause of delay"), max_length=12, choices=Cause.choices)
    language = models.CharField(_("language"), max_length=10, choices=Language.choices)
    habit = models.CharField(
        _("habit"), max_length=15, choices=[(each.value, each.value) for each in Habit]
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    template_version = models.ForeignKey(
        TemplateVersion,
        verbose_name=_("template"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    currency = models.CharField(_("currency"), max_length=3)
    amount_due = models.DecimalField(_("amount due"), max_digits=18, decimal_places=2)
    days_past_due = models.IntegerField(_("days past due"))
    trial = models.ForeignKey(
        Trial, verbose_name=_("trial"), null=True, on_delete=models.PROTECT, db_index=False
    )
    trial_arm = models.PositiveSmallIntegerField(_("arm of the trial"), null=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["loan", "due_date"],
                condition=models.Q(trial=None, education=None),
                name="an_episode_has_one_group",
            ),
            models.UniqueConstraint(
                fields=["loan", "due_date", "trial"],
                condition=models.Q(trial__isnull=False),
                name="an_episode_has_one_arm_of_a_trial",
            ),
            models.UniqueConstraint(
                fields=["customer", "education"],
                condition=models.Q(education__isnull=False),
                name="once_in_a_group_of_an_education_plan",
            ),
            models.CheckConstraint(
                condition=models.Q(run__isnull=False, education=None)
                | models.Q(run=None, education__isnull=False, trial=None),
                name="a_group_is_of_a_run_or_of_an_education_plan",
            ),
            models.CheckConstraint(
                condition=models.Q(hour=None) | models.Q(hour__lt=24), name="an_hour_of_the_day"
            ),
            models.CheckConstraint(
                condition=models.Q(trial=None, trial_arm=None)
                | models.Q(trial__isnull=False, trial_arm__isnull=False),
                name="a_trial_has_an_arm",
            ),
        ]
        indexes = [
            # What is still to be counted; and the rare ones of a page's window are found from the
            # index alone, or a year of rows would be read for them.
            models.Index(
                fields=["lender", "day"],
                include=[
                    *(
                        "id",
                        "customer",
                        "trial",
                        "arm",
                        "stage",
                        "tone",
                        "cause",
                        "language",
                        "habit",
                    ),
                    *("channel", "currency", "template_version", "hour", "education"),
                ],
                name="assignments_of_a_day",
            ),
        ]
        triggers = [AppendOnly()]

    def __str__(self) -> str:
        return f"#{self.pk}"

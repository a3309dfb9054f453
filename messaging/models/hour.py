"""The hour drawn for a customer's text, what came of it, and what is known of hours by it."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.customer import Customer
from accounts.models.lender import Lender
from messaging.models.run import Candidate

_DRAWN = (
    *("candidate_id", "lender_id", "customer_id", "day", "alike", "hours", "shares", "hour"),
    *("share", "earliest", "opens_at", "at", "named"),
)

# What was planned and never released is withdrawn with its candidates; nothing else is.
_WITHDRAWN = """
IF EXISTS (
    SELECT FROM gone g JOIN messaging_candidate c ON c.id = g.candidate_id
    JOIN messaging_run r ON r.id = c.run_id
    WHERE r.state NOT IN ('planning', 'planned', 'failed')
) THEN
    RAISE EXCEPTION 'a draw is kept once its run is released'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'draws_are_kept';
END IF;
RETURN NULL;
"""


class HourDraw(models.Model):
    """One candidate's hour, drawn when it was planned. By the recipient's clock.

    `hours`: those that were possible; `shares`: with which each was drawn, in that order; `share`:
    of the `hour` drawn, its propensity. `at`: the moment in it. `earliest`: until when it would
    have waited without a draw; empty: for nothing. `opens_at`: when the first of the hours begins.
    `alike`: the group of customers it is learned with (habit, and whether the loan is overdue).
    What came of it is counted once, `counted_on`; never, where the run was released too late for
    the hours or sent at once, and not where an arm of a trial or the strategy's cell `named` the
    hours.
    """

    candidate = models.OneToOneField(
        Candidate, primary_key=True, on_delete=models.CASCADE, related_name="hour_drawn"
    )
    lender = models.ForeignKey(Lender, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField(_("day"))
    alike = models.CharField(_("customers alike"), max_length=24)
    hours = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("possible hours"))
    shares = ArrayField(models.FloatField(), verbose_name=_("shares"))
    hour = models.PositiveSmallIntegerField(_("hour"))
    share = models.FloatField(_("share"))
    earliest = models.DateTimeField(_("at the earliest"), null=True)
    opens_at = models.DateTimeField(_("first possible moment"))
    at = models.DateTimeField(_("at"))
    named = models.BooleanField(_("hours named"), default=False, db_default=False)
    answered = models.BooleanField(_("answered"), null=True)
    repaid = models.BooleanField(_("repaid"), null=True)
    harmed = models.BooleanField(_("harmed"), null=True)
    counted_on = models.DateField(_("counted on"), null=True)

    class Meta:
        verbose_name = _("hour drawn")
        verbose_name_plural = _("hours drawn")
        constraints = [
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=1, hour__lt=24, at__gte=F("opens_at")),
                name="a_drawn_hour_has_its_share",
            ),
            models.CheckConstraint(
                condition=Q(counted_on=None, answered=None, repaid=None, harmed=None)
                | Q(
                    counted_on__isnull=False,
                    answered__isnull=False,
                    repaid__isnull=False,
                    harmed__isnull=False,
                ),
                name="a_draw_is_counted_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["customer"],
                condition=Q(counted_on__isnull=False),
                name="hours_drawn_of_a_customer",
            ),
            models.Index(fields=["lender", "day"], name="hours_drawn_of_a_lender"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="a_draw_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"(({', '.join(f'OLD.{each}' for each in _DRAWN)})"
                    f" IS DISTINCT FROM ({', '.join(f'NEW.{each}' for each in _DRAWN)})"
                    " OR OLD.counted_on IS NOT NULL)"
                ),
                func="""
                RAISE EXCEPTION 'what was drawn, and what came of it, is kept'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'a_draw_is_frozen';
                """,
            ),
            pgtrigger.Trigger(
                name="draws_are_kept",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                referencing=pgtrigger.Referencing(old="gone"),  # type: ignore[no-untyped-call]
                func=_WITHDRAWN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.hour}"


class HourSum(models.Model):
    """Sums over the texts drawn into one hour out of the same `hours`, as of last night.

    `alike` empty: of all customers together. `good`: answered or repaid, and not harmed; `weight`,
    `squares`: of 1/p and 1/p², with p the propensity; `weighted`: of good/p. `by_customer`: over
    customers, of their weight squared, weight times weighted, weighted squared.
    """

    lender = models.ForeignKey(Lender, on_delete=models.CASCADE, related_name="+", db_index=False)
    hours = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("possible hours"))
    alike = models.CharField(_("customers alike"), max_length=24, blank=True)
    hour = models.PositiveSmallIntegerField(_("hour"))
    texts = models.PositiveIntegerField(_("texts"))
    customers = models.PositiveIntegerField(_("customers"))
    answered = models.PositiveIntegerField(_("answered"))
    repaid = models.PositiveIntegerField(_("repaid"))
    harmed = models.PositiveIntegerField(_("harmed"))
    good = models.PositiveIntegerField(_("answered or repaid"))
    weight = models.FloatField()
    squares = models.FloatField()
    weighted = models.FloatField()
    by_customer = ArrayField(models.FloatField(), size=3)

    class Meta:
        verbose_name = _("sum of an hour")
        verbose_name_plural = _("sums of hours")
        constraints = [
            models.UniqueConstraint(
                fields=["lender", "hours", "alike", "hour"], name="one_sum_per_hour"
            )
        ]


class HourFinding(models.Model):
    """What the hours drawn say altogether, as of last night, one a lender.

    `good`: the share answered or repaid as it was drawn; `gained`: by how much it lies over what
    drawing evenly would have brought, `error` the standard error of that, by customer. The last
    three: how much customers differ (messaging.evaluation.hours.Spread).
    """

    lender = models.OneToOneField(
        Lender, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    as_of = models.DateField(_("as of"))
    since = models.DateField(_("since"), null=True)
    texts = models.PositiveIntegerField(_("texts"))
    customers = models.PositiveIntegerField(_("customers"))
    good = models.FloatField()
    gained = models.FloatField()
    error = models.FloatField()
    spread_customers = models.FloatField()
    spread_hours = models.FloatField()
    spread_texts = models.FloatField()

    class Meta:
        verbose_name = _("what the hours say")
        verbose_name_plural = _("what the hours say")

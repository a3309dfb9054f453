"""What became of each episode, and the sums that pages compare groups by."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.lender import Lender
from messaging.models.assignment import Assignment


class EpisodeOutcome(models.Model):
    """Counted anew until 30 days are over, some more, and whenever something comes in late.

    `first_paid`, `fully_paid`: days from the assignment to the first money, and to as much as was
    due then. `repaid`: within 1, 3, 7, 14 and 30 days. `promise_kept`: days to the first promise
    that was made since and found kept. The harms, and `rating` (1 to 5), are what the customer said
    or did within 30 days. `billed`: segments of SMS that left in them. `segments`, `zone`: the
    customer segments it was in and the customer's first time zone when it was first counted.
    """

    assignment = models.OneToOneField(
        Assignment, primary_key=True, on_delete=models.PROTECT, related_name="outcome"
    )
    first_paid = models.PositiveSmallIntegerField(_("days to the first money"), null=True)
    fully_paid = models.PositiveSmallIntegerField(_("days until paid in full"), null=True)
    repaid = ArrayField(models.DecimalField(max_digits=18, decimal_places=2), size=5)
    promise_kept = models.PositiveSmallIntegerField(_("days until a promise was kept"), null=True)
    complained = models.BooleanField(_("complained"))
    opted_out = models.BooleanField(_("opted out"))
    distressed = models.BooleanField(_("in distress"))
    in_hardship = models.BooleanField(_("in hardship"))
    wrong_person = models.BooleanField(_("wrong person"))
    rating = models.PositiveSmallIntegerField(_("rating"), null=True)
    billed = models.PositiveIntegerField(_("segments of texts"), default=0)
    segments = ArrayField(models.IntegerField(), verbose_name=_("customer segments"), default=list)
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    counted_on = models.DateField(_("counted on"))

    class Meta:
        verbose_name = _("outcome of an episode")
        verbose_name_plural = _("outcomes of episodes")
        indexes = [
            # The few behind a figure of harm or satisfaction, the newest first.
            models.Index(
                fields=["assignment"],
                condition=Q(complained=True)
                | Q(opted_out=True)
                | Q(distressed=True)
                | Q(in_hardship=True)
                | Q(wrong_person=True)
                | Q(rating__isnull=False),
                name="outcomes_with_harm_or_rating",
            )
        ]


def _sums() -> Any:
    """Of products of amounts over millions of episodes, to the last digit."""
    return ArrayField(models.DecimalField(max_digits=80, decimal_places=4))


class EffectSum(models.Model):
    """Sums over the episodes of one group in one cut, in the order of `feedback.effect.triangles`.

    `cut`: overall, stage, tone …; `value`: which of it. Episodes assigned in the `days` before
    `as_of` less `horizon`, so that each had its `horizon` days; the first of all on `since`. Which
    outcomes they are of follows from `horizon`. `unit`: over episodes; `cluster`: over customers.
    `shares`: the customers' mean control shares. Of a trial, `value` is the trial, and `arm` counts
    from 0.
    """

    lender = models.ForeignKey(Lender, on_delete=models.CASCADE, related_name="+", db_index=False)
    cut = models.CharField(_("cut"), max_length=20)
    value = models.CharField(_("value"), max_length=64, blank=True)
    days = models.PositiveSmallIntegerField(_("days"))
    horizon = models.PositiveSmallIntegerField(_("horizon"))
    arm = models.CharField(_("arm"), max_length=8)
    customers = models.PositiveIntegerField(_("customers"))
    shares = models.DecimalField(max_digits=20, decimal_places=8)
    unit = _sums()
    cluster = _sums()
    since = models.DateField(_("since"))
    as_of = models.DateField(_("as of"))

    class Meta:
        verbose_name = _("effect")
        verbose_name_plural = _("effects")
        constraints = [
            models.UniqueConstraint(
                fields=["lender", "days", "horizon", "cut", "value", "arm"],
                name="one_sum_per_group_and_cut",
            )
        ]

    @property
    def share(self) -> float:
        """The mean control share."""
        return float(self.shares) / self.customers


class EffectCount(models.Model):
    """How far a lender's sums go: `as_of`, `counted_at` of the last count, empty before the first.

    `mark`: of what was summed and how; `segments`: of the conditions that were judged, by segment.
    Where either is another now, the next count is of all that it concerns.
    """

    lender = models.OneToOneField(
        Lender, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    as_of = models.DateField(_("as of"), null=True)
    counted_at = models.DateTimeField(_("counted at"), null=True)
    mark = models.CharField(max_length=16, blank=True)
    segments = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("count of effects")
        verbose_name_plural = _("counts of effects")

"""What became of each episode, and the sums that pages compare groups by."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.lender import Lender
from messaging.models.assignment import Assignment


class EpisodeOutcome(models.Model):
    """Counted anew every night until 30 days are over, and some more for what comes in late.

    `first_paid`, `fully_paid`: days from the assignment to the first money, and to as much as was
    due then. `repaid`: within 1, 3, 7, 14 and 30 days. The harms, and `rating` (1 to 5), are what
    the customer said or did within 30 days.
    """

    assignment = models.OneToOneField(
        Assignment, primary_key=True, on_delete=models.PROTECT, related_name="outcome"
    )
    first_paid = models.PositiveSmallIntegerField(_("days to the first money"), null=True)
    fully_paid = models.PositiveSmallIntegerField(_("days until paid in full"), null=True)
    repaid = ArrayField(models.DecimalField(max_digits=18, decimal_places=2), size=5)
    complained = models.BooleanField(_("complained"))
    opted_out = models.BooleanField(_("opted out"))
    distressed = models.BooleanField(_("in distress"))
    in_hardship = models.BooleanField(_("in hardship"))
    wrong_person = models.BooleanField(_("wrong person"))
    rating = models.PositiveSmallIntegerField(_("rating"), null=True)
    counted_on = models.DateField(_("counted on"))

    class Meta:
        verbose_name = _("outcome of an episode")
        verbose_name_plural = _("outcomes of episodes")


class EffectSum(models.Model):
    """Sums over the episodes of one group in one cut, as `messaging.evaluation.sums` takes them.

    `cut`: overall, stage, tone …; `value`: which of it. Episodes assigned in the `days` before
    `as_of` less `horizon`, so that each had its `horizon` days; the first of them on `since`.
    `share`: the mean control share. Of a trial, `value` is the trial, and `arm` counts from 0.
    """

    lender = models.ForeignKey(Lender, on_delete=models.CASCADE, related_name="+", db_index=False)
    cut = models.CharField(_("cut"), max_length=20)
    value = models.CharField(_("value"), max_length=40, blank=True)
    days = models.PositiveSmallIntegerField(_("days"))
    horizon = models.PositiveSmallIntegerField(_("horizon"))
    outcome = models.CharField(_("outcome"), max_length=15)
    arm = models.CharField(_("arm"), max_length=8)
    customers = models.PositiveIntegerField(_("customers"))
    share = models.FloatField(_("control share"))
    unit = ArrayField(models.FloatField())
    cluster = ArrayField(models.FloatField())
    since = models.DateField(_("since"))
    as_of = models.DateField(_("as of"))

    class Meta:
        verbose_name = _("effect")
        verbose_name_plural = _("effects")
        constraints = [
            models.UniqueConstraint(
                fields=["lender", "days", "horizon", "outcome", "cut", "value", "arm"],
                name="one_sum_per_group_and_cut",
            )
        ]

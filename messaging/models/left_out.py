"""A customer whom somebody has left out of a run before its release, with the reason."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.customer import Customer
from messaging.models.run import Run

# Only while nobody has released it: from then on the run is what two people have seen.
_WHILE_PLANNED = """
IF NOT EXISTS (SELECT FROM messaging_run
               WHERE id = NEW.run_id AND state IN ('planning', 'planned', 'failed')) THEN
    RAISE EXCEPTION 'only before its release is anybody left out of a run'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'left_out_before_the_release';
END IF;
RETURN NEW;
"""
_KEPT = """
IF (NEW.run_id, NEW.customer_id, NEW.why, NEW.at, NEW.by_id)
   IS DISTINCT FROM (OLD.run_id, OLD.customer_id, OLD.why, OLD.at, OLD.by_id) THEN
    RAISE EXCEPTION 'who was left out, and why, is kept' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class LeftOut(models.Model):
    """Stands for the customer and the day, whatever is planned anew, until it is taken back.

    `was`: the reason the candidate had as one to be sent to (`ok`, or what it waits for).
    """

    class Why(models.TextChoices):
        SPOKE = "spoke", _("Has spoken to us today")
        AGREED = "agreed", _("Has agreed on something else with us")
        DOUBT = "doubt", _("The figures are in doubt")
        CARE = "care", _("Needs care")
        ASKED = "asked", _("The lender has asked for it")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="left_out")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("reason"), max_length=8, choices=Why.choices)
    was = models.CharField(max_length=40, default="ok")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(_("taken back at"), null=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("customer left out of a run")
        verbose_name_plural = _("customers left out of runs")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "customer"],
                condition=Q(taken_back_at=None),
                name="left_out_of_a_run_once",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="taken_back_by_somebody",
            ),
        ]
        triggers = [
            Audited(ignored=("was",)),
            pgtrigger.Trigger(
                name="left_out_before_the_release",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_WHILE_PLANNED,
            ),
            pgtrigger.Trigger(
                name="left_out_is_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_KEPT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.customer_id}"

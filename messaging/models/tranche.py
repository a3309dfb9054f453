"""Tranches: how much of a run has begun to leave in each quarter-hour."""

from django.db import models
from django.db.models import F, Q

from messaging.models.run import Run


class Tranche(models.Model):
    """A run's quarter-hour: at most `room` messages, the policy's size, begin to leave in it.

    `laid`: how many were laid into it, at the release or when an earlier one was full. `taken`:
    what workers have taken of it to hand over.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="tranches")
    starts_at = models.DateTimeField()
    room = models.PositiveIntegerField()
    laid = models.PositiveIntegerField(default=0, db_default=0)
    taken = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "starts_at"], name="a_tranche_is_counted_once"),
            models.CheckConstraint(
                condition=Q(taken__lte=F("room")), name="a_tranche_is_never_overfull"
            ),
        ]

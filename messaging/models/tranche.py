"""Tranches: how much of a run has begun to leave in each quarter-hour."""

from django.db import models

from messaging.models.run import Run


class Tranche(models.Model):
    """What workers have taken of a run's quarter-hour; never more than the policy's size."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="tranches")
    starts_at = models.DateTimeField()
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "starts_at"], name="a_tranche_is_counted_once")
        ]

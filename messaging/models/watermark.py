"""How far this database has come, to notice one that was put back to an earlier hour."""

import uuid

from django.db import models
from django.db.models import Q


class Watermark(models.Model):
    """One row, made with the first dispatch. `number` rises with every dispatch; the broker holds
    a copy of it under `origin`, which names this database.

    `system` and `timeline` are PostgreSQL's own: a restored or promoted server has others.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    origin = models.UUIDField(default=uuid.uuid4)
    number = models.BigIntegerField(default=0)
    system = models.BigIntegerField(null=True)
    timeline = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="there_is_one_watermark")]

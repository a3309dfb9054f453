"""How many waves each sending process has put on the wire."""

import uuid

from django.db import models


class Sender(models.Model):
    """One row a process, raised in the very commit that puts a wave on the wire, and noted in the
    broker before the gateway is called: a copy of the database that lacks a wave shows it
    (messaging.dispatch.watermark)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    waves = models.BigIntegerField(default=0)
    at = models.DateTimeField()

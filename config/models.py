"""The sandbox clock's one row."""

import pgtrigger
from django.db import models


class SandboxClock(models.Model):
    """Offset of the sandbox clock from the machine's. Moves only forward; a reset starts anew.

    `heading_for`: where it was set to and gets to stop by stop; `lived_until`, `heard_until`: how
    far the sandbox's borrowers have got (config.world), empty where nobody lives; `walker_until`:
    by real time, until when one process has them to itself.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    offset = models.DurationField()
    heading_for = models.DateTimeField(null=True)
    lived_until = models.DateTimeField(null=True)
    heard_until = models.DateTimeField(null=True)
    walker_until = models.DateTimeField(null=True)
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_sandbox_clock")]
        triggers = [
            pgtrigger.Trigger(
                name="only_forward",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                IF NEW."offset" < OLD."offset" THEN
                    RAISE EXCEPTION 'the sandbox clock moves only forward'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            )
        ]

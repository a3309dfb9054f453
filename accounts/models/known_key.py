"""The keys this database's values were made with: enough to tell them again, not to use them."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class KnownKey(models.Model):
    """One key that something was written with. A field or index key is retired once a rotation has
    left nothing under it, or a restore has done without it; from then on nobody needs it.

    `fingerprint` is an HMAC of a fixed text under the key.
    """

    class Purpose(models.TextChoices):
        FIELD = "field", "HUANCUI_FIELD_KEYS"
        INDEX = "index", "HUANCUI_INDEX_KEY"
        SUPPRESSION = "suppression", "HUANCUI_SUPPRESSION_KEY"

    purpose = models.CharField(max_length=11, choices=Purpose.choices)
    key_id = models.PositiveIntegerField(default=0, help_text="0 for keys that have none.")
    fingerprint = models.BinaryField()
    known_since = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("known key")
        verbose_name_plural = _("known keys")
        constraints = [
            models.UniqueConstraint(fields=["purpose", "key_id"], name="a_key_is_known_once"),
            models.CheckConstraint(
                condition=~models.Q(purpose="suppression") | models.Q(retired_at=None),
                name="the_suppression_key_is_never_retired",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="known_for_good",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                IF TG_OP = 'UPDATE'
                   AND to_jsonb(NEW) - 'retired_at' = to_jsonb(OLD) - 'retired_at' THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION 'what a key is does not change'
                    USING ERRCODE = 'check_violation';
                """,
            )
        ]

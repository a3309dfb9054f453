"""Calls to customers: the ledger that caps count and that two agents cannot enter at once.

Kept here and not with the call list, because `decide` counts calls before it lets a text go.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.contact_point import ContactPoint
from accounts.models.customer import Customer
from accounts.models.event import EventKind
from accounts.models.rotating import is_rotation
from accounts.models.sealed import EncryptedTextField, SealedModel
from accounts.models.told import Told
from messaging.models.incoming import BoundAsItEnds
from messaging.models.policy import PolicyVersion

SPOKEN = ("reached", "promised", "refuses")
"""Outcomes of a call in which somebody was spoken to, and the call came to its end. Triggers of
feedback name them too (alarms, call list)."""

LONGEST = 24 * 60 * 60
"""Seconds that a telephone system may say were spoken."""
_TOLD = "ARRAY['outcome', 'ended_at', 'kind', 'note_enc']"
_OF_LINE = "ARRAY['line', 'line_seconds', 'line_ended_at', 'line_by_id']"


class Call(SealedModel):
    """One dial. Runs until its outcome is recorded, and then never changes.

    `address_hash` is the number as texts know it, so that texts and calls to it count together.
    `kind` is what caps count: a call somebody answered, or a dial nobody did. While it runs, and
    when the outcome is not known, it counts as the former.

    `line` is what a telephone system knows of it, whoever speaks: told while the call runs, once; a
    fault of its own (`failed`) may be followed by what came of it in the end.
    """

    class Purpose(models.TextChoices):
        CALL = "call", _("Call on our initiative")
        CALL_BACK = "call_back", _("Call back")

    class Kind(models.TextChoices):
        CALL = "call", _("Answered")
        DIAL = "dial", _("Not answered")

    class Outcome(models.TextChoices):
        REACHED = "reached", _("Reached")
        PROMISED = "promised", _("Promised to pay")
        NOT_REACHED = "not_reached", _("Not reached")
        WRONG_NUMBER = "wrong_number", _("Wrong number")
        REFUSES = "refuses", _("Does not want calls")
        CALL_BACK = "call_back", _("Call back at another time")
        NOT_MADE = "not_made", _("Could not be made")

    class Line(models.TextChoices):
        ANSWERED = "answered", _("Somebody answered")
        NOT_REACHED = "not_reached", _("Nobody answered")
        BUSY = "busy", _("Engaged")
        UNALLOCATED = "unallocated", _("No such number")
        FAILED = "failed", _("Fault of the telephone system")

    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.PROTECT, related_name="calls"
    )
    contact_point = models.ForeignKey(
        ContactPoint, verbose_name=_("contact point"), on_delete=models.PROTECT, related_name="+"
    )
    address_hash = models.BinaryField(editable=False)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    source = models.CharField(
        _("source"), max_length=60, help_text=_("What it rests on, as call_task:17.")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        related_name="calls",
    )
    begun_at = models.DateTimeField(_("begun at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices, default=Kind.CALL)
    note = EncryptedTextField(_("note"), purpose="call.note", null=True)
    line = models.CharField(
        _("telephone system"), max_length=11, choices=Line.choices, blank=True, default=""
    )
    line_seconds = models.PositiveIntegerField(_("seconds spoken"), null=True)
    line_ended_at = models.DateTimeField(_("ended by the telephone system"), null=True)
    line_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("told by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Why it was allowed: as for a message's decision, no personal data in it.
    policy = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    engine_version = models.CharField(max_length=20)
    facts = models.JSONField(_("facts"))
    trace = models.JSONField(_("trace"))

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(outcome=""),
                name="a_customer_is_called_by_one_person",
            ),
            models.UniqueConstraint(
                fields=["address_hash"],
                condition=Q(outcome=""),
                name="a_number_is_called_by_one_person",
            ),
            models.UniqueConstraint(
                fields=["by"], condition=Q(outcome=""), name="one_call_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", ended_at=None) | (~Q(outcome="") & ~Q(ended_at=None)),
                name="a_call_ends_with_its_outcome",
            ),
            models.CheckConstraint(
                condition=Q(kind="call") | Q(outcome__in=["not_reached", "not_made"]),
                name="only_what_nobody_answered_is_a_dial",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="not_made") | Q(line="failed"),
                name="only_a_fault_keeps_a_call_from_being_made",
            ),
            models.CheckConstraint(
                condition=Q(line="", line_seconds=None, line_ended_at=None, line_by=None)
                | Q(line__in=["answered", "not_reached", "busy", "unallocated", "failed"])
                & Q(line_ended_at__gte=F("begun_at"), line_by__isnull=False)
                & (
                    Q(line="answered", line_seconds__isnull=False, line_seconds__lte=LONGEST)
                    | ~Q(line="answered") & Q(line_seconds=None)
                ),
                name="a_telephone_system_says_what_and_when",
            ),
        ]
        indexes = [
            # Caps per customer and per number; the customer's timeline.
            models.Index(fields=["customer", "-begun_at"], name="calls_of_a_customer"),
            models.Index(fields=["address_hash", "-begun_at"], name="calls_of_a_number"),
        ]
        triggers = [
            pgtrigger.Protect(name="calls_are_kept", operation=pgtrigger.Delete),
            BoundAsItEnds(),
            pgtrigger.Trigger(
                name="only_the_outcome_is_added",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=f"""
                IF to_jsonb(NEW) - 'note_enc' = to_jsonb(OLD) - 'note_enc'
                   AND COALESCE({is_rotation("note_enc")}, false) THEN
                    RETURN NEW;
                END IF;
                IF OLD.outcome <> '' OR
                   to_jsonb(NEW) - {_TOLD} - {_OF_LINE} IS DISTINCT FROM
                   to_jsonb(OLD) - {_TOLD} - {_OF_LINE} OR
                   OLD.line NOT IN ('', 'failed') AND
                   to_jsonb(NEW) - {_TOLD} IS DISTINCT FROM to_jsonb(OLD) - {_TOLD} THEN
                    RAISE EXCEPTION 'a call is told once and never changed'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            Told(  # so that a telephone system dials; to the lender whose policy allowed it, alone
                name="a_call_begun_is_told",
                kind=EventKind.CALL_BEGUN.value,
                operation=pgtrigger.Insert,
                condition="starts_with(NEW.source, 'call_task:')",
                at="NEW.begun_at",
                whom={
                    "of_lender": "(SELECT p.lender_id FROM messaging_policyversion p"
                    " WHERE p.id = NEW.policy_id)",
                    "of_customer": "NEW.customer_id",
                },
                about={
                    "call_id": "NEW.id",
                    "agent": "(SELECT u.username FROM accounts_user u WHERE u.id = NEW.by_id)",
                },
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

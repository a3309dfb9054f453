"""Conversations: what a customer writes, until somebody has dealt with it."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models.audit import Audited
from accounts.models.choices import Channel
from accounts.models.contact_point import ContactPoint
from accounts.models.customer import Customer
from accounts.models.rotating import WrittenOnce
from accounts.models.sealed import EncryptedTextField, SealedModel
from feedback.models.owner import WHO_HAS_IT_SEES_IT
from messaging.models.reply import Reply

URGENT, PRESSING, ORDINARY = 0, 1, 2
"""Distress; what names an authority, or has waited too long unread; the rest."""

# Distress that no closed alarm answers (feedback.models.alarm, which builds on this table).
NOT_RESOLVED_IN_DISTRESS = """
IF EXISTS (
    SELECT FROM feedback_conversationreply f JOIN messaging_reply r ON r.id = f.reply_id
    WHERE f.conversation_id = NEW.id AND r.intent = 'distress' AND NOT EXISTS (
        SELECT FROM feedback_alarm a
        WHERE a.conversation_id = NEW.id AND a.kind = 'distress' AND a.closed_at IS NOT NULL
          AND a.reply_id >= r.id))
THEN
    RAISE EXCEPTION 'distress_is_open: it is closed by a call, or by a supervisor with a reason'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'distress_is_open';
END IF;
RETURN NEW;
"""


# Of one customer, and into one that goes on by itself: no chains.
MERGED_WITH_ONES_OWN = """
IF NOT EXISTS (SELECT FROM feedback_conversation c
               WHERE c.id = NEW.merged_into_id AND c.customer_id = NEW.customer_id
                 AND c.merged_into_id IS NULL)
   OR EXISTS (SELECT FROM feedback_conversation c WHERE c.merged_into_id = NEW.id) THEN
    RAISE EXCEPTION 'a conversation is merged with another of its customer'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'merged_with_ones_own';
END IF;
RETURN NEW;
"""

REVIEW = r"^[0-2]{4}:[0-9]+$"
"""Four scores of nought to two, and the id of whose work it was (feedback.desk.quality)."""

NOT_ONES_OWN = """
IF NEW.by_id IS NULL OR split_part(NEW.detail, ':', 2) = NEW.by_id::text THEN
    RAISE EXCEPTION 'another person looks at it' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'nobody_reviews_their_own_work';
END IF;
RETURN NEW;
"""


def _staff(label: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )


class AuditedChanges(Audited):
    """What becomes of a row is recorded; that a reply opened it, the reply itself tells."""

    operation = pgtrigger.Update


class Conversation(models.Model):
    """open → resolved, one open per address and customer; a further reply begins the next.

    `intent` is the most urgent one among the replies nobody has dealt with yet; with it go
    `urgency` (0: before everything else) and `due_at`. `masked`: the number may belong to somebody
    else, so the thread shows no debt until a person has verified who writes.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        RESOLVED = "resolved", _("Resolved")

    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    address_hash = models.BinaryField(editable=False)
    customer = models.ForeignKey(
        Customer,
        verbose_name=_("customer"),
        null=True,
        on_delete=models.PROTECT,
        related_name="conversations",
    )
    contact_point = models.ForeignKey(
        ContactPoint,
        verbose_name=_("contact point"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    intent = models.CharField(_("intent"), max_length=20)
    urgency = models.SmallIntegerField(_("urgency"), default=ORDINARY)
    due_at = models.DateTimeField(_("due at"))
    # Since when a question of the customer's waits for an answer; empty: none does.
    asks_since = models.DateTimeField(_("waits for an answer since"), null=True)
    owner = _staff(_("owner"))
    snoozed_until = models.DateTimeField(_("snoozed until"), null=True)
    # The customer was asked something: the clock stands still until they write, or until that time.
    waits_since = models.DateTimeField(_("waits for the customer since"), null=True)
    last_reply = models.ForeignKey(
        Reply, verbose_name=_("last reply"), on_delete=models.PROTECT, related_name="+"
    )
    last_at = models.DateTimeField(_("last reply at"))
    unread = models.BooleanField(_("unread"), default=True)
    # The id of the newest reply that somebody has read, by an act (feedback.inbox.reading).
    read_upto = models.BigIntegerField(_("read up to"), default=0, db_default=0)
    masked = models.BooleanField(_("debt hidden"), default=False)
    verified_at = models.DateTimeField(_("verified at"), null=True)
    verified_by = _staff(_("verified by"))
    opened_at = models.DateTimeField(_("opened at"))
    changed_at = models.DateTimeField(_("changed at"))
    resolved_at = models.DateTimeField(_("resolved at"), null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("resolved by"),
        null=True,
        help_text=_("Empty: nothing was left to do for a person."),
        on_delete=models.PROTECT,
        related_name="+",
    )
    # The same customer's other conversation, in which this one goes on (feedback.inbox.merging).
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        on_delete=models.PROTECT,
        related_name="merged",
    )

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        permissions = [("assign_conversation", "Can take a conversation from somebody else")]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address_hash", "customer"],
                condition=Q(state="open"),
                nulls_distinct=False,
                name="one_open_conversation_per_number",
            ),
            models.CheckConstraint(
                condition=Q(state="open", resolved_at=None)
                | Q(state="resolved", resolved_at__isnull=False),
                name="a_resolved_conversation_says_when",
            ),
            models.CheckConstraint(
                condition=Q(waits_since=None) | Q(state="open", snoozed_until__gt=F("waits_since")),
                name="who_waits_for_the_customer_says_until_when",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None)
                | (Q(state="resolved", customer__isnull=False) & ~Q(merged_into=F("id"))),
                name="what_is_merged_is_worked_on_in_another",
            ),
        ]
        indexes = [
            # The queue, and the part of it that is mine: distress first, then by due time.
            models.Index(
                fields=["urgency", "due_at", "id"],
                condition=Q(state="open"),
                name="inbox_queue",
            ),
            models.Index(
                fields=["owner", "urgency", "due_at", "id"],
                condition=Q(state="open"),
                name="inbox_of_a_person",
            ),
            models.Index(
                fields=["-last_at", "-id"],
                condition=Q(state="open", unread=True),
                name="inbox_new",
            ),
            models.Index(
                fields=["last_at", "id"], condition=Q(state="open"), name="inbox_by_last_reply"
            ),
            # What wants an answer: counted on every page of the inbox, and by age.
            models.Index(
                fields=["asks_since", "id"],
                condition=Q(state="open", asks_since__isnull=False),
                name="inbox_asks",
            ),
            models.Index(
                fields=["-resolved_at", "-id"],
                condition=Q(state="resolved"),
                name="inbox_resolved",
            ),
            models.Index(
                fields=["snoozed_until", "id"],
                condition=Q(state="open", snoozed_until__isnull=False),
                name="inbox_snoozed",
            ),
            # Search by number, the customer's page, and the conversation a reply continues.
            models.Index(fields=["customer", "-id"], name="conversations_of_a_customer"),
            models.Index(fields=["address_hash", "-id"], name="conversations_of_a_number"),
            models.Index(fields=["opened_at", "id"], name="conversations_by_opening"),
        ]
        triggers = [
            AuditedChanges(
                ignored=("changed_at", "unread", "read_upto", "last_reply_id", "last_at")
            ),
            pgtrigger.Protect(name="conversations_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="who_has_it_sees_it",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NEW.owner_id IS NOT NULL AND NEW.owner_id IS DISTINCT FROM OLD.owner_id"
                ),
                func=WHO_HAS_IT_SEES_IT.format("huancui_is_shown(NEW.owner_id, NEW.customer_id)"),
            ),
            pgtrigger.Trigger(
                name="distress_is_not_resolved",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state = 'open' AND NEW.state = 'resolved'"),
                func=NOT_RESOLVED_IN_DISTRESS,
            ),
            pgtrigger.Trigger(
                name="merged_with_ones_own",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NEW.merged_into_id IS NOT NULL"
                    " AND OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id"
                ),
                func=MERGED_WITH_ONES_OWN,
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ConversationReply(models.Model):
    """Which conversation a reply belongs to. A reply without a row here has not been filed yet."""

    reply = models.OneToOneField(
        Reply, primary_key=True, on_delete=models.PROTECT, related_name="filed"
    )
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="filed_replies"
    )

    class Meta:
        verbose_name = _("reply of a conversation")
        verbose_name_plural = _("replies of conversations")


class ConversationEvent(SealedModel):
    """What was done about a conversation, and the internal notes: written once."""

    class What(models.TextChoices):
        TAKEN = "taken", pgettext_lazy("conversation", "Taken")
        HANDED_OVER = "handed_over", _("Handed over")
        SNOOZED = "snoozed", _("Snoozed")
        WOKEN = "woken", _("Back in the queue")
        NOTE = "note", _("Note")
        VERIFIED = "verified", _("Verified who writes")
        ANSWERED = "answered", _("Answered")
        ACTED = "acted", _("Done with one click")
        RESOLVED = "resolved", _("Resolved")
        REOPENED = "reopened", _("Opened again")
        READ = "read", _("Read")
        ASKED = "asked", _("Waits for the customer")
        MENTIONED = "mentioned", _("Mentioned")
        REVIEWED = "reviewed", _("Quality looked at")
        ALARM_CLOSED = "alarm_closed", _("Distress closed")
        UNREAD_ENDED = "unread_ended", _("Not read in time: reminders go on")
        LAPSED = "lapsed", _("Taken, and nothing done: open to all again")
        LEFT = "left", _("Its colleague has left: open to all again")
        TICKED = "ticked", _("Step done")
        UNTICKED = "unticked", _("Step not done after all")
        MERGED = "merged", _("Merged")
        UNMERGED = "unmerged", _("Taken apart again")

    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="events", db_index=False
    )
    at = models.DateTimeField(_("at"))
    by = _staff(_("by"))
    what = models.CharField(_("what"), max_length=12, choices=What.choices)
    # An id, a time or a code (`user:4`, `complaint:17`); never a text of a person.
    detail = models.CharField(_("detail"), max_length=80, blank=True)
    note = EncryptedTextField(_("note"), purpose="conversation_event.note", null=True)

    class Meta:
        verbose_name = _("event of a conversation")
        verbose_name_plural = _("events of conversations")
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="reviewed") | Q(detail__regex=REVIEW),
                name="a_review_says_four_scores_and_whose_work",
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "at"], name="events_of_a_conversation"),
            # Who dealt with it first, and when: asked of every conversation of a week.
            models.Index(
                fields=["conversation", "at", "id"],
                include=["by"],
                condition=Q(what__in=["answered", "acted", "resolved"], by__isnull=False),
                name="who_dealt_with_it_first",
            ),
            # What somebody is mentioned in; what was looked at of somebody's work.
            models.Index(
                fields=["detail", "-id"], condition=Q(what="mentioned"), name="mentions_of_a_person"
            ),
            models.Index(fields=["-at"], condition=Q(what="reviewed"), name="reviews_by_time"),
            # The morning page tells of whoever left since yesterday.
            models.Index(fields=["-at"], condition=Q(what="left"), name="given_back_by_time"),
        ]
        triggers = [
            WrittenOnce("note_enc"),
            pgtrigger.Trigger(
                name="nobody_reviews_their_own_work",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.what = 'reviewed'"),
                func=NOT_ONES_OWN,
            ),
        ]

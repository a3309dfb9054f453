"""Events told to a lender's own systems: where to, what of, and whether each arrived.

What is told is written by the database, in the transaction of the fact itself (accounts.models.told
says of which rows, accounts.events.sql does it); messaging.events delivers it.
"""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models.audit import Audited
from accounts.models.lender import Lender
from accounts.models.rotating import is_rotation
from accounts.models.sealed import EncryptedTextField, SealedModel
from accounts.models.second_person import AskedAndDecided, takes_two_people
from accounts.models.states import StateMachine

KEPT_AT_LEAST = "29 days"
"""An event is deleted by nobody before; messaging.events.keeping says when it is."""


class EventKind(models.TextChoices):
    """What a destination may ask for. Names once given are kept: other systems compare them."""

    DELIVERED = "message.delivered", _("Message delivered")
    UNDELIVERED = "message.undelivered", _("Message not delivered")
    REPLIED = "reply.received", _("Reply received, and how it was read")
    SUPPRESSED = "suppression.entered", _("Opt-out, or wrong person")
    UNSUPPRESSED = "suppression.lifted", _("Opt-out taken back or lifted")
    HOLD_PLACED = "hold.placed", _("Hold placed")
    HOLD_LIFTED = "hold.lifted", _("Hold lifted")
    PROMISED = "promise.made", _("Promise to pay made")
    PROMISE_ENDED = "promise.ended", _("Promise kept, broken or withdrawn")
    COMPLAINED = "complaint.opened", _("Complaint opened")
    ANSWERED = "complaint.answered", _("Complaint answered")
    CALL_BEGUN = "call.begun", _("Call from the call list begun")
    REPAID = "repayment.recorded", _("Repayment recorded, or taken back")


TEST = "test"
"""The kind of what a person sends from the page, whatever a destination asked for."""


class EventDestination(AskedAndDecided, SealedModel):
    """asked → approved | refused | withdrawn; approved → ended.

    Whoever asked takes the secret once it is approved, and replaces it (`secret_before` is good
    until `secret_before_until`, so that the other side can change over). What is sent is signed
    with it, so it is kept sealed. `paused_at`: nothing is sent, what happens goes on waiting;
    `paused_by` empty: because deliveries kept failing.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for a second person")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        ENDED = "ended", _("Ended")

    lender = models.ForeignKey(
        Lender, verbose_name=_("lender"), on_delete=models.PROTECT, related_name="+"
    )
    url = models.CharField(_("address"), max_length=200)
    kinds = ArrayField(
        models.CharField(max_length=30, choices=EventKind.choices), verbose_name=_("what of")
    )
    why = models.CharField(_("reason"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    secret = EncryptedTextField(purpose="event_destination.secret", null=True)
    secret_before = EncryptedTextField(purpose="event_destination.secret_before", null=True)
    secret_before_until = models.DateTimeField(null=True, editable=False)
    issued_at = models.DateTimeField(_("secret taken"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ended by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ended_at = models.DateTimeField(_("ended at"), null=True)
    paused_at = models.DateTimeField(_("paused at"), null=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("paused by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    tested_at = models.DateTimeField(_("last tested"), null=True)
    # What a worker notes; by real time.
    not_before = models.DateTimeField(null=True, editable=False)
    busy_until = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True)
    delivered_at = models.DateTimeField(_("last delivered"), null=True)
    error = models.CharField(_("last error"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("destination of events")
        verbose_name_plural = _("destinations of events")
        permissions = [
            ("ask_eventdestination", "Can ask for a destination of events and take its secret"),
            ("decide_eventdestination", "Can decide on a destination of events"),
            ("end_eventdestination", "Can end, pause and test a destination of events"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", decided_by=None, decided_at=None)
                | Q(state="withdrawn", decided_at__isnull=False)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_decided_destination_says_by_whom",
            ),
            takes_two_people("a_destination_takes_two_people", ["approved", "refused", "ended"]),
            models.CheckConstraint(
                condition=Q(secret=None, issued_at=None)
                | Q(state__in=["approved", "ended"])
                & Q(secret__isnull=False, issued_at__isnull=False),
                name="only_an_approved_destination_has_a_secret",
            ),
            models.CheckConstraint(
                condition=Q(secret_before=None, secret_before_until=None)
                | Q(secret_before__isnull=False, secret_before_until__isnull=False),
                name="an_earlier_secret_ends",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") & Q(ended_by=None, ended_at=None)
                | Q(state="ended", ended_by__isnull=False, ended_at__isnull=False),
                name="an_ended_destination_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(why="") & ~Q(url="") & Q(kinds__len__gte=1),
                name="a_destination_says_where_and_what",
            ),
        ]
        triggers = [
            Audited(
                ignored=(
                    *("not_before", "busy_until", "failures", "failing_since"),
                    *("delivered_at", "error"),
                )
            ),
            StateMachine(
                name="event_destination_states",
                transitions=[
                    ("asked", "approved"),
                    ("asked", "refused"),
                    ("asked", "withdrawn"),
                    ("approved", "ended"),
                ],
            ),
            pgtrigger.ReadOnly(
                name="a_destination_stays_as_asked",
                fields=["lender", "url", "kinds", "why", "asked_by", "asked_at"],
            ),
            pgtrigger.Protect(name="destinations_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="who_asks_decides_takes_and_ends",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=f"""
                IF TG_OP = 'INSERT' THEN
                    IF NEW.state <> 'asked' OR NEW.secret_enc IS NOT NULL THEN
                        RAISE EXCEPTION 'a destination begins as asked' USING ERRCODE =
                            'check_violation', CONSTRAINT = 'a_destination_takes_two_people';
                    END IF;
                    PERFORM huancui_require_acting(NEW.asked_by_id, 'ask_eventdestination');
                    RETURN NEW;
                END IF;
                IF OLD.state = 'asked' AND NEW.state IN ('approved', 'refused') THEN
                    PERFORM huancui_require_acting(NEW.decided_by_id, 'decide_eventdestination');
                ELSIF OLD.state = 'approved' AND NEW.state = 'ended' THEN
                    PERFORM huancui_require_acting(NEW.ended_by_id, 'end_eventdestination');
                END IF;
                IF NEW.secret_enc IS DISTINCT FROM OLD.secret_enc
                   AND NOT COALESCE({is_rotation("secret_enc")}, false) THEN
                    PERFORM huancui_require_acting(NEW.asked_by_id, 'ask_eventdestination');
                END IF;
                IF NEW.secret_before_enc IS DISTINCT FROM OLD.secret_before_enc
                   AND NOT COALESCE({is_rotation("secret_before_enc")}, false) THEN
                    PERFORM huancui_require_acting(NEW.asked_by_id, 'ask_eventdestination');
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="a_test_is_an_event",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__tested_at__df=pgtrigger.F("new__tested_at")),
                func="PERFORM huancui_tell_test(NEW.id); RETURN NULL;",
            ),
        ]

    def __str__(self) -> str:
        return self.url


class Event(models.Model):
    """Something that happened to a lender's people, as its systems are told: ids, numbers the core
    system gave itself, kinds and states; never a name, an address or a text.

    Written only where some destination awaits it. `at`: when it happened, by the product's clock.
    """

    number = models.UUIDField(editable=False)
    kind = models.CharField(_("kind"), max_length=30)
    lender = models.ForeignKey(
        Lender, verbose_name=_("lender"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField(_("at"))
    data = models.JSONField()
    written_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [BrinIndex(fields=["written_at"], autosummarize=True, name="events_by_age")]
        triggers = [
            pgtrigger.Protect(name="an_event_is_never_changed", operation=pgtrigger.Update),
            pgtrigger.Protect(
                name="an_event_is_kept_for_a_while",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition(
                    f"OLD.written_at > now() - interval '{KEPT_AT_LEAST}'"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class EventDelivery(models.Model):
    """One event for one destination: waiting → delivered | failed; failed → waiting by a person."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("event", "Waiting")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Failed")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    destination = models.ForeignKey(
        EventDestination, on_delete=models.PROTECT, related_name="deliveries", db_index=False
    )
    lender = models.ForeignKey(Lender, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_at = models.DateTimeField(_("next try"))
    tried_at = models.DateTimeField(_("last tried"), null=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True)
    error = models.CharField(_("last error"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("delivery of an event")
        verbose_name_plural = _("deliveries of events")
        indexes = [
            models.Index(
                fields=["destination", "id"],
                condition=Q(state="waiting"),
                name="events_to_be_delivered",
            ),
            models.Index(fields=["destination", "-id"], name="events_of_a_destination"),
            models.Index(
                fields=["destination", "-id"],
                condition=Q(state="failed"),
                name="events_that_failed",
            ),
        ]
        triggers = [
            StateMachine(
                name="event_delivery_states",
                transitions=[
                    ("waiting", "delivered"),
                    ("waiting", "failed"),
                    ("failed", "waiting"),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

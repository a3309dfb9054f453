"""Promises to pay: an amount by a day, silence until then, and what came of it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models.audit import Audited
from accounts.models.customer import Customer
from accounts.models.event import EventKind
from accounts.models.hold import Hold
from accounts.models.loan import Loan
from accounts.models.states import StateMachine
from accounts.models.told import Told
from messaging.models.message import Message
from messaging.models.reply import Reply

TRANSITIONS = [
    ("proposed", "open"),
    ("proposed", "declined"),
    ("open", "kept"),
    ("open", "partly"),
    ("open", "broken"),
    ("open", "cancelled"),
    # A payment recorded late mends a verdict; only money that went back again makes one worse.
    ("kept", "open"),
    ("kept", "partly"),
    ("kept", "broken"),
    ("partly", "broken"),
    ("broken", "partly"),
    ("broken", "kept"),
    ("partly", "kept"),
]
_WHOM = {"of_customer": "NEW.customer_id", "of_loan": "NEW.loan_id"}
_ABOUT = {"promise_id": "NEW.id", "state": "NEW.state", "pay_on": "NEW.pay_on"}
MADE = ("open", "kept", "partly", "broken", "cancelled")


class Promise(models.Model):
    """proposed → open → kept | partly | broken | cancelled; proposed → declined.

    A reply or the customer's page proposes, an agent confirms; an agent or the page makes one
    outright. While it is open, its hold keeps the loan's reminders back. Judged from repayments.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("To be confirmed")
        DECLINED = "declined", pgettext_lazy("promise", "Not a promise")
        OPEN = "open", pgettext_lazy("promise", "Open")
        KEPT = "kept", _("Kept")
        PARTLY = "partly", _("Partly kept")
        BROKEN = "broken", _("Broken")
        CANCELLED = "cancelled", _("Withdrawn")

    class Thanks(models.TextChoices):
        NONE = "", _("None")
        DUE = "due", _("Being thanked")
        OFFERED = "offered", _("To be thanked")
        SENT = "sent", _("Thanked")
        PASSED = "passed", _("Not thanked")

    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.PROTECT, related_name="promises"
    )
    loan = models.ForeignKey(
        Loan,
        verbose_name=_("loan"),
        null=True,
        on_delete=models.PROTECT,
        related_name="promises",
        help_text=_("Empty only while it is to be confirmed."),
    )
    amount = models.DecimalField(
        _("promised amount"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    pay_on = models.DateField(_("to be paid by"), null=True, blank=True)
    source = models.CharField(
        _("source"), max_length=60, help_text=_("What it rests on, as reply:4, staff:2 or page:9.")
    )
    reply = models.ForeignKey(
        Reply, verbose_name=_("reply"), null=True, on_delete=models.PROTECT, related_name="promises"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PROPOSED
    )
    noted_at = models.DateTimeField(_("noted at"))
    made_at = models.DateTimeField(_("promised at"), null=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty: the customer themselves."),
    )
    hold = models.OneToOneField(
        Hold, verbose_name=_("hold"), null=True, on_delete=models.PROTECT, related_name="promise"
    )
    paid = models.DecimalField(_("paid towards it"), max_digits=18, decimal_places=2, default=0)
    judged_at = models.DateTimeField(_("judged at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ended by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    end_reason = models.CharField(_("why ended"), max_length=200, blank=True)
    thanks = models.CharField(
        _("thanks"), max_length=8, choices=Thanks.choices, default=Thanks.NONE, blank=True
    )
    thanks_message = models.OneToOneField(
        Message,
        verbose_name=_("thank-you message"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("promise to pay")
        verbose_name_plural = _("promises to pay")
        permissions = [("make_promise", "Can enter, confirm and withdraw promises")]
        constraints = [
            models.UniqueConstraint(
                fields=["loan"], condition=Q(state="open"), name="one_open_promise_per_loan"
            ),
            models.UniqueConstraint(
                fields=["customer", "source"],
                condition=Q(state="proposed"),
                name="a_promise_is_proposed_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=MADE)
                | Q(
                    loan__isnull=False,
                    amount__isnull=False,
                    pay_on__isnull=False,
                    made_at__isnull=False,
                    hold__isnull=False,
                ),
                name="a_promise_says_what_and_when",
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0), name="a_promised_amount_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "open"]) | Q(ended_at__isnull=False),
                name="an_ended_promise_says_when",
            ),
        ]
        indexes = [
            # The judge: open promises by their day.
            models.Index(fields=["pay_on", "id"], condition=Q(state="open"), name="promises_open"),
            # Proposals wait for an agent, oldest first.
            models.Index(fields=["id"], condition=Q(state="proposed"), name="promises_proposed"),
            models.Index(fields=["state", "-id"], name="promises_by_state"),
            # Kept ones that are still to be thanked for, by the machine or by an agent.
            models.Index(
                fields=["thanks", "id"],
                condition=Q(thanks__in=["due", "offered"]),
                name="promises_to_thank",
            ),
        ]
        triggers = [
            Audited(),
            StateMachine(name="promise_states", transitions=TRANSITIONS),
            *(
                Told(
                    name=f"a_promise_{how}_is_told",
                    kind=EventKind.PROMISED.value,
                    operation=operation,
                    condition=condition,
                    at="NEW.made_at",
                    whom=_WHOM,
                    about=_ABOUT,
                )
                for how, operation, condition in (
                    ("made", pgtrigger.Insert, "NEW.state = 'open'"),
                    (
                        "confirmed",
                        pgtrigger.Update,
                        "NEW.state = 'open' AND OLD.state = 'proposed'",
                    ),
                )
            ),
            Told(  # a verdict that is mended, or made worse by money that went back, is told again
                name="a_promise_ended_is_told",
                kind=EventKind.PROMISE_ENDED.value,
                operation=pgtrigger.Update,
                condition="NEW.state IN ('kept', 'partly', 'broken', 'cancelled')"
                " AND OLD.state <> NEW.state",
                at="COALESCE(NEW.judged_at, NEW.ended_at)",
                whom=_WHOM,
                about=_ABOUT,
            ),
            pgtrigger.Protect(name="promises_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="only_money_taken_back_worsens",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=["kept", "partly"])
                & pgtrigger.Q(new__state__in=["open", "partly", "broken"])
                & pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
                func="""
                IF NOT EXISTS (
                    SELECT FROM accounts_repayment r
                    WHERE r.loan_id = NEW.loan_id AND r.reverses_id IS NOT NULL
                      AND r.recorded_at >= NEW.made_at
                ) THEN
                    RAISE EXCEPTION 'Invalid transition: only money taken back makes it worse'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="what_was_promised_is_fixed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="proposed"),
                func="""
                IF (NEW.customer_id, NEW.loan_id, NEW.amount, NEW.pay_on, NEW.source, NEW.made_at)
                   IS DISTINCT FROM
                   (OLD.customer_id, OLD.loan_id, OLD.amount, OLD.pay_on, OLD.source, OLD.made_at)
                THEN
                    RAISE EXCEPTION 'what was promised is never edited'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

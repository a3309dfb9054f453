"""The call list: customers somebody should telephone, and what became of it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.choices import Cause
from accounts.models.customer import Customer
from accounts.models.loan import Loan
from accounts.models.sealed import EncryptedTextField, SealedModel
from accounts.models.states import StateMachine
from feedback.models.conversation import ORDINARY, Conversation
from messaging.models.call import Call
from messaging.models.choices import StageChoices

# Until somebody was spoken to; or two people take it off, each saying why.
_STAYS_ON_THE_LIST = """
IF NEW.reason <> 'distress' THEN
    RAISE EXCEPTION 'a call for distress stays one' USING ERRCODE = 'check_violation';
END IF;
IF NEW.state = 'done' THEN
    PERFORM 1 FROM messaging_call c
    WHERE c.id = NEW.last_call_id AND c.customer_id = NEW.customer_id
      AND c.outcome IN ('reached', 'promised', 'refuses');
    IF NOT FOUND OR EXISTS (
        SELECT FROM feedback_alarm a JOIN feedback_conversation v ON v.id = a.conversation_id
        WHERE v.customer_id = NEW.customer_id AND a.kind = 'distress' AND a.closed_at IS NULL)
    THEN
        RAISE EXCEPTION 'distress_needs_a_call: nobody has been spoken to since'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'distress_needs_a_call';
    END IF;
ELSIF NEW.state = 'cancelled' AND (
    NEW.removal_asked_by_id IS NULL OR NEW.removal_reason_enc IS NULL
    OR NEW.closed_by_id IS NULL OR NEW.removal_word_enc IS NULL
    OR NEW.closed_by_id = NEW.removal_asked_by_id
    OR OLD.removal_asked_by_id IS DISTINCT FROM NEW.removal_asked_by_id)
THEN
    RAISE EXCEPTION 'removal_needs_a_second_person: with a reason of their own'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'removal_needs_a_second_person';
END IF;
RETURN NEW;
"""


MIDDLE = 10
"""The turn of every call while no order is learned: then the due time decides."""


class CallTask(SealedModel):
    """open → done | cancelled. One open task per customer; what else asks for a call joins it.

    One for distress is done only by a call in which somebody was spoken to, and taken off only by
    two people: who asks for it (`removal_asked_by`) and who agrees (`closed_by`), both with a
    reason.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")

    class Reason(models.TextChoices):
        DISTRESS = "distress", _("Distress")
        CALL_BACK = "call_back", _("Asked to be called")
        WISH = "wish", _("Wishes calls, not texts")
        AGENT = "agent", _("An agent's choice")
        STAGE = "stage", _("Long overdue")
        PLAN = "plan", _("Last step of the strategy")

    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.PROTECT, related_name="call_tasks"
    )
    conversation = models.ForeignKey(
        Conversation,
        verbose_name=_("conversation"),
        null=True,
        on_delete=models.PROTECT,
        related_name="call_tasks",
    )
    loan = models.ForeignKey(
        Loan, verbose_name=_("loan"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    stage = models.CharField(_("stage"), max_length=10, choices=StageChoices.choices, blank=True)
    cause = models.CharField(
        _("cause of delay"), max_length=12, choices=Cause.choices, default=Cause.UNKNOWN
    )
    urgency = models.SmallIntegerField(_("urgency"), default=ORDINARY)
    # Among equals a smaller turn comes first, and what it rests on (feedback.calls.order). Reckoned
    # anew every quarter of an hour, so no change that the trail keeps.
    turn = models.SmallIntegerField(_("turn"), default=MIDDLE, db_default=MIDDLE)
    history = models.CharField(
        _("earlier calls"),
        max_length=8,
        choices=[
            ("new", _("no call before")),
            ("answered", _("answered last time")),
            ("missed", _("answered once, but not last time")),
            ("never", _("never answered yet")),
        ],
        blank=True,
        default="",
        db_default="",
    )
    not_before = models.DateTimeField(_("not before"))
    due_at = models.DateTimeField(_("due at"))
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        on_delete=models.PROTECT,
        related_name="call_tasks",
    )
    source = models.CharField(
        _("source"), max_length=60, help_text=_("What it rests on, as reply:4 or run:7.")
    )
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("opened by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    last_call = models.ForeignKey(
        Call, verbose_name=_("last call"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    outcome = models.CharField(
        _("outcome"), max_length=12, choices=Call.Outcome.choices, blank=True
    )
    removal_asked_at = models.DateTimeField(_("removal asked at"), null=True)
    removal_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("removal asked by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    removal_reason = EncryptedTextField(
        _("why it should be removed"), purpose="call_task.removal_reason", null=True
    )
    removal_word = EncryptedTextField(
        _("the second person's word"), purpose="call_task.removal_word", null=True
    )
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("closed by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("call task")
        verbose_name_plural = _("call list")
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(state="open"),
                name="one_open_call_task_per_customer",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None)
                | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="a_closed_call_task_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["urgency", "turn", "due_at", "id"],
                condition=Q(state="open"),
                name="call_list",
            ),
            models.Index(
                fields=["owner", "urgency", "turn", "due_at", "id"],
                condition=Q(state="open"),
                name="call_list_of_a_person",
            ),
            models.Index(
                fields=["-closed_at", "-id"], condition=~Q(state="open"), name="calls_closed"
            ),
            models.Index(fields=["source"], name="call_tasks_by_source"),
        ]
        triggers = [
            Audited(ignored=("turn", "history")),
            pgtrigger.Protect(name="call_tasks_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="distress_stays_on_the_list",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state = 'open' AND OLD.reason = 'distress'"),
                func=_STAYS_ON_THE_LIST,
            ),
            StateMachine(
                name="call_task_states",
                transitions=[("open", "done"), ("open", "cancelled")],
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

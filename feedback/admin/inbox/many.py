"""Conversations as a list to filter, and what is done to many of them at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy, pgettext

from accounts.admin.base import ReadOnlyScreen
from accounts.admin.exact import ExactSearch
from accounts.admin.pages import page_of
from accounts.errors import Refused
from accounts.lists.bulk.acts import Act, register
from accounts.models import BulkJob, BulkRow, User
from config import clock
from feedback.admin.inbox.forms import SNOOZES, snooze_until
from feedback.inbox import about, answering_many, assignment, checking, filters, intent_labels
from feedback.models import Conversation, ConversationEvent
from messaging.replies.intents import Intent

WORK = ("feedback.change_conversation",)


class WhichFilter(admin.SimpleListFilter):
    """What is open and not put off, unless somebody asks for something else."""

    title = gettext_lazy("state")
    parameter_name = "which"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("late", _("Past their time")),
            ("snoozed", _("Snoozed")),
            ("unresolved", _("Open, put off too")),
            ("resolved", _("Resolved")),
            ("all", _("All")),
        ]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield {**first, "display": _("Open")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        now = clock.now()
        is_open = Q(state=Conversation.State.OPEN)
        put_off = Q(snoozed_until__gt=now)
        conditions = {
            None: is_open & ~put_off,
            "late": is_open & Q(due_at__lte=now),
            "snoozed": is_open & put_off,
            "unresolved": is_open,
            "resolved": Q(state=Conversation.State.RESOLVED),
            "all": Q(),
        }
        return queryset.filter(conditions.get(self.value(), Q()))


class IntentFilter(admin.SimpleListFilter):
    """All there are: which of them occur is not asked of every conversation."""

    title = gettext_lazy("intent")
    parameter_name = "intent"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        happened = [(str(kind), kind.label) for kind in about.HAPPENED]
        return [
            (filters.ASKS, _("Waits for an answer")),
            *intent_labels.INTENTS.items(),
            *happened,
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        person: Any = request.user
        wanted = filters.Filters.read({"intent": self.value() or ""})
        return queryset.filter(wanted.condition(by=person, now=clock.now()))


@admin.register(Conversation)
class ConversationScreen(ExactSearch, ReadOnlyScreen):
    list_display = ["number", "customer", "meaning", "whose", "due_at", "last_at", "reading"]
    further_columns = ("channel", "opened_at", "resolved_at", "resolved_by")
    list_filter = [WhichFilter, IntentFilter, "owner", "unread", "channel"]
    exactly = ("customer__customer_no",)
    search_help_text = gettext_lazy("Customer number, exactly")
    list_select_related = ["customer", "owner", "resolved_by"]
    ordering = ["urgency", "due_at", "id"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("feedback.view_conversation")

    @admin.display(description=gettext_lazy("conversation"), ordering="id")
    def number(self, conversation: Conversation) -> str:
        return f"#{conversation.pk}"

    def tell(self, rows: list[Any]) -> None:
        """What each is about, as its thread says it."""
        told = about.of_all(rows, clock.now())
        for row in rows:
            row.about = told[row.pk]

    @admin.display(description=gettext_lazy("intent"), ordering="intent")
    def meaning(self, conversation: Any) -> str:
        """A question that waits is one, whatever else it is; as in the inbox."""
        asks = conversation.state == Conversation.State.OPEN and conversation.asks_since
        said = [pgettext("inbox", "asks")] if asks else []
        if conversation.about != Intent.OTHER or not asks:
            said.append(intent_labels.intent(conversation.about))
        return " · ".join(said)

    @admin.display(description=gettext_lazy("owner"), ordering="owner")
    def whose(self, conversation: Conversation) -> str:
        return str(conversation.owner or _("unassigned"))

    # A tick for what is unread would look like something done.
    @admin.display(description=gettext_lazy("read or not"), ordering="unread")
    def reading(self, conversation: Conversation) -> str:
        look, said = ("hc-muted", _("Read"))
        if conversation.unread:
            look, said = "hc-tag hc-warn", _("Unread")
        return format_html('<span class="{}">{}</span>', look, said)

    def change_view(
        self, request: HttpRequest, object_id: str, *_args: Any, **_kwargs: Any
    ) -> HttpResponse:
        return page_of("admin:conversation", object_id)


class ToForm(forms.Form):
    to = forms.ModelChoiceField(label=gettext_lazy("colleague"), queryset=User.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at_work = User.objects.filter(
            groups__permissions__codename="change_conversation", is_active=True, is_staff=True
        )
        to: Any = self.fields["to"]
        to.queryset = at_work.distinct().order_by("display_name", "username")


class UntilForm(forms.Form):
    until = forms.ChoiceField(label=gettext_lazy("for how long"), choices=list(SNOOZES.items()))


class AnswerForm(forms.Form):
    """Which approved answer, the fitting ones first."""

    template = forms.TypedChoiceField(label=gettext_lazy("answer"), coerce=int)

    def __init__(self, *args: Any, job: BulkJob, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = answering_many.offered(_chosen(job), clock.now())
        self.fields["template"].choices = [  # type: ignore[attr-defined]
            (each.template_id, each.template.title) for each in found
        ]


def _chosen(job: BulkJob) -> list[tuple[int, int]]:
    return [
        (pk, seen or 0) for pk, seen in job.rows.order_by("pk").values_list("object_id", "seen")
    ]


def _texts(job: BulkJob, said: Mapping[str, Any], /, *, by: User, now: datetime) -> dict[str, Any]:
    """Each person's finished text, and who is left out and why."""
    lines = answering_many.look(_chosen(job), template_id=said["template"], by=by, now=now)
    return {
        "template": said["template"],
        "going": [each for each in lines if not each.refused],
        "refused": {each.conversation.pk: each.refused for each in lines if each.refused},
        "left_out": [each for each in lines if each.refused],
        "names": _named([each.conversation.pk for each in lines]),
    }


def _answer(row: BulkRow, said: Mapping[str, Any], *, by: User, now: datetime) -> str:
    message = answering_many.send(
        row.object_id, seen=row.seen or 0, template_id=said["template"], by=by, now=now
    )
    return _("Queued as text #%(number)d. It leaves as soon as the policy allows.") % {
        "number": message.pk
    }


def _seen(row: BulkRow) -> Conversation:
    """The conversation as far as it had gone when it was chosen."""
    found = Conversation.objects.select_related("last_reply").get(pk=row.object_id)
    found.last_reply_id = min(found.last_reply_id, row.seen or 0)
    return found


def _named(ids: Collection[int]) -> dict[int, str]:
    """Number, customer and meaning."""
    rows = Conversation.objects.filter(pk__in=ids).values_list(
        "pk", "customer__customer_no", "intent"
    )
    return {
        pk: " · ".join(filter(None, [f"#{pk}", customer, str(intent_labels.intent(intent))]))
        for pk, customer, intent in rows
    }


def _take(row: BulkRow, _said: Mapping[str, Any], *, by: User, now: datetime) -> None:
    assignment.take(_seen(row), by=by, now=now)


def _hand_over(row: BulkRow, said: Mapping[str, Any], *, by: User, now: datetime) -> str:
    to = User.objects.get(pk=said["to"])
    assignment.hand_over(_seen(row), to=to, by=by, now=now)
    return _("Handed over to %(person)s.") % {"person": to}


def _snooze(row: BulkRow, said: Mapping[str, Any], *, by: User, now: datetime) -> None:
    assignment.snooze(_seen(row), until=snooze_until(said["until"], now), by=by, now=now)


def _wake(row: BulkRow, _said: Mapping[str, Any], *, by: User, now: datetime) -> None:
    assignment.wake(_seen(row), by=by, now=now)


def _resolve(row: BulkRow, _said: Mapping[str, Any], *, by: User, now: datetime) -> None:
    """What holds reminders until somebody has read it is read by itself, not in a heap, and so is
    what wants an answer."""
    found = Conversation.objects.select_related("last_reply").get(pk=row.object_id)
    if found.last_reply.needs_reading and found.read_upto < found.last_reply_id:
        raise Refused(_("Nobody has read this reply: open it."))
    if found.asks_since is not None:
        raise Refused(_("This reply asks something: open it."))
    checking.resolve(_seen(row), by=by, now=now)


def _reopen(row: BulkRow, _said: Mapping[str, Any], *, by: User, now: datetime) -> None:
    """What was nobody's before it was resolved in a heap is nobody's again."""
    found = _seen(row)
    taken = found.events.filter(
        what=ConversationEvent.What.TAKEN, by=by, at=F("conversation__resolved_at")
    )
    assignment.reopen(found, by=by, now=now, free=taken.exists())


register(
    Act(
        code="conversations_answer",
        model=Conversation,
        title=gettext_lazy("Answer alike"),
        told=gettext_lazy(
            "Choose one approved answer for all of them; then you see each person's text, and who "
            "gets none."
        ),
        one_of=WORK,
        do=_answer,
        page="conversation",
        list_page="inbox",
        named=_named,
        form=AnswerForm,
        seen="last_reply_id",
        check=_texts,
        check_template="feedback/answers_check.html",
        most=answering_many.MOST,
    ),
    Act(
        code="conversations_take",
        model=Conversation,
        title=gettext_lazy("Take"),
        told=gettext_lazy("They become yours."),
        one_of=WORK,
        do=_take,
        page="conversation",
        list_page="inbox",
        named=_named,
        seen="last_reply_id",
    ),
    Act(
        code="conversations_hand_over",
        model=Conversation,
        title=gettext_lazy("Hand over"),
        told=gettext_lazy("They become a colleague's, who sees them under “Mine”."),
        one_of=WORK,
        do=_hand_over,
        page="conversation",
        list_page="inbox",
        named=_named,
        form=ToForm,
        seen="last_reply_id",
    ),
    Act(
        code="conversations_snooze",
        model=Conversation,
        title=gettext_lazy("Snooze"),
        told=gettext_lazy("They leave the queue until then, or until the customer writes again."),
        one_of=WORK,
        do=_snooze,
        page="conversation",
        list_page="inbox",
        named=_named,
        form=UntilForm,
        seen="last_reply_id",
        undo="conversations_wake",
    ),
    Act(
        code="conversations_wake",
        model=Conversation,
        title=gettext_lazy("Back into the queue"),
        told="",
        one_of=WORK,
        do=_wake,
        page="conversation",
        list_page="inbox",
        named=_named,
        seen="last_reply_id",
        is_offered=False,
    ),
    Act(
        code="conversations_resolve",
        model=Conversation,
        title=gettext_lazy("Resolve"),
        told=gettext_lazy(
            "What nobody has read, what waits for an answer, what has been written since, and "
            "distress stay open."
        ),
        one_of=WORK,
        do=_resolve,
        page="conversation",
        list_page="inbox",
        named=_named,
        seen="last_reply_id",
        undo="conversations_reopen",
    ),
    Act(
        code="conversations_reopen",
        model=Conversation,
        title=gettext_lazy("Open again"),
        told="",
        one_of=WORK,
        do=_reopen,
        page="conversation",
        list_page="inbox",
        named=_named,
        seen="last_reply_id",
        is_offered=False,
    ),
)

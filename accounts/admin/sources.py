"""What a hold, a promise, a stop or a look rests on, said for people: “staff:3” is 赵敏,
“reply:433” a link to the conversation it stands in, “contact_point:7” SMS 138****8000.

Tables and pages of later rooms stand here by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.apps import apps
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import pgettext_lazy

from accounts.disclosure import personal
from accounts.models import ApiKey, ContactPoint, User


class Said(NamedTuple):
    """`page`: where it stands; empty where there is none."""

    said: str
    page: str = ""

    def __str__(self) -> str:
        return format_html('<a href="{}">{}</a>', self.page, self.said) if self.page else self.said


PAGES: dict[str, tuple[str, Any]] = {
    "reply": ("conversation", pgettext_lazy("source", "Reply")),
    "conversation": ("conversation", pgettext_lazy("source", "Conversation")),
    "call_task": ("call_task", pgettext_lazy("source", "Call")),
    "promise": ("promise", pgettext_lazy("source", "Promise")),
    "hardship": ("hardship", pgettext_lazy("source", "Hardship")),
    "complaint": ("complaint", pgettext_lazy("source", "Complaint")),
    "customer": ("accounts_customer_change", pgettext_lazy("source", "Customer")),
    "words": ("accounts_customer_change", pgettext_lazy("source", "Numbers in what was written")),
    "import": ("import_page", pgettext_lazy("source", "File")),
    "message": ("messaging_message_change", pgettext_lazy("source", "Text")),
    "page": ("messaging_message_change", pgettext_lazy("source", "Customer's page")),
}
"""By what a source begins with: the page it is on, and what it is called."""
WORDS: dict[str, Any] = {
    "call": pgettext_lazy("source", "Call"),
}


def read(source: str) -> Said:
    """One source. Two queries at most."""
    return named([source])[source]


def named(sources: Iterable[str]) -> dict[str, Said]:
    """Each source for people; one query for all people, keys, replies, calls and addresses of them.
    What is not of this kind ("call of 15 September") stands for itself. Addresses are masked."""
    wanted = set(sources)
    ids: dict[str, set[int]] = defaultdict(set)
    for source in wanted:
        kind, _colon, number = source.partition(":")
        if number.isascii() and number.isdigit() and len(number) < 19:
            ids[kind].add(int(number))
    known = {f"staff:{each.pk}": Said(str(each)) for each in _of(User, ids["staff"])}
    known |= {f"api_key:{each.pk}": Said(str(each)) for each in _of(ApiKey, ids["api_key"])}
    known |= {f"contact_point:{each.pk}": _point(each) for each in _points(ids["contact_point"])}
    known |= {f"call:{pk}": _call(pk, source) for pk, source in _calls(ids["call"])}
    talks = _conversations(ids["reply"])
    return {source: known.get(source) or _said(source, talks) for source in wanted}


def _said(source: str, talks: Mapping[int, int]) -> Said:
    kind, _colon, number = source.partition(":")
    if kind in WORDS and number:
        return Said(f"{WORDS[kind]} {number}")
    if kind not in PAGES or not number.isdigit():
        return Said(source)
    name, said = PAGES[kind]
    pk = talks.get(int(number)) if kind == "reply" else int(number)
    if pk is None:
        return Said(str(said))
    return Said(str(said), reverse(f"admin:{name}", args=[pk]))


def _of(model: Any, ids: set[int]) -> Any:
    return model.objects.filter(pk__in=ids) if ids else ()


def _points(ids: set[int]) -> Any:
    return ContactPoint.objects.filter(pk__in=ids).select_related("customer") if ids else ()


def _point(point: ContactPoint) -> Said:
    page = reverse("admin:accounts_customer_change", args=[point.customer_id])
    return Said(f"{point.get_channel_display()} {personal.masked_address(point)}", page)


def _calls(ids: set[int]) -> Any:
    if not ids:
        return ()
    calls: Any = apps.get_model("messaging", "Call")
    return calls.objects.filter(pk__in=ids).values_list("pk", "source")


def _call(pk: int, source: str) -> Said:
    """A call, and the page of the task it was made for."""
    kind, _colon, task = source.partition(":")
    page = reverse("admin:call_task", args=[task]) if kind == "call_task" else ""
    return Said(f"{WORDS['call']} {pk}", page)


def _conversations(reply_ids: set[int]) -> dict[int, int]:
    """By reply, the conversation it was filed under."""
    if not reply_ids:
        return {}
    filed: Any = apps.get_model("feedback", "ConversationReply")
    return dict(filed.objects.filter(pk__in=reply_ids).values_list("pk", "conversation_id"))

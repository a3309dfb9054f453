"""What came back from many customers: conversations, calls, complaints, holds, promises, surveys.

One of each by the product, the others copied by the server. One conversation for each customer, one
in a hundred open; one customer (BUSY) has written thousands of times.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Model, QuerySet
from django.urls import reverse

from accounts.lists import keyset
from accounts.models import Customer, Hold, Lender, Loan, Repayment, User
from feedback.calls import asking, work
from feedback.inbox import assignment, merged_pages
from feedback.inbox.merged_pages import Place
from feedback.models import CallTask, Conversation, Promise
from feedback.promises import service as promises
from feedback.surveys import service as surveys
from messaging.suppression import service as suppressions
from tests import make_complaints, make_inbox
from tests.benchmarks.figures import NOW
from tests.benchmarks.multiplying import multiply
from tests.benchmarks.screen import Screen

BUSY_REPLIES = 5_000
FEWEST_COMPLAINTS = 50
"""A full page, however few the customers; else one in a hundred customers has complained."""

# Of the copies: the n-th customer, their number, and a moment of the last hundred days.
WHOSE = "{first} + 1 + (n - 1) % {customers}"
HASH = "sha256((1 + (n - 1) % {customers})::text::bytea)"
MOMENT = "now() - interval '1 minute' * (n % 144000)"


def make_one(person: Customer, loan: Loan, lender: Lender, *, by: User) -> None:
    """One of everything, as the product makes it."""
    point = person.contact_points.get()
    for text in ("请问怎么还款", "在吗"):
        conversation = make_inbox.conversation(text, at=NOW, customer=person)
        assignment.add_note(conversation, text="已联系", by=by, now=NOW)
        assignment.resolve(conversation, by=by, now=NOW)
    task = asking.ask(person, reason="call_back", source="bench", now=NOW)
    work.dial(task, point, by=by, now=NOW)
    work.tell(task, outcome="reached", by=by, now=NOW)
    make_complaints.resolved(NOW, customer=person, by=by)
    on = NOW.date() + timedelta(days=3)
    promises.make(person, loan=loan, amount=Decimal("1"), on=on, source="bench", by=by, now=NOW)
    Repayment.objects.create(
        reference="first", loan=loan, paid_on=NOW.date(), amount=Decimal("1"), recorded_at=NOW
    )
    suppressions.suppress(
        channel="phone", address_hash=b"first", kind="opt_out", source="bench", now=NOW
    )
    surveys.ask(person, lender=lender, occasion="complaint", source="bench", now=NOW)


def copy(customers: int, *, first: int, by: User) -> None:
    """`first`: ids of the copies begin after it; `by` has some of what is open."""
    whose = WHOSE.format(first=first, customers=customers)
    hashed = HASH.format(customers=customers)
    own = {"id": f"{first} + n", "customer_id": whose}
    number = {**own, "contact_point_id": whose, "address_hash": hashed}
    multiply(
        "messaging_reply",
        2 * customers,
        **own,
        address_hash=hashed,
        answers_id="NULL",
        received_at=MOMENT,
    )
    multiply(
        "feedback_conversation",
        customers,
        **number,
        last_reply_id=f"{first} + n",
        last_at=MOMENT,
        opened_at=MOMENT,
        changed_at=MOMENT,
        due_at=MOMENT,
        urgency="CASE WHEN n % 5000 = 0 THEN 0 ELSE 2 END",
        state="CASE WHEN n % 100 = 0 THEN 'open' ELSE 'resolved' END",
        owner_id=f"CASE WHEN n % 300 = 0 THEN {by.pk} END",
        snoozed_until="CASE WHEN n % 700 = 0 THEN now() + interval '1 day' END",
        resolved_at=f"CASE WHEN n % 100 = 0 THEN NULL ELSE {MOMENT} END",
        resolved_by_id=f"CASE WHEN n % 100 = 0 THEN NULL ELSE {by.pk} END",
    )
    multiply(
        "feedback_conversationreply",
        2 * customers,
        key="reply_id",
        reply_id=f"{first} + n",
        conversation_id=whose,
    )
    multiply(
        "feedback_conversationevent",
        3 * customers,
        id=f"{first} + n",
        conversation_id=whose,
        at=MOMENT,
    )
    multiply(
        "accounts_hold",
        customers // 4,
        **own,
        kind="(ARRAY['complaint', 'promise', 'dispute', 'manual'])[1 + n % 4]",
        starts_at=MOMENT,
        until="CASE WHEN n % 3 = 0 THEN now() + interval '1 hour' * (1 + n % 999) END",
        released_at=f"CASE WHEN n % 20 = 0 THEN NULL ELSE {MOMENT} + interval '1 hour' END",
        released_by_id=f"CASE WHEN n % 20 = 0 THEN NULL ELSE {by.pk} END",
        release_reason="CASE WHEN n % 20 = 0 THEN '' ELSE 'bench' END",
    )
    multiply(
        "feedback_complaint",
        max(FEWEST_COMPLAINTS, customers // 100),
        **own,
        number="'B' || lpad(n::text, 8, '0')",
        hold_id=f"{first} + n",
        opened_at=MOMENT,
        state="CASE WHEN n % 20 = 0 THEN 'open' ELSE 'resolved' END",
        next_due_on="CASE WHEN n % 20 = 0 THEN current_date + n % 30 END",
        owner_id=f"CASE WHEN n % 60 = 0 THEN {by.pk} END",
    )
    multiply(
        "feedback_promise",
        customers // 10,
        **own,
        loan_id=f"{first} + n",
        hold_id=f"{first} + {customers // 20} + n",
        noted_at=MOMENT,
        made_at=MOMENT,
        pay_on="current_date + n % 30",
        state="CASE WHEN n % 20 = 0 THEN 'open' ELSE 'kept' END",
        ended_at=f"CASE WHEN n % 20 = 0 THEN NULL ELSE {MOMENT} END",
    )
    multiply(
        "messaging_call",
        customers // 10,
        **number,
        begun_at=MOMENT,
        ended_at=f"{MOMENT} + interval '1 minute'",
    )
    multiply(
        "feedback_calltask",
        customers // 10,
        **own,
        conversation_id=f"{first} + n",
        opened_at=MOMENT,
        not_before=MOMENT,
        due_at=MOMENT,
        state="CASE WHEN n % 20 = 0 THEN 'open' ELSE 'done' END",
        owner_id=f"CASE WHEN n % 60 = 0 THEN {by.pk} END",
        closed_at=f"CASE WHEN n % 20 = 0 THEN NULL ELSE {MOMENT} END",
    )
    multiply(
        "accounts_repayment",
        customers,
        id=f"{first} + n",
        reference="'B' || lpad(n::text, 9, '0')",
        loan_id=f"{first} + n",
        recorded_at=MOMENT,
    )
    multiply(
        "messaging_suppression",
        customers // 50,
        id=f"{first} + n",
        address_hash=hashed,
        at=MOMENT,
    )
    multiply(
        "feedback_survey",
        customers // 10,
        **own,
        message_id=f"{first} + n",
        template_version_id="(SELECT min(id) FROM messaging_templateversion) + n % 9",
        source="'bench:' || n",
        opened_at=MOMENT,
        open_until="now() + interval '14 days'",
        rating="CASE WHEN n % 10 = 0 THEN 1 + n / 10 % 5 END",
        rated_at=f"CASE WHEN n % 10 = 0 THEN {MOMENT} END",
        via="CASE WHEN n % 10 = 0 THEN 'page' ELSE '' END",
    )
    _make_busy(first + 1, customers)


def _make_busy(busy: int, customers: int) -> None:
    """The first of the copies has written many times, all in one conversation."""
    begin = busy + 2 * customers
    multiply(
        "messaging_reply",
        BUSY_REPLIES,
        id=f"{begin} + n",
        customer_id=str(busy),
        address_hash="sha256('1'::bytea)",
        answers_id="NULL",
        received_at=MOMENT,
    )
    multiply(
        "feedback_conversationreply",
        BUSY_REPLIES,
        key="reply_id",
        reply_id=f"{begin} + n",
        conversation_id=str(busy),
    )


def screens(person: Customer, *, first: int) -> Iterator[Screen]:
    """The screens of what came back, at their beginning and half-way."""
    one, open_task = first + 1, CallTask.objects.filter(state="open").order_by("pk").first()
    half_way = merged_pages.write(Place(NOW - timedelta(days=20), 3, 0))
    yield from (
        _screen("inbox", query=f"tab={tab}")
        for tab in ("mine", "free", "all", "snoozed", "resolved")
    )
    yield _screen("inbox", query=f"tab=resolved&after={_half(_resolved(), 'resolved_at')}")
    yield _screen("inbox", query=f"tab=all&after={_half(_open(), 'urgency', 'due_at')}")
    yield _screen("inbox_list", query="tab=all")
    phone = person.contact_points.get().address
    for label, typed in (("number", phone), ("loan", "L00000007"), ("customer", "B00000007")):
        url = reverse("admin:inbox_find")
        yield Screen(f"inbox_find by {label}", url, {"find": typed})
    for name in ("conversation", "conversation_thread"):
        yield _screen(name, one)
        yield _screen(name, one, query=f"before={half_way}")
    yield _screen("accounts_customer_change", one, query=f"before={half_way}")
    yield from (
        _screen("call_list", query=f"tab={tab}") for tab in ("ready", "mine", "later", "done")
    )
    done = CallTask.objects.exclude(state="open").order_by("-closed_at", "-pk")
    yield _screen("call_list", query=f"tab=done&after={_half(done, 'closed_at')}")
    if open_task is not None:
        yield _screen("call_task", open_task.pk, label="call_task")
    for query in ("due=24h", "whose=mine", "state__exact=open", "q=B00000007", "p=20"):
        yield _screen("feedback_complaint_changelist", query=query)
    yield _screen("complaint", one)
    for query in ("standing=ending", "standing=endless", "standing=ended", "kind=promise"):
        yield _screen("accounts_hold_changelist", query=query)
    yield _screen("accounts_hold_changelist", query="customer=B00000007&standing=all")
    every = Hold.objects.order_by("-pk")
    yield _screen("accounts_hold_changelist", query=f"standing=all&after={_half(every)}")
    for tab in ("open", "kept"):
        yield _screen("promises", query=f"tab={tab}")
    kept = Promise.objects.filter(state="kept").order_by("-pk")
    yield _screen("promises", query=f"tab=kept&after={_half(kept)}")
    yield _screen("surveys", query="days=365")


def _screen(name: str, *args: int, query: str = "", label: str = "") -> Screen:
    """Named alike over few rows and over many: keys are left out of the name."""
    plain, _key, key = query.partition("after=" if "after=" in query else "before=")
    said = f"{name} {plain.rstrip('&')}{' half-way' if key else ''}".strip()
    return Screen(label or said, f"{reverse(f'admin:{name}', args=args)}?{query}")


def _resolved() -> QuerySet[Conversation]:
    return Conversation.objects.filter(state="resolved").order_by("-resolved_at", "-pk")


def _open() -> QuerySet[Conversation]:
    return Conversation.objects.filter(state="open").order_by("urgency", "due_at", "pk")


def _half(rows: QuerySet[Model], *columns: str) -> str:
    """The key of the row in the middle."""
    row = rows[rows.count() // 2]
    parts: list[datetime | int] = [getattr(row, column) for column in (*columns, "pk")]
    return keyset.write(parts)

"""Every screen over many customers and messages: how long it takes, and how many queries.

The same screens are opened first over few rows: a query count that differs grows with the rows.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from accounts.chain import sealer
from accounts.models import Customer, Lender, User
from messaging.models import Message
from messaging.models.message_states import MessageState
from messaging.planning import service as planning
from tests import make
from tests.benchmarks import coming_back, database, effects, world
from tests.benchmarks.figures import NOW
from tests.benchmarks.floor_of_sending import TEXT
from tests.benchmarks.measuring import Measure, must_be
from tests.benchmarks.multiplying import multiply, multiply_people
from tests.benchmarks.screen import Screen

FEW_CUSTOMERS, FEW_MESSAGES = 300, 3_000
PERCENTILE = 0.95
SECONDS_AT_MOST = 0.3
DAYS = 100
"""Runs over which the messages are spread."""

NO_SCREEN = (204, 302, 403, 404, 405)
"""An address that answers so shows nothing by itself: it says who is here, leads elsewhere, or
wants something first."""

A_DAY = "CURRENT_DATE"
"""The pages are opened today, so the runs are those of the days before."""

FIRST = 1_000
"""Ids of copies begin after this."""

SOME_DAY = datetime.now(UTC).date() - timedelta(days=DAYS // 2)


def _archive() -> Iterator[tuple[str, str]]:
    """Each way of asking alone, states that hardly any message is in among them."""
    yield "number", f"point={FIRST + 77}"
    yield "person", "customer_no=B00000077"
    yield "loan", "loan_no=L00000077"
    yield "day", f"first={SOME_DAY}"
    yield "days", f"first={SOME_DAY - timedelta(days=30)}&last={SOME_DAY}"
    text = Message.objects.get(pk=FIRST + 1).template_version.template_id  # type: ignore[union-attr]
    yield "text and day", f"template={text}&first={SOME_DAY}"
    yield "lender and day", f"lender={Lender.objects.get().pk}&first={SOME_DAY}"
    for state in MessageState.values:
        yield state, f"state={state}"
    yield "reason", "reason=suppressed"


WITH_ARGUMENTS: tuple[tuple[str, list[str], str], ...] = (
    ("accounts_customer_change", ["customer"], ""),
    ("messaging_message_change", ["message"], ""),
    ("candidate", ["candidate"], ""),
    ("run_candidates", ["run"], ""),
    ("run_progress", ["run"], ""),
    ("messaging_message_changelist", [], "state__exact=delivered"),
    ("messaging_message_changelist", [], "state__exact=queued"),
    ("messaging_message_changelist", [], "q=B00000077"),
    ("messaging_message_changelist", [], "p=20"),
    ("accounts_customer_changelist", [], "q=B00000077"),
    ("accounts_customer_changelist", [], "p=20"),
    ("accounts_loan_changelist", [], "q=L00000077"),
    ("accounts_loan_changelist", [], "p=20"),
)
"""Screens of one thing, and lists filtered, searched and rejected to a later page."""


def measure(*, customers: int, messages: int, requests: int) -> Iterator[Measure]:
    """Each screen's 95th percentile over so many requests."""
    database.fresh("few")
    _fill(FEW_CUSTOMERS, FEW_MESSAGES)
    few = {name: queries for name, _seconds, queries in _open_all(1)}
    database.fresh("many")
    _fill(customers, messages)
    for name, seconds, queries in _open_all(requests):
        facts: dict[str, Any] = {"queries": queries, "seconds_at_most": SECONDS_AT_MOST}
        if queries != few[name]:
            facts["queries_over_few_rows"] = few[name]
        yield Measure(name, requests, seconds, facts=facts)
    database.drop("few")
    database.drop("many")


def _fill(customers: int, messages: int) -> None:
    """One of each by the product, the others copied: DAYS runs, finished but for the last."""
    lender = world.make_lender()
    person = make.customer(customer_no="first")
    loan = make.loan(loan_no="first", lender=lender, customer=person, dpd=5)
    run = planning.plan(lender=lender, day=make.DAY, by=None, now=NOW)
    must_be("messages to copy", world.release(run), 1)
    coming_back.make_one(person, loan, lender, by=_who_sees_all())
    while sealer.seal().rows:
        pass  # copies have their first row's transaction, so they are sealed with it
    made = f"'{make.DAY}'::date"
    of = f"{FIRST} + (n - 1) % {customers} + 1"
    day = f"(n - 1) / {max(1, messages // DAYS)}"
    multiply_people(customers, after=FIRST)
    multiply(
        "messaging_run",
        DAYS,
        id=f"{FIRST} + n",
        day=f"{A_DAY} - n - (CASE WHEN {A_DAY} - n <= s.day THEN 1 ELSE 0 END)",
        state="'finished'",
        ended_at="s.released_at",
    )
    run_of = f"{FIRST} + 1 + LEAST({DAYS - 1}, {day})"
    multiply(
        "messaging_candidate",
        messages,
        id=f"{FIRST} + n",
        run_id=run_of,
        customer_id=of,
        contact_point_id=of,
    )
    multiply(
        "messaging_candidateloan",
        messages,
        id=f"{FIRST} + n",
        candidate_id=f"{FIRST} + n",
        loan_id=of,
    )
    when = f"s.created_at + interval '1 day' * ({A_DAY} - {made} - 1 - LEAST({DAYS - 1}, {day}))"
    multiply(
        "messaging_message",
        messages,
        texts={"body": TEXT},
        id=f"{FIRST} + n",
        run_id=run_of,
        candidate_id=f"{FIRST} + n",
        customer_id=of,
        contact_point_id=of,
        address_hash=f"sha256(({of} - {FIRST})::text::bytea)",
        state="CASE n % 10 WHEN 0 THEN 'undelivered' WHEN 1 THEN 'accepted' ELSE 'delivered' END",
        not_before="NULL",
        created_at=when,
        claimed_at=when,
        handed_over_at=when,
        permit_until=when,
        final_at=f"CASE n % 10 WHEN 1 THEN NULL ELSE {when} END",
        segments="2",
        gateway_id="(SELECT min(id) FROM messaging_gateway)",
        gateway_ref="'r' || n",
    )
    decisions = min(messages, customers)  # read by key alone, and large
    multiply("messaging_decision", decisions, id=f"{FIRST} + n", candidate_id=f"{FIRST} + n")
    coming_back.copy(customers, first=FIRST, by=_who_sees_all())
    effects.fill_pages(lender, customers=customers)
    database.ask("VACUUM ANALYZE")


def _open_all(requests: int) -> Iterator[tuple[str, float, int]]:
    """Name, seconds, queries of each screen."""
    client = Client(raise_request_exception=False)
    client.force_login(_who_sees_all())
    for screen in _screens():
        first = screen.open(client)
        found_the_one = screen.posted is not None and first.status_code == 302
        if first.status_code != 200 and not found_the_one:
            said = f"{screen.name} ({screen.url}) answers {first.status_code}"
            must_be(said, first.status_code in NO_SCREEN, True)
            continue
        with CaptureQueriesContext(connection) as queries:
            screen.open(client)
        count = len(queries)  # now: the next request empties the log
        seconds = sorted(_seconds(client, screen) for _ in range(requests))
        yield screen.name, seconds[ceil(PERCENTILE * requests) - 1], count


def _who_sees_all() -> User:
    """Works with all lenders: whoever has a conversation sees it."""
    found = User.objects.filter(username="sees-all").first()
    return found or make.staff("agent", username="sees-all", is_superuser=True)


def _seconds(client: Client, screen: Screen) -> float:
    begun = time.perf_counter()
    screen.open(client)
    return time.perf_counter() - begun


def _screens() -> Iterator[Screen]:
    from tests.accounts.access.test_roles import MAY_OPEN

    for name in ("index", *MAY_OPEN):
        try:
            yield Screen(name, reverse(f"admin:{name}"))
        except NoReverseMatch:
            continue
    ids = {
        "customer": FIRST + 1,
        "message": FIRST + 1,
        "candidate": FIRST + 1,
        "run": FIRST + 1,
    }
    for name, arguments, query in WITH_ARGUMENTS:
        url = reverse(f"admin:{name}", args=[ids[argument] for argument in arguments])
        yield Screen(f"{name} {query}".strip(), f"{url}?{query}")
    for label, query in _archive():
        yield Screen(f"archive by {label}", f"{reverse('admin:archive')}?{query}")
    number = Customer.objects.get(customer_no="first").contact_points.get().address
    by_number = {"address": number}
    yield Screen("archive_number", reverse("admin:archive_number"), by_number)
    yield from effects.screens(Lender.objects.get())
    yield from coming_back.screens(Customer.objects.get(customer_no="first"), first=FIRST)

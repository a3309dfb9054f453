"""The compliance report over one evening's texts, from the rows: all checks, and the slowest ones.

One text is planned, released, sent, sealed and delivered by the product; the server copies it to
many customers of eight lenders, and to an evening five days before, which the caps look back on.
"""

from __future__ import annotations

import time
from datetime import timedelta

from accounts.chain import sealer
from messaging.gateways.webhooks.entries import InboundReceipt
from messaging.inbound import receipts
from messaging.models import Gateway, Message
from messaging.planning import service as planning
from messaging.report.service import compliance
from tests import make
from tests.benchmarks import child, database, world
from tests.benchmarks.figures import NOW
from tests.benchmarks.measuring import Measure, must_be
from tests.benchmarks.multiplying import multiply
from tests.benchmarks.server import Server

TEXTS, SECONDS_AT_MOST = 69_000, 10.0
"""What a report may take; of more texts, as much more."""
LENDERS = 8
EVENING_SECONDS = 3 * 3600
EARLIER_DAYS = 5
DAY = timedelta(days=1)
NAMED = 5
"""The slowest checks, which are named."""

FIRST = 1_000
"""Ids of copies begin after this; those of the earlier evening's runs after FIRST + LENDERS."""


def measure(texts: int, server: Server) -> Measure:
    """One evening's report, among as many texts of an earlier evening."""
    database.fresh("proving")
    _fill(texts - 1, server)
    names: list[str] = []
    moments: list[float] = []

    def begins(_number: int, _of: int, name: str) -> None:
        names.append(name)
        moments.append(time.perf_counter())

    report = compliance(since=NOW - DAY / 2, until=NOW + DAY / 2, now=NOW + DAY, begins=begins)
    begins(0, 0, "")
    must_be("hand-overs proven", report.check("quiet_hours").checked, texts)
    wrong = {each.what for check in report.checks for each in check.violations}
    must_be("violations", wrong, set())
    took = {name: after - at for name, at, after in zip(names, moments, moments[1:], strict=False)}
    slowest = dict(sorted(took.items(), key=lambda pair: -pair[1])[:NAMED])
    at_most = SECONDS_AT_MOST * max(1.0, texts / TEXTS)
    facts = {"seconds_at_most": at_most, **slowest}
    database.drop("proving")
    return Measure(f"report of {texts:,} texts", texts, moments[-1] - moments[0], facts=facts)


def _fill(copies: int, server: Server) -> None:
    lender = world.make_lender()
    make.loan(loan_no="first", lender=lender, customer=make.customer(customer_no="first"), dpd=5)
    run = planning.plan(lender=lender, day=make.DAY, by=None, now=NOW)
    must_be("messages to copy", world.release(run), 1)
    world.set_gateway(url=server.url, call_size=1, connections=1)
    child.run("send", epoch=time.monotonic())
    message, gateway = Message.objects.get(), Gateway.objects.get()
    delivered = InboundReceipt("delivered", message_id=message.pk)
    receipts.take(gateway=gateway, incoming=[delivered], now=NOW)
    while sealer.seal().rows:
        pass
    _copy_setting(copies)
    _copy_texts(copies)
    database.ask("VACUUM ANALYZE")


def _copy_setting(copies: int) -> None:
    """Lenders with a policy each, their runs of two evenings, and everybody they are sent to."""
    multiply("accounts_lender", LENDERS, id=f"{FIRST} + n", code="'bench' || n", name="'L' || n")
    multiply("messaging_policyversion", LENDERS, id=f"{FIRST} + n", lender_id=f"{FIRST} + n")
    of_run = f"(n - 1) % {LENDERS} + 1"
    days = f"((n - 1) / {LENDERS} * {EARLIER_DAYS})"
    due = f"({copies} - ({of_run})) / {LENDERS} + 1"
    multiply(
        "messaging_run",
        2 * LENDERS,
        id=f"{FIRST} + n",
        lender_id=f"{FIRST} + {of_run}",
        policy_id=f"{FIRST} + {of_run}",
        day=f"s.day - {days}",
        planned_at=f"s.planned_at - interval '1 day' * {days}",
        released_at=f"s.released_at - interval '1 day' * {days}",
        funnel=f"s.funnel || jsonb_build_object('due', {due}, 'to_send', {due})",
    )
    own = {"id": f"{FIRST} + n", "customer_id": f"{FIRST} + n"}
    number = "'B' || lpad(n::text, 8, '0')"
    multiply("accounts_customer", copies, id=f"{FIRST} + n", customer_no=number)
    hashed = {"address_hash": "sha256(n::text::bytea)"}
    index = "substr(sha256(n::text::bytea), 1, 16)"
    multiply("accounts_contactpoint", copies, **own, **hashed, address_index=index)
    whose = f"{FIRST} + (n - 1) % {LENDERS} + 1"
    multiply("accounts_loan", copies, **own, loan_no=number, lender_id=whose)


def _copy_texts(copies: int) -> None:
    """Of the evening, then of the one before."""
    person = f"((n - 1) % {copies} + 1)"
    earlier = f"(n - 1) / {copies}"
    of_lender = f"(({person} - 1) % {LENDERS} + 1)"
    when = (
        f"s.{{}} + interval '1 second' * ({person} % {EVENING_SECONDS})"
        f" - interval '1 day' * ({earlier} * {EARLIER_DAYS})"
    )
    one = {"id": f"{FIRST} + n"}
    whose = {"customer_id": f"{FIRST} + {person}", "contact_point_id": f"{FIRST} + {person}"}
    hashed = {"address_hash": f"sha256({person}::text::bytea)"}
    run = {"run_id": f"{FIRST} + {of_lender} + {earlier} * {LENDERS}"}
    multiply("messaging_candidate", 2 * copies, **one, **whose, **hashed, **run)
    multiply(
        "messaging_candidateloan",
        2 * copies,
        **one,
        candidate_id=f"{FIRST} + n",
        loan_id=whose["customer_id"],
    )
    multiply(
        "messaging_decision",
        2 * copies,
        **one,
        candidate_id=f"{FIRST} + n",
        policy_id=f"{FIRST} + {of_lender}",
        at=f"s.at - interval '1 day' * ({earlier} * {EARLIER_DAYS})",
        facts=f"jsonb_set(s.facts, '{{loans,0,loan_id}}', to_jsonb({whose['customer_id']}))",
    )
    moments = ("claimed_at", "handed_over_at", "permit_until", "final_at")
    multiply(
        "messaging_message",
        2 * copies,
        **one,
        **whose,
        **hashed,
        **run,
        **{name: when.format(name) for name in moments},
        candidate_id=f"{FIRST} + n",
        lender_id=f"{FIRST} + {of_lender}",
        created_at=f"s.created_at - interval '1 day' * ({earlier} * {EARLIER_DAYS})",
        gateway_ref="'r' || n",
    )
    multiply(
        "messaging_attempt",
        2 * copies,
        **one,
        message_id=f"{FIRST} + n",
        gateway_ref="'r' || n",
        **{name: when.format(name) for name in ("begun_at", "permit_until")},
    )

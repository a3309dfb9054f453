"""Caps under concurrency: several loans per customer, one number on two customers, many workers."""

from __future__ import annotations

from collections import Counter

import pytest

from messaging.models import Message
from tests import make
from tests.faults import judge, people
from tests.faults.world import World

pytestmark = pytest.mark.faults

LENDERS, ALONE, PAIRS = 3, 40, 20


def test_no_cap_is_exceeded_and_nobody_is_forgotten(it: World) -> None:
    """Everybody gets a text about each of three loans, one a day, whoever shares their number."""
    now = it.clock.now()
    runs = [people.released_run(now) for _ in range(LENDERS)]
    shared = [make.sandbox_phone() for _ in range(PAIRS)] * 2
    alone = [make.sandbox_phone() for _ in range(ALONE)]
    # A number that two share gets one text a day, so each of the two has one loan only.
    one_loan = people.folk(0, lender_id=runs[0][0].lender_id, now=now, addresses=shared, dpd=4)
    many = people.folk(0, lender_id=runs[0][0].lender_id, now=now, addresses=alone, dpd=4)
    people.remind([*one_loan, *many], *runs[0], now=now)
    for run, version in runs[1:]:
        loans = people.other_loans(many, lender_id=run.lender_id, now=now, dpd=4)
        people.remind(loans, run, version, now=now)
    it.gateway("g1", rate=200)
    it.team(workers=4, children=1)

    it.waits(lambda: it.due_messages() == 0, for_what="the first day's texts")
    it.waits(lambda: not in_flight(), for_what="the first day's last waves")
    first_day = Counter(line.to for line in it.gateways["g1"].lines())
    assert set(first_day.values()) == {1}
    assert set(first_day) == {*shared, *alone}  # none starved by the other on the number
    it.come_to_rest()
    assert judge.findings(it) == []
    assert dict(Counter(Message.objects.values_list("state", flat=True))) == {
        "accepted": 2 * PAIRS + LENDERS * ALONE
    }


def in_flight() -> bool:
    return Message.objects.filter(state__in=["claimed", "handing_over"]).exists()

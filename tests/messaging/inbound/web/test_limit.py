"""Who is refused again and again costs a process nothing more, and shuts out nobody else."""

from typing import Any

import pytest

from messaging.inbound.web import limit
from messaging.inbound.web.limit import Refusals, refusals
from tests.messaging.conftest import Caller


class Clock:
    at = 1000.0

    def __call__(self) -> float:
        return self.at


def test_after_sixty_refusals_a_minute_must_pass() -> None:
    clock = Clock()
    counted = Refusals(clock)
    for _ in range(limit.MOST_FOR_A_GATEWAY):
        assert not counted.are_too_many("1.2.3.4", "carrier")
        counted.note("1.2.3.4", "carrier")
    assert counted.are_too_many("1.2.3.4", "carrier")
    assert not counted.are_too_many("1.2.3.4", "other")
    assert not counted.are_too_many("5.6.7.8", "carrier")
    clock.at += limit.SECONDS
    assert not counted.are_too_many("1.2.3.4", "carrier")


def test_who_tries_many_gateways_is_stopped_too() -> None:
    counted = Refusals(Clock())
    for n in range(limit.MOST_OF_A_CALLER):
        counted.note("1.2.3.4", f"gateway-{n}")
    assert counted.are_too_many("1.2.3.4", "carrier")


def test_many_addresses_fill_no_memory() -> None:
    counted = Refusals(Clock())
    for n in range(limit.MOST_REMEMBERED + 10):
        counted.note(str(n), "carrier")
    assert len(counted._counted) <= limit.MOST_REMEMBERED + 1


@pytest.mark.django_db
def test_the_database_is_not_asked_about_who_was_refused_too_often(
    carrier: Caller, django_assert_num_queries: Any
) -> None:
    for _ in range(limit.MOST_FOR_A_GATEWAY):
        assert carrier.post("receipts", b"{}", secret="a wrong secret of some length") == 401
    with django_assert_num_queries(0):
        assert carrier.post("receipts", b"{}", secret="a wrong secret of some length") == 429
    refusals.forget()
    assert carrier.receipts({"id": "1", "status": "delivered"}) == 200

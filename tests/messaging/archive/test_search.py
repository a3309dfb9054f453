"""The archive finds a message by what is known of it, through the index made for that."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from accounts.models import ContactPoint
from messaging.archive import search
from messaging.archive.search import Wanted
from messaging.models import CandidateLoan, Message
from tests import make
from tests.messaging.report.sent import a_day, falsify

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(now: datetime) -> list[Message]:
    a_day(now, texts=3)
    return list(Message.objects.order_by("pk"))


def found(wanted: Wanted) -> list[int]:
    return [message.pk for message in search.every(wanted)]


def test_nothing_asked_for_is_everything_newest_first(sent: list[Message]) -> None:
    assert found(Wanted()) == [message.pk for message in reversed(sent)]


def test_by_number_person_loan_day_state_and_reason(sent: list[Message], now: datetime) -> None:
    one, other, _third = sent
    falsify(other, state="blocked", reason="opted_out")
    assert one.customer is not None
    point = ContactPoint.objects.get(customer=one.customer)
    loan = CandidateLoan.objects.get(candidate=one.candidate).loan
    assert found(Wanted(points=(point.pk,))) == [one.pk]
    assert found(Wanted(customer_no=one.customer.customer_no)) == [one.pk]
    assert found(Wanted(loan_no=loan.loan_no)) == [one.pk]
    assert found(Wanted(state="blocked")) == [other.pk]
    assert found(Wanted(reason="opted_out")) == [other.pk]
    day = make.DAY
    assert len(found(Wanted(day=day))) == 3
    assert found(Wanted(day=day - timedelta(days=1))) == []


def test_a_text_or_a_lender_alone_is_asked_for_with_a_day(sent: list[Message]) -> None:
    [message, *_] = sent
    assert message.template_version is not None
    text = message.template_version.template_id
    assert Wanted(template=text).needs_a_day
    assert found(Wanted(template=text)) == []
    assert len(found(Wanted(template=text, day=make.DAY))) == 3
    assert len(found(Wanted(lender=message.lender_id, day=make.DAY))) == 3


def test_pages_follow_each_other_without_a_gap(
    sent: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "PAGE", 2)
    first = search.page(Wanted(), "")
    second = search.page(Wanted(), first.after)
    assert [row.pk for row in (*first.rows, *second.rows)] == found(Wanted())
    assert second.after == ""


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Wanted(state="blocked"), "archive_by_state"),
        (Wanted(reason="opted_out"), "archive_by_reason"),
    ],
)
def test_an_ending_is_answered_by_its_index(
    sent: list[Message], wanted: Wanted, index: str
) -> None:
    rows = search.NEWEST_FIRST.behind(search.matching(wanted), "")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    assert index in rows[: search.PAGE].explain()


def test_a_day_is_found_in_its_blocks(sent: list[Message]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {search._ENDS}", search.day_of(make.DAY)._asdict())
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "archive_by_day" in plan

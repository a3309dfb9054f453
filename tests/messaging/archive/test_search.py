"""The archive finds a message by what is known of it, through the index made for that."""

from datetime import date, datetime, timedelta
from typing import Any

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


def on(first: date, last: date | None = None, **further: Any) -> Wanted:
    return Wanted(first=first, last=last or first, **further)


def found(wanted: Wanted) -> list[int]:
    return [message.pk for message in search.every(wanted)]


def test_nothing_asked_for_is_everything_newest_first(sent: list[Message]) -> None:
    assert found(Wanted()) == [message.pk for message in reversed(sent)]


def test_a_sample_is_drawn_of_days_and_the_same_again_by_its_number(
    sent: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "DRAWN", 1)
    assert found(Wanted(draw=1)) == []
    samples = [tuple(found(on(make.DAY, draw=number))) for number in range(1, 40)]
    assert {len(each) for each in samples} == {1}
    assert len(set(samples)) == 3
    assert tuple(found(on(make.DAY, draw=7))) == samples[6]
    assert found(on(make.DAY, draw=1, state="blocked")) == []


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
    assert len(found(on(day))) == 3
    assert found(on(day - timedelta(days=1))) == []


def test_from_a_day_to_another_both_included(sent: list[Message]) -> None:
    earlier, middle, later = sent
    week = timedelta(days=7)
    falsify(earlier, created_at=earlier.created_at - week)
    falsify(later, created_at=later.created_at + week)
    day = make.DAY
    assert found(on(day - week, day + week)) == [later.pk, middle.pk, earlier.pk]
    assert found(on(day - week, day)) == [middle.pk, earlier.pk]
    assert found(on(day + timedelta(days=1), day + week)) == [later.pk]
    assert found(on(day + timedelta(days=1), day + timedelta(days=6))) == []
    longest = timedelta(days=search.MOST_DAYS - 1)
    assert found(on(day - week, day - week + longest)) == [later.pk, middle.pk, earlier.pk]
    assert found(on(day - longest, day + week)) == [middle.pk, earlier.pk]


def test_a_text_or_a_lender_alone_is_asked_for_with_days(sent: list[Message]) -> None:
    [message, *_] = sent
    assert message.template_version is not None
    text = message.template_version.template_id
    assert Wanted(template=text).needs_days
    assert found(Wanted(template=text)) == []
    assert len(found(on(make.DAY, template=text))) == 3
    assert len(found(on(make.DAY, lender=message.lender_id))) == 3


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
        cursor.execute(f"EXPLAIN {search._ENDS}", search.days_of(make.DAY, make.DAY)._asdict())
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "archive_by_day" in plan

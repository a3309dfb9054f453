"""Surveys: seldom asked, once answered, by page or reply; results never without their number."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, strategies as st

from accounts.models import Customer, Lender, Loan, Repayment
from feedback.complaints import closing, opening
from feedback.models import Survey
from feedback.surveys import (
    occasions as survey_occasions,
    results as survey_results,
    service as surveys,
)
from messaging.inbound import replies
from messaging.replies.ratings import rating_of
from tests import make
from tests.feedback.pages.conftest import Clock, clock  # noqa: F401
from tests.feedback.pages.visitor import PHONE, texted, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(now: datetime) -> Customer:
    return texted(now - timedelta(days=1))[0]


def ask(customer: Customer, now: datetime, source: str = "complaint:1") -> Survey | None:
    lender = Lender.objects.order_by("pk").first()
    return surveys.ask(customer, lender=lender, occasion="complaint", source=source, now=now)


def test_a_survey_remembers_the_last_text_before_it(customer: Customer, now: datetime) -> None:
    survey = ask(customer, now)
    assert survey.message == customer.messages.get()
    assert surveys.open_survey(customer, now) == survey
    assert surveys.open_survey(customer, now + surveys.OPEN_FOR) is None


def test_a_customer_is_asked_once_in_ninety_days(customer: Customer, now: datetime) -> None:
    assert ask(customer, now)
    assert ask(customer, now + timedelta(days=89), "complaint:2") is None
    assert ask(customer, now + timedelta(days=91), "complaint:1") is None
    assert ask(customer, now + timedelta(days=91), "complaint:3")


def test_the_first_answer_counts_and_is_final(customer: Customer, now: datetime) -> None:
    survey = ask(customer, now)
    assert surveys.rate(survey, 4, via="page", now=now, remark=" 很好 ")
    assert not surveys.rate(survey, 1, via="page", now=now)
    survey.refresh_from_db()
    assert (survey.rating, survey.via) == (4, "page")
    assert survey.remark == "很好"
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(rating=5)


def test_an_answer_after_the_end_is_not_taken(customer: Customer, now: datetime) -> None:
    survey = ask(customer, now)
    assert not surveys.rate(survey, 5, via="page", now=survey.open_until + timedelta(seconds=1))


def test_a_reply_of_a_figure_answers_the_open_survey(customer: Customer, now: datetime) -> None:
    survey = ask(customer, now)
    reply = replies.take(address=PHONE, text="５分", now=now + timedelta(hours=1))
    assert surveys.hear_missed(now + timedelta(hours=2)) == 1
    survey.refresh_from_db()
    assert (survey.rating, survey.via, survey.reply) == (5, "reply", reply)
    assert surveys.hear_missed(now + timedelta(hours=2)) == 0
    assert not surveys.hear(reply)


def test_an_old_survey_s_reply_is_heard_however_many_newer_ones_are_open(
    customer: Customer, now: datetime, django_assert_max_num_queries
) -> None:
    survey = ask(customer, now)
    replies.take(address=PHONE, text="2", now=now + timedelta(hours=1))
    replies.take(address=PHONE, text="5", now=now + timedelta(hours=2))
    others = Customer.objects.bulk_create(
        Customer(customer_no=f"S{n}", name="x", created_at=now) for n in range(201)
    )
    Survey.objects.bulk_create(
        Survey(
            customer=other,
            lender_id=survey.lender_id,
            occasion="sample",
            source=f"sample:{other.pk}",
            opened_at=now,
            open_until=survey.open_until,
        )
        for other in others
    )
    with django_assert_max_num_queries(8):
        assert surveys.hear_missed(now + timedelta(days=2)) == 1
    with django_assert_max_num_queries(1):
        assert surveys.hear_missed(now + timedelta(days=2)) == 0
    survey.refresh_from_db()
    assert survey.rating == 2


@pytest.mark.parametrize("text", ["5元", "15", "0", "6", "已还5", "TD"])
def test_what_is_no_rating_answers_nothing(customer: Customer, now: datetime, text: str) -> None:
    ask(customer, now)
    replies.take(address=PHONE, text=text, now=now)
    assert surveys.hear_missed(now) == 0


def test_without_an_open_survey_a_figure_means_nothing(customer: Customer, now: datetime) -> None:
    reply = replies.take(address=PHONE, text="5", now=now)
    assert not surveys.hear(reply)
    ask(customer, now + timedelta(hours=1))
    assert surveys.hear_missed(now + timedelta(hours=2)) == 0


@given(st.text(max_size=30))
def test_any_text_is_a_rating_from_1_to_5_or_none(text: str) -> None:
    assert rating_of(text) in (None, 1, 2, 3, 4, 5)


def test_an_answered_complaint_asks_and_a_second_look_does_not(
    customer: Customer, now: datetime
) -> None:
    agent = make.staff("agent")
    complaint = opening.log(
        customer=customer,
        message=customer.messages.get(),
        via="phone",
        category="too_often",
        severity="normal",
        text="太多",
        by=agent,
        now=now,
    )
    assert survey_occasions.ask_due(now) == 0
    closing.resolve(complaint, outcome="upheld", answer="好", by=agent, now=now)
    assert survey_occasions.ask_due(now) == 1
    assert survey_occasions.ask_due(now) == 0
    assert Survey.objects.get().source == f"complaint:{complaint.pk}"


def test_a_loan_repaid_after_a_text_asks(customer: Customer, now: datetime) -> None:
    loan = customer.loans.get()
    Repayment.objects.create(
        reference="R1", loan=loan, paid_on=now.date(), amount=Decimal(1), recorded_at=now
    )
    assert survey_occasions.ask_due(now) == 0
    Loan.objects.filter(pk=loan.pk).update(amount_due=0)
    assert survey_occasions.ask_due(now) == 1
    assert Survey.objects.get().occasion == "repayment"


def test_the_page_asks_once_and_thanks(now: datetime, clock: Clock) -> None:  # noqa: F811
    somebody, customer, message = visitor(now)
    surveys.ask(customer, lender=message.lender, occasion="sample", source="message:1", now=now)
    somebody.check()
    assert somebody.url("survey") in somebody.get("answer").content.decode()
    assert somebody.post("survey", {"rating": "9"}).status_code == 200
    somebody.post("survey", {"rating": "2", "remark": "太频繁"})
    assert Survey.objects.get().rating == 2
    assert somebody.url("survey") not in somebody.get("answer").content.decode()
    assert somebody.post("survey", {"rating": "5"})["Location"] == somebody.url("answer")
    assert Survey.objects.get().rating == 2


def test_who_has_a_number_that_is_not_the_customer_s_is_asked_nothing(
    now: datetime,
    clock: Clock,  # noqa: F811
) -> None:
    somebody, customer, message = visitor(now)
    surveys.ask(customer, lender=message.lender, occasion="sample", source="message:1", now=now)
    somebody.check()
    somebody.post("not_me")
    assert somebody.url("survey") not in somebody.get("answer").content.decode()
    assert somebody.post("survey", {"rating": "1"})["Location"] == somebody.url("answer")
    assert Survey.objects.get().rating is None


def test_results_are_told_by_tone_and_wording_from_ten_answers_on(now: datetime) -> None:
    customer, message, _code = texted(now)
    period = {"since": now - timedelta(days=1), "until": now + timedelta(days=1)}
    for n in range(12):
        somebody = make.customer()
        survey = Survey.objects.create(
            customer=somebody,
            lender=message.lender,
            message=message,
            template_version=message.template_version,
            occasion="sample",
            source=f"message:{n}",
            opened_at=now,
            open_until=now + timedelta(days=1),
        )
        if n == 9:
            few = survey_results.results(**period).by_tone()[0]
            assert (few.answers, few.mean, few.good) == (9, None, None)
        surveys.rate(survey, 5 if n % 2 else 3, via="page", now=now)
    found = survey_results.results(**period)
    row = found.by_tone()[0]
    assert (row.name, row.asked, row.answers, row.mean) == ("gentle", 12, 12, 4.0)
    assert row.good.low < 0.5 == row.good.value < row.good.high
    wording = found.by_version()[0]
    assert wording.template_version_id == message.template_version_id
    assert wording.name.endswith("v1 (简体中文)")
    assert found.by_occasion()[0].answers == 12


def test_two_queries_count_a_period_and_no_text_before_is_no_wording(
    customer: Customer, now: datetime, django_assert_num_queries
) -> None:
    asked = ask(customer, now)
    assert asked.template_version_id == customer.messages.get().template_version_id
    other = make.customer()
    surveys.ask(other, lender=asked.lender, occasion="sample", source="sample:1", now=now)
    with django_assert_num_queries(2):
        found = survey_results.results(since=now, until=now + timedelta(days=1))
        assert [row.asked for row in found.by_tone()] == [1]
        assert [row.asked for row in found.by_version()] == [1]
        assert {row.name: row.asked for row in found.by_occasion()} == {"complaint": 1, "sample": 1}
    none = survey_results.results(since=now + timedelta(days=1), until=now + timedelta(days=2))
    assert none.by_occasion() == []


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share(counted: tuple[int, int]) -> None:
    share = survey_results.wilson(*counted)
    assert 0 <= share.low <= share.value + 1e-9
    assert share.value - 1e-9 <= share.high <= 1
    assert share.high - share.low < 1


def test_wilson_as_published() -> None:
    share = survey_results.wilson(8, 10)
    assert (round(share.low, 3), round(share.high, 3)) == (0.490, 0.943)

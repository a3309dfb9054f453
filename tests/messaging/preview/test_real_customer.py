"""A real customer as specimen: what they would get, with nobody's name on the screen."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from messaging.content.segments import count
from messaging.decisions.facts.sender import sender_of
from messaging.preview.real_customer import (
    NOT_RENDERED,
    NOT_TRUE,
    NOTHING_DUE,
    UNKNOWN_CUSTOMER,
    RealSpecimen,
    real_specimen,
)
from tests import make

pytestmark = pytest.mark.django_db
BODY = "{{ customer_name }}您好，{{ product }}应还{{ amount_due }}，逾期{{ days_overdue }}天"


def _shown(loan: Any, body: str = BODY, language: str = "zh-hans", **said: Any) -> RealSpecimen:
    sender = sender_of(said.pop("lender", loan.lender), make.MORNING)
    asked = {"customer_no": loan.customer.customer_no, "sender": sender, **said}
    return real_specimen(body, cause="unknown", language=language, today=make.DAY, **asked)


def test_the_name_is_masked_and_the_figures_are_the_customers() -> None:
    shown = _shown(make.loan(dpd=5, customer=make.customer(name="司马相如")))
    assert shown.preview.text == "【安和消费金融】司**如您好，消费贷应还1,234.56元，逾期5天"
    assert shown.stage == "dpd-4-7"


def test_the_size_is_that_of_the_text_in_clear() -> None:
    loan = make.loan(customer=make.customer(name="Alexandra Featherstonehaugh"))
    shown = _shown(loan, "{{ customer_name }}")
    assert shown.preview.text == "【安和消费金融】A*** F***"
    assert shown.preview.size == count("【安和消费金融】Alexandra Featherstonehaugh")


def test_loans_of_one_currency_share_the_text_and_the_oldest_leads() -> None:
    first = make.loan(dpd=20)
    same = {"customer": first.customer, "lender": first.lender}
    make.loan(dpd=3, amount_due=Decimal("1000.00"), **same)
    make.loan(dpd=2, currency="USD", **same)
    make.loan(dpd=30, customer=first.customer)  # of another lender
    shown = _shown(first)
    assert "消费贷等2笔合计应还2,234.56元，最早一笔逾期20天" in shown.preview.text
    assert shown.stage == "dpd-16+"


def test_why_nobody_is_shown_is_said() -> None:
    loan = make.loan(dpd=-3)
    assert _shown(loan, customer_no="nobody").problem == UNKNOWN_CUSTOMER
    assert _shown(loan, lender=make.lender()).problem == NOTHING_DUE
    lacking = _shown(loan)
    assert (lacking.problem, lacking.missing) == (NOT_RENDERED, ("days_overdue",))


def test_a_text_that_contradicts_the_ledger_is_not_shown_as_if_it_would_leave(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("messaging.content.values.money", lambda *_, **__: "9.99元")
    assert _shown(make.loan(dpd=5)).problem == NOT_TRUE


def test_an_erased_customer_serves_nobody(now: Any) -> None:
    loan = make.loan(customer=make.customer(erased_at=now - timedelta(days=1)))
    assert _shown(loan).problem == UNKNOWN_CUSTOMER


@pytest.mark.parametrize("body", ["{{", "{{ nonsense }}", "【x】"])
def test_a_malformed_body_is_a_problem_not_an_error(body: str) -> None:
    assert _shown(make.loan(), body).problem == NOT_RENDERED

"""Paying in two taps, and saying that it is paid."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.holds import service as holds
from accounts.models import Hold, Loan
from feedback.inbox.filing import file_missed
from feedback.models import Conversation
from messaging.models import Reply
from tests import make
from tests.feedback.pages.conftest import Clock
from tests.feedback.pages.visitor import visitor

pytestmark = pytest.mark.django_db
PAYMENT = {
    "link": "https://anhe.example/pay",
    "bank": "示例银行",
    "holder": "安和消费金融有限公司",
    "number": "1100020030004567",
    "app": {"zh-hans": "打开安和App，点还款", "en": "Open the Anhe app"},
}


@pytest.fixture
def inside(now: datetime, clock: Clock):
    somebody, customer, message = visitor(now)
    make.wording(message.lender, make.TEXTS, payment=PAYMENT)
    somebody.check()
    somebody.enter()
    return somebody, customer, message


def _said(somebody: Any, loan: Any, words: str = "") -> Any:
    return somebody.post("paid", {"loan": loan.pk, "words": words})


def test_from_what_is_owed_the_lenders_own_page_is_two_taps_away(inside) -> None:
    somebody, _customer, _message = inside
    mine = somebody.get("mine").content.decode()
    first = re.search(r'href="([^"]+/pay/\?n=1)"', mine)[1]
    page = somebody.client.get(first).content.decode()
    assert '<a class="button" href="https://anhe.example/pay"' in page


def test_number_amount_and_reference_can_be_copied_without_a_script(inside) -> None:
    somebody, customer, _message = inside
    loan = customer.loans.get()
    page = somebody.get("pay").content.decode()
    for copied in ("1100020030004567", "安和消费金融有限公司", "1234.56", loan.loan_no):
        assert re.search(rf'readonly\s+value="{copied}"', page)
    assert "打开安和App，点还款" in page


def test_only_the_page_that_copies_runs_a_script_and_only_ours(inside) -> None:
    somebody, _customer, _message = inside
    assert "script-src 'self'" in somebody.get("pay")["Content-Security-Policy"]
    for name in ("mine", "pay_code", "paid"):
        assert "script-src" not in somebody.get(name)["Content-Security-Policy"]


def test_a_second_screen_shows_the_link_as_a_square_code(inside) -> None:
    somebody, _customer, _message = inside
    page = somebody.get("pay_code").content.decode()
    assert "<svg" in page
    assert " style=" not in page
    assert "https://anhe.example/pay" in page


def test_each_loan_is_paid_by_itself_and_odd_places_show_the_first(inside, now: datetime) -> None:
    somebody, customer, message = inside
    make.loan(customer=customer, lender=message.lender, amount_due=Decimal("77.70"), as_of=now)
    amounts = []
    for asked in ("1", "2", "0", "-1", "9" * 40, "x", "１"):
        page = somebody.client.get(somebody.url("pay"), {"n": asked}).content.decode()
        amounts.append(re.search(r'id="amount"[^>]+value="([^"]+)"', page)[1])
    first, second, *odd = amounts
    assert {first, second} == {"1234.56", "77.70"}
    assert set(odd) == {first}


def test_without_link_and_account_the_ways_to_pay_are_said(now: datetime, clock: Clock) -> None:
    somebody, _customer, _message = visitor(now)
    somebody.check()
    somebody.enter()
    page = somebody.get("pay").content.decode()
    assert "安和App、银行转账或柜台" in page
    assert somebody.get("pay_code")["Location"] == somebody.url("mine")


def test_nobody_is_shown_how_much_before_the_secret(now: datetime, clock: Clock) -> None:
    somebody, _customer, _message = visitor(now)
    somebody.check()
    for name in ("pay", "pay_code", "paid"):
        assert somebody.get(name)["Location"] == somebody.url("door")


def test_what_is_due_is_broken_down_and_its_own_link_pays_it(inside) -> None:
    somebody, customer, message = inside
    loan = customer.loans.get()
    make.facts(message.lender, allowed_hosts=["anhe.example"])
    parts = {"principal": "1000.00", "interest": "200.00", "fee": "34.56"}
    loan.instalments.create(
        number=7, due_date=loan.due_date, pay_with="https://anhe.example/p/7", **parts
    )
    for name in ("mine", "pay"):
        page = somebody.get(name).content.decode()
        for amount in ("1,000.00", "200.00", "34.56"):
            assert f"{amount}元" in page
    assert 'href="https://anhe.example/p/7"' in page


def test_a_link_to_a_host_that_is_no_longer_the_lenders_is_not_shown(inside) -> None:
    somebody, customer, _message = inside
    loan = customer.loans.get()
    loan.instalments.create(
        number=7, due_date=loan.due_date, principal="1234.56", pay_with="https://gone.example/7"
    )
    assert "gone.example" not in somebody.get("pay").content.decode()


def test_a_code_to_pay_with_is_the_reference_and_paid_parts_are_told(inside) -> None:
    somebody, customer, _message = inside
    loan = customer.loans.get()
    loan.instalments.create(
        number=7, due_date=loan.due_date, principal="1234.56", pay_with="PAY-0007"
    )
    Loan.objects.update(amount_due="1000.00", told_due="1234.56")
    page = somebody.get("pay").content.decode()
    assert 'value="PAY-0007"' in page
    assert "其后已还：234.56元" in page


def test_i_have_paid_silences_as_the_reply_does_and_reaches_the_inbox(
    inside, now: datetime
) -> None:
    somebody, customer, _message = inside
    loan = customer.loans.get()
    assert _said(somebody, loan, "昨天转账的")["Location"] == somebody.url("mine")
    reply = Reply.objects.get()
    assert (reply.intent, reply.customer) == ("paid", customer)
    assert "1,234.56" in reply.text
    assert reply.text.endswith("\n昨天转账的")
    hold = Hold.objects.get(kind="paid_claim")
    assert (hold.source, hold.until) == (f"reply:{reply.pk}", now + timedelta(days=3))
    file_missed(now)
    assert Conversation.objects.get().intent == "paid"
    shown = somebody.get("mine").content.decode()
    assert f'class="button" href="{somebody.url("pay")}' not in shown


def test_who_said_so_by_mistake_still_finds_where_to_pay(inside) -> None:
    somebody, customer, _message = inside
    _said(somebody, customer.loans.get())
    assert "/pay/?n=1" in somebody.get("mine").content.decode()


def test_said_twice_is_said_once_and_again_after_it_was_checked(inside, now: datetime) -> None:
    somebody, customer, _message = inside
    loan = customer.loans.get()
    for _press in range(2):
        _said(somebody, loan)
    hold = Hold.objects.get(kind="paid_claim")
    holds.release(hold, by=make.staff("agent"), reason="没有到账", now=now)
    assert somebody.url("pay") in somebody.get("mine").content.decode()
    _said(somebody, loan)
    assert Reply.objects.count() == 2


def test_what_is_written_beside_it_is_heard_like_any_reply(inside) -> None:
    somebody, customer, _message = inside
    _said(somebody, customer.loans.get(), "我不想活了")
    reply = Reply.objects.get()
    assert (reply.intent, reply.severe, reply.needs_reading) == ("distress", True, True)
    assert set(Hold.objects.values_list("kind", flat=True)) >= {"distress", "paid_claim"}


def test_a_remark_stops_no_number_by_itself_but_a_person_reads_it(inside) -> None:
    somebody, customer, _message = inside
    _said(somebody, customer.loans.get(), "还了，别再发短信了")
    reply = Reply.objects.get()
    assert (reply.suppressed, reply.needs_reading, reply.intent) == (False, True, "paid")


def test_nobody_says_that_anothers_loan_is_paid(inside, now: datetime) -> None:
    somebody, _customer, message = inside
    other = make.loan(lender=message.lender, as_of=now)
    assert _said(somebody, other).status_code == 200
    assert not Reply.objects.exists()

"""The best answer first: by what is asked, or by what must be answered before anything else."""

from datetime import date, datetime

import pytest

from feedback.inbox import answering
from feedback.inbox.fitting import AFTER_PAYING, OF_INTENT, PREFIX, fitting_codes
from messaging import library
from messaging.replies.intents import Intent
from messaging.replies.promises import Promised
from messaging.replies.topics import Topic
from tests import make, make_inbox, make_messaging

SHIPPED = {x.code for x in library.load_answers("zh-hans") if x.channel == "sms"}


def test_every_answer_that_is_called_fitting_is_shipped() -> None:
    named = {f"{PREFIX}{name}" for names in OF_INTENT.values() for name in names}
    named |= {f"{PREFIX}{topic}" for topic in Topic}
    named |= {f"{PREFIX}{name}" for name in AFTER_PAYING}
    assert named - SHIPPED == set()


def test_what_is_asked_about_goes_before_what_it_is_filed_under() -> None:
    assert fitting_codes(Intent.OTHER, "App打不开")[0] == "answer-app"
    assert fitting_codes(Intent.PAID, "还了怎么没到账")[0] == "answer-paid-not-shown"


@pytest.mark.parametrize("intent", [Intent.COMPLAINT, Intent.OPT_OUT_REVIEW])
def test_a_complaint_and_a_wish_for_peace_are_answered_first(intent: Intent) -> None:
    first = fitting_codes(intent, "利息怎么算的")[0]
    assert first == f"{PREFIX}{OF_INTENT[intent][0]}"


def _answer(code: str) -> None:
    make_messaging.version(
        template=make_messaging.template(code=code, content_class="answer", stage="dpd-1"),
        body="您好，已收到您的消息，我们会尽快为您处理。",
    )


@pytest.mark.django_db
def test_the_offer_begins_with_the_best_and_keeps_what_was_chosen(now: datetime) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    for code in ("answer-app", "answer-received", "answer-fee"):
        _answer(code)
    found = make_inbox.conversation("App打不开", at=now, customer=loan.customer)
    offer = answering.offer(found, now)
    codes = [each.version.template.code for each in offer.fitting]
    assert codes == ["answer-app", "answer-received"]
    (other,) = offer.others
    chosen = answering.offer(found, now, chosen=other.version.pk)
    assert chosen.fitting[0].version == other.version
    assert len(chosen.fitting) + len(chosen.others) == 3


@pytest.mark.django_db
def test_one_reason_against_all_of_them_is_said_once(now: datetime) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    _answer("answer-received")
    found = make_inbox.conversation("不要再发了", at=now, customer=loan.customer)
    assert answering.offer(found, now).refused


def test_a_payment_that_came_in_since_is_thanked_for_and_no_day_agreed_on() -> None:
    heard = Promised(day=date(2026, 9, 15), amount=None)
    codes = fitting_codes(Intent.PROMISE, "15号发工资，当天就还", heard=heard, settled=True)
    assert codes[0] == "answer-paid-in"
    assert not [code for code in codes if "agreed" in code or "promise" in code]

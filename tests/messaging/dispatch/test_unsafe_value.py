"""Approved is not enough: what a value brings into a text is looked at before it leaves."""

from datetime import datetime

import pytest

from messaging.dispatch.claim import claim
from messaging.models import Message
from tests import make, make_outbox

pytestmark = pytest.mark.django_db


def _claimed(message: Message, now: datetime) -> tuple[str, str]:
    claim(now=now)
    message.refresh_from_db()
    return message.state, message.reason


def _rename(message: Message, name: str) -> None:
    customer = message.customer
    customer.name = name
    customer.save(update_fields=["name"])


@pytest.mark.parametrize("name", ["王老赖", "王 老\u200b賴", "点evil.com", "安】【和"])
def test_a_name_no_text_may_carry_blocks_its_message(name: str, now: datetime) -> None:
    message = make_outbox.message()
    _rename(message, name)
    assert _claimed(message, now) == ("blocked", "unsafe_value")
    assert message.body is None
    assert message.final_at == now


@pytest.mark.parametrize("name", ["王小明", "O'Neill-Smith", "阿卜杜热依木·麦麦提", "王\n小明"])
def test_an_ordinary_name_leaves(name: str, now: datetime) -> None:
    message = make_outbox.message()
    _rename(message, name)
    assert _claimed(message, now) == ("claimed", "")


def test_one_unsafe_value_stops_no_other_message(now: datetime) -> None:
    bad, good = make_outbox.message(), make_outbox.message()
    _rename(bad, "王老赖")
    claim(now=now)
    good.refresh_from_db()
    assert good.state == "claimed"


def test_the_lenders_own_host_may_stand_among_its_ways_to_pay(now: datetime) -> None:
    message = make_outbox.message()
    lender = message.lender
    make.facts(lender, allowed_hosts=["Anhe.example"])
    make.wording(lender, {"zh-hans": ("安和", "安和", "安和App或anhe.example")})
    assert _claimed(message, now)[0] == "claimed"


def test_a_product_name_with_a_link_is_blocked(now: datetime) -> None:
    message = make_outbox.message(loan=make.loan(dpd=5, product="消费贷 t.cn/abc"))
    assert _claimed(message, now) == ("blocked", "unsafe_value")


@pytest.mark.parametrize(
    "product", ["消费贷6222021234567890123", "消费贷 加微信anhe88", "消费贷13800138000"]
)
def test_an_account_a_number_or_a_messenger_in_a_product_never_leaves(
    product: str, now: datetime
) -> None:
    message = make_outbox.message(loan=make.loan(dpd=5, product=product))
    assert _claimed(message, now) == ("blocked", "unsafe_value")


@pytest.mark.parametrize("ways", ["转到王经理的微信", "支付宝13800138000", "卡号6217000123456789"])
def test_ways_to_pay_that_lead_to_a_person_never_leave(ways: str, now: datetime) -> None:
    message = make_outbox.message()
    make.wording(message.lender, {"zh-hans": ("安和", "安和", ways)})
    assert _claimed(message, now) == ("blocked", "unsafe_value")

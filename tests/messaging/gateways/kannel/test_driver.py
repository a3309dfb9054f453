"""The Kannel driver with a real Kannel: bearerbox, smsbox, and fakesmsc or a centre behind them."""

import logging
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from messaging.dispatch.loop import dispatch
from messaging.gateways import permit as permits
from messaging.gateways.base import Outgoing, Result
from messaging.gateways.kannel.driver import KannelDriver
from messaging.gateways.permit import Clock
from messaging.gateways.registry.providers import PROVIDERS
from messaging.inbound.requests import work as calls
from messaging.models import Gateway, InboundRequest, Message, Receipt, Reply, Suppression
from tests import make, make_outbox
from tests.kannel import boxes
from tests.kannel.boxes import PASSWORD, USER, Kannel, wait_until
from tests.kannel.centre import Centre
from tests.make_outbox import FixedClock

REQUIRED = "HUANCUI_REQUIRE_KANNEL"
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        bool(boxes.missing()) and not os.environ.get(REQUIRED),
        reason="Kannel is not here: apt install kannel kannel-extras",
    ),
]

LONG = (
    "【安和消费金融】王小明先生，您的消费贷已逾期5天，应还人民币1,234.56元。请通过安和App、银行转账或"
    "柜台还款；如有困难，欢迎致电4008001234，我们一起想办法😀。若已还款，请忽略本条。拒收请回复T"
)


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("HUANCUI_GATEWAY_TEST_KANNEL", f"{USER}:{PASSWORD}")
    return "env:HUANCUI_GATEWAY_TEST_KANNEL"


@pytest.fixture
def centre() -> Iterator[Centre]:
    centre = Centre()
    yield centre
    centre.close()


@pytest.fixture
def through() -> str:
    """Which way texts go: the test says "centre" by parametrize; else to fakesmsc."""
    return "phone"


@pytest.fixture
def kannel(tmp_path: Path, centre: Centre, through: str, live_server: Any) -> Iterator[Kannel]:
    port = urlsplit(live_server.url).port
    with boxes.running(
        tmp_path, door_port=port, centre_port=centre.port, through=through
    ) as running:
        yield running


@pytest.fixture
def gateway(
    kannel: Kannel, sign_in: str, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> Gateway:
    """The only one there is; this process alone may use it in a sandbox."""
    monkeypatch.setitem(PROVIDERS, "kannel", replace(PROVIDERS["kannel"], sandbox=True))
    return make_outbox.gateway(
        code="kannel",
        driver="kannel",
        settings={
            "url": f"http://127.0.0.1:{kannel.send_port}",
            "webhook_url": f"http://127.0.0.1:{urlsplit(live_server.url).port}",
            "from": boxes.SENDER,
            "connections": 2,
        },
        credentials_ref=sign_in,
        timeout_seconds=20,
    )


def hand_over(gateway: Gateway, now: datetime, text: str = LONG, *, minutes: int = 60) -> Any:
    clock = FixedClock(now).clock
    driver = KannelDriver.of_gateway(gateway, clock)
    end = now + timedelta(minutes=minutes, seconds=59)
    permit = permits.issue(window_end=now + timedelta(hours=3), timeout_seconds=2, clock=clock)
    [outcome] = driver.send([Outgoing(7, "+8614100000007", text, end)], permit)
    return outcome


def test_a_long_chinese_text_goes_out_is_reported_and_answered(
    gateway: Gateway, kannel: Kannel, now: datetime
) -> None:
    """The whole way: outbox, Kannel, phone; report and opt-out back through the webhooks."""
    message = make_outbox.message()
    other = make_outbox.message(loan=make.loan(customer=message.customer), not_before=None)
    assert message.contact_point is not None
    number = message.contact_point.address
    kannel.phone_says("+8614100009999", "喂")
    wait_until(lambda: Reply.objects.exists() or InboundRequest.objects.exists())
    dispatch(clock=FixedClock(now).clock)
    message.refresh_from_db()
    assert (message.state, message.gateway) == ("accepted", gateway)

    wait_until(lambda: kannel.phone_got())
    wait_until(lambda: InboundRequest.objects.filter(kind="receipts").count() >= 2)
    calls.work(now=now)
    message.refresh_from_db()
    assert message.state == "delivered"
    assert {receipt.message_id for receipt in Receipt.objects.all()} == {message.pk}
    [text] = kannel.phone_got()
    assert text == personal_text(message)
    assert message.segments is not None
    assert message.segments > 1

    kannel.phone_says(number, "退订")
    wait_until(lambda: Suppression.objects.exists())
    other.refresh_from_db()
    assert other.state == "cancelled"
    assert Reply.objects.get(intent="opt_out").answers == message
    assert PASSWORD not in kannel.logs()
    assert number not in kannel.logs()


def personal_text(message: Message) -> str:
    assert message.body is not None
    return message.body


@pytest.mark.parametrize("through", ["centre"])
def test_the_centre_gets_ucs2_parts_and_a_validity_within_the_window(
    gateway: Gateway, centre: Centre, now: datetime
) -> None:
    begun = datetime.now(UTC)
    assert hand_over(gateway, now, minutes=45).result == Result.ACCEPTED
    wait_until(lambda: len(centre.submitted) >= 2)
    assert {part.data_coding for part in centre.submitted} == {8}  # UCS-2
    assert all(part.is_part for part in centre.submitted)
    assert {(part.sender, part.to.lstrip("+")) for part in centre.submitted} == {
        (boxes.SENDER, "8614100000007")
    }
    numbered = sorted(centre.submitted, key=lambda part: part.body[5])
    assert b"".join(part.body[6:] for part in numbered).decode("utf-16-be") == LONG
    validity = {part.validity for part in centre.submitted}
    assert len(validity) == 1
    until = datetime.strptime(validity.pop()[:12], "%y%m%d%H%M%S").replace(tzinfo=UTC)
    assert timedelta(minutes=44) < until - begun <= timedelta(minutes=46)


@pytest.mark.parametrize("through", ["centre"])
def test_a_carriers_black_list_comes_back_as_an_opt_out(
    gateway: Gateway, centre: Centre, now: datetime
) -> None:
    centre.stat = "MBBLACK"
    message = make_outbox.message()
    dispatch(clock=FixedClock(now).clock)

    def is_reported() -> bool:
        calls.work(now=now)
        return Message.objects.get(pk=message.pk).state == "undelivered"

    wait_until(is_reported)
    assert Message.objects.get(pk=message.pk).error_code == "MBBLACK"
    assert Suppression.objects.get().kind == "carrier"


def test_without_a_centre_kannel_keeps_it_and_that_is_accepted(
    gateway: Gateway, now: datetime
) -> None:
    assert hand_over(gateway, now).result == Result.ACCEPTED


def test_what_kannel_says_decides(
    gateway: Gateway, kannel: Kannel, now: datetime, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    driver = KannelDriver.of_gateway(gateway, Clock(now=lambda: now, boot=lambda: 0.0))
    assert driver.is_up()
    late = hand_over(gateway, now, minutes=0)
    assert (late.result, late.error_code) == (Result.NOT_BEGUN, "permit_ended")

    monkeypatch.setenv("HUANCUI_GATEWAY_TEST_KANNEL", f"{USER}:not-the-password")
    refused = hand_over(gateway, now)
    assert (refused.result, refused.error_code) == (Result.RETRY, "http_403")
    monkeypatch.setenv("HUANCUI_GATEWAY_TEST_KANNEL", "no colon in this one")
    refused = hand_over(gateway, now)
    assert (refused.result, refused.error_code) == (Result.RETRY, "no_credentials")

    monkeypatch.setenv("HUANCUI_GATEWAY_TEST_KANNEL", f"{USER}:{PASSWORD}")
    kannel.stop()
    refused = hand_over(gateway, now)
    assert (refused.result, refused.error_code) == (Result.RETRY, "connect_ConnectionRefusedError")
    assert not driver.is_up()
    assert PASSWORD not in caplog.text
    assert LONG[:20] not in caplog.text

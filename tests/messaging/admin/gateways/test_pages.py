"""A gateway on screen: how it is doing, what happened, where the carrier calls us."""

from datetime import datetime, timedelta
from unittest.mock import Mock

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.errors import Refused
from accounts.models import User
from messaging import tasks
from messaging.dispatch import answering
from messaging.gateways.webhooks import token as webhook_token
from messaging.models import Gateway, GatewayEvent, GatewayState, InboundRequest
from tests import make, make_outbox

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


@pytest.fixture
def boss(db: None) -> User:
    return make.staff("supervisor")


@pytest.fixture
def gateway(db: None) -> Gateway:
    return make_outbox.gateway(
        code="carrier-a",
        driver="batch_http",
        settings={"url": "https://sms.example.com/v1"},
        credentials_ref="env:HUANCUI_GATEWAY_CARRIER",
    )


def staff(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def page(user: User, gateway: Gateway) -> str:
    answer = staff(user).get(reverse("admin:gateway", args=[gateway.pk]))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_it_tells_the_set_up_and_the_doors_and_never_a_secret(
    boss: User, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "not readable here" in page(boss, gateway)
    monkeypatch.setenv("HUANCUI_GATEWAY_CARRIER", "a long secret of the carrier")
    text = page(boss, gateway)
    assert ">readable here" in text
    assert "a long secret" not in text
    assert "https://sms.example.com/v1" in text
    assert "/gateways/carrier-a/receipts" in text
    assert "/gateways/carrier-a/replies" in text


def test_addresses_that_hold_a_token_are_shown_to_those_who_set_gateways_up(
    boss: User, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = make_outbox.gateway(
        code="cloud",
        driver="batch_http",
        settings={"url": "https://sms.example.com/v1", "webhooks": "aliyun"},
        credentials_ref="env:HUANCUI_GATEWAY_CARRIER",
    )
    admin = make.staff("administrator")
    assert "which cannot be read here" in page(admin, cloud)
    monkeypatch.setenv("HUANCUI_GATEWAY_CARRIER", "a long secret of the carrier")
    token = webhook_token.token_of(cloud)
    shown = page(admin, cloud)
    for said in (f"/gateways/cloud/{token}/receipts", f"/gateways/cloud/{token}/replies", "Aliyun"):
        assert said in shown
    for other in (boss, make.staff("auditor")):
        text = page(other, cloud)
        assert token not in text
        assert "shown to those who set gateways up" in text


def test_it_tells_that_it_is_paused_and_why(boss: User, gateway: Gateway, now: datetime) -> None:
    GatewayState.objects.filter(pk=gateway.pk).update(
        mode="paused",
        paused_until=now + timedelta(minutes=1),
        failures=3,
        last_error="TimeoutError",
        last_failed_at=now,
    )
    GatewayEvent.objects.create(gateway=gateway, kind="paused", at=now, detail="TimeoutError")
    InboundRequest.objects.create(
        gateway=gateway, kind="receipts", state="failed", body=b"x", at=now, error="no json"
    )
    text = page(boss, gateway)
    for said in ("Paused by itself", "TimeoutError", "until 18:31:00", "Try now", "no json"):
        assert said in text


def test_the_live_part_reloads_the_page_when_the_mode_changes(boss: User, gateway: Gateway) -> None:
    client, url = staff(boss), reverse("admin:gateway_now", args=[gateway.pk])
    assert b"Working" in client.get(url, {"mode": "working"}).content
    Gateway.objects.update(open=False)
    assert client.get(url, {"mode": "working"}).headers["HX-Refresh"] == "true"


def test_it_is_closed_and_opened_with_a_reason(boss: User, gateway: Gateway) -> None:
    client = staff(boss)
    client.post(reverse("admin:gateway_close", args=[gateway.pk]), {"reason": ""})
    gateway.refresh_from_db()
    assert gateway.open
    client.post(reverse("admin:gateway_close", args=[gateway.pk]), {"reason": "contract ends"})
    gateway.refresh_from_db()
    assert not gateway.open
    assert "contract ends" in page(boss, gateway)
    again = reverse("admin:gateway_open", args=[gateway.pk])
    client.post(again, {"reason": "renewed"})
    gateway.refresh_from_db()
    assert not gateway.open
    assert "You closed it" in page(boss, gateway)
    staff(make.staff("administrator")).post(again, {"reason": "renewed"})
    gateway.refresh_from_db()
    assert gateway.open


def test_try_now_asks_a_worker(
    boss: User, gateway: Gateway, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(
        "messaging.admin.gateways.actions.sweep.delay", lambda: asked.append(True), raising=False
    )
    url = reverse("admin:gateway_try", args=[gateway.pk])
    staff(boss).post(url)
    assert asked == []
    GatewayState.objects.update(mode="paused", paused_until=now + timedelta(minutes=1))
    staff(boss).post(url)
    assert asked == [True]
    assert GatewayState.objects.get().paused_until == now


@pytest.mark.parametrize(
    ("up", "ping", "says"),
    [
        (True, True, "It answers."),
        (False, True, "No right answer."),
        (True, False, "cannot be asked"),
    ],
)
def test_a_worker_asks_whether_it_answers(
    boss: User, gateway: Gateway, monkeypatch: pytest.MonkeyPatch, up: bool, ping: bool, says: str
) -> None:
    """Nothing is sent; what a worker heard stands on the page."""
    driver = Mock()
    driver.is_up.return_value, driver.capabilities.ping = up, ping
    monkeypatch.setattr("messaging.dispatch.answering.driver_for", lambda *_args: driver)
    monkeypatch.setattr(tasks.ask_gateway, "delay", tasks.ask_gateway)
    url = reverse("admin:gateway_ask", args=[gateway.pk])
    before = page(boss, gateway)
    assert f'action="{url}"' in before
    assert says not in before
    staff(boss).post(url)
    assert says in page(boss, gateway)
    driver.send.assert_not_called()


def test_what_nobody_has_approved_is_called_nowhere(boss: User, gateway: Gateway) -> None:
    gateway.state = "submitted"
    with translation.override("en"), pytest.raises(Refused, match="approved"):
        answering.refuse_unless_askable(gateway, by=boss)


def test_the_list_tells_the_mode(boss: User, gateway: Gateway) -> None:
    url = reverse("admin:messaging_gateway_changelist")
    assert "Working" in staff(boss).get(url).content.decode()
    Gateway.objects.update(open=False)
    assert "Closed" in staff(boss).get(url).content.decode()


def test_an_auditor_looks_and_does_not_touch(gateway: Gateway) -> None:
    text = page(make.staff("auditor"), gateway)
    assert "Close it" not in text
    assert "stop_place" not in text

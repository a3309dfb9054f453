"""Every webhook without a signature: who is let in, and that its token stays secret."""

import logging
import re
from datetime import datetime
from typing import Any

import pytest
from django.db import OperationalError
from django.urls import reverse

from config.processes.logs import WithoutTokens
from messaging.gateways.webhooks.token import token_of
from messaging.inbound import replies
from messaging.inbound.requests import store as request_store, work as requests
from messaging.inbound.web import views as webhooks
from messaging.models import Gateway, InboundRequest, Suppression
from tests import make_outbox
from tests.messaging.conftest import CloudCaller, Handed
from tests.messaging.gateways.aliyun.test_webhook import sms_up
from tests.messaging.gateways.tencent.test_webhook import reply
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db
SHAPES = ["aliyun", "tencent"]
CODE = {"aliyun": "code", "tencent": "result"}
WHY = {"aliyun": "msg", "tencent": "errmsg"}


@pytest.fixture(params=SHAPES)
def provider(request: pytest.FixtureRequest) -> CloudCaller:
    caller: CloudCaller = request.getfixturevalue(request.param)
    return caller


def opt_out(provider: CloudCaller, handed: Handed) -> Any:
    message = handed(provider.gateway)
    return [sms_up(message, "TD")] if provider.gateway.code == "aliyun" else reply(message, "TD")


def refused(provider: CloudCaller, answer: Any, *, status: int) -> bool:
    """In the provider's own words, so that it comes again."""
    shape = provider.gateway.code
    return bool(answer[0] == status and answer[1][CODE[shape]] != 0 and answer[1][WHY[shape]])


# Who is let in


@pytest.mark.parametrize("webhook", ["receipts", "replies"])
def test_a_wrong_token_is_turned_away(provider: CloudCaller, webhook: str) -> None:
    right = token_of(provider.gateway)
    for wrong in ("x", right[:-1], right + "0", right.upper() + "_", "-" * 200):
        assert refused(provider, provider.post(webhook, b"[]", token=wrong), status=401)
    without = provider.client.post(
        f"/gateways/{provider.gateway.code}/{webhook}/", data=b"[]", content_type="application/json"
    )
    assert without.status_code == 401
    assert not InboundRequest.objects.exists()


@pytest.mark.parametrize(
    ("named", "status"),
    [("127.0.0.0/8", 200), ("203.0.113.0/24, ::1/128", 403), ("nonsense", 403), ("", 200)],
)
def test_where_networks_are_named_the_address_alone_opens_nothing(
    provider: CloudCaller, named: str, status: int
) -> None:
    settings = {**provider.gateway.settings, "callers": named}
    with unguarded("messaging_gateway"):
        Gateway.objects.filter(pk=provider.gateway.pk).update(settings=settings)
    assert provider.post("receipts", b"[]")[0] == status
    assert InboundRequest.objects.exists() == (status == 200)


def test_a_token_opens_the_doors_of_its_own_gateway_alone(
    aliyun: CloudCaller, tencent: CloudCaller
) -> None:
    wrong = token_of(tencent.gateway)
    assert refused(aliyun, aliyun.post("replies", b"[]", token=wrong), status=401)


def test_a_token_changes_with_the_credentials(
    provider: CloudCaller, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = token_of(provider.gateway)
    assert re.fullmatch(r"[0-9a-f]{32}", old)
    assert old == token_of(provider.gateway)
    monkeypatch.setenv("HUANCUI_GATEWAY_CARRIER", "another secret of some length")
    assert refused(provider, provider.post("replies", b"[]", token=old), status=401)
    assert provider.post("replies", b"[]")[0] == 200


def test_a_token_opens_no_door_that_is_signed(provider: CloudCaller) -> None:
    signed = make_outbox.gateway(
        code="signed",
        driver="batch_http",
        settings={"url": "https://sms.example.com"},
        credentials_ref="env:HUANCUI_GATEWAY_CARRIER",
    )
    answer = provider.client.post(
        f"/gateways/signed/{token_of(signed)}/receipts/", data=b"{}", content_type="text/plain"
    )
    assert answer.status_code == 401


def test_a_shape_nobody_knows_has_no_door(provider: CloudCaller) -> None:
    for driver, shape in (("batch_http", "pigeon"), ("batch_http", 7), ("kannel", "aliyun")):
        made = make_outbox.gateway(
            code=f"g-{driver}-{shape}",
            driver=driver,
            settings={"url": "https://sms.example.com", "webhooks": shape},
            credentials_ref="env:HUANCUI_GATEWAY_CARRIER",
        )
        url = f"/gateways/{made.code}/{token_of(made)}/receipts/"
        assert provider.client.post(url, b"[]", content_type="text/plain").status_code == 404


def test_a_retired_gateways_opt_outs_still_count(provider: CloudCaller, handed: Handed) -> None:
    said = opt_out(provider, handed)
    Gateway.objects.filter(pk=provider.gateway.pk).update(state="retired")
    assert provider.says("replies", said)[0] == 200
    assert Suppression.objects.count() == 1


def test_what_is_not_kept_is_said_in_the_providers_words(
    provider: CloudCaller, handed: Handed, monkeypatch: pytest.MonkeyPatch
) -> None:
    too_long = provider.post("replies", b" " * (webhooks.MOST_BYTES + 1))
    assert refused(provider, too_long, status=413)
    assert provider.client.get(provider.url("replies")).status_code == 405

    def broken(*_args: object, **_kwargs: object) -> None:
        raise OperationalError

    with monkeypatch.context() as patched:
        patched.setattr(request_store, "store", broken)
        assert refused(provider, provider.post("replies", b"[]"), status=503)
    with monkeypatch.context() as patched:
        patched.setattr(replies, "take_all", broken)
        assert refused(provider, provider.says("replies", opt_out(provider, handed)), status=503)
    with monkeypatch.context() as patched:
        patched.delenv("HUANCUI_GATEWAY_CARRIER")
        assert provider.client.post(
            f"/gateways/{provider.gateway.code}/{'0' * 32}/replies/", b"[]", content_type="a/b"
        ).status_code == 503  # fmt: skip
    assert InboundRequest.objects.count() == 1


def test_garbage_is_kept_for_a_person_and_not_sent_again(
    provider: CloudCaller, now: datetime
) -> None:
    for webhook in ("receipts", "replies"):
        for body in (b"", b"null", b"7", b"[7, null, [], {}]", b"[" * 200_000, b"\xff\xfe\xfd"):
            status, said = provider.post(webhook, body)
            assert (status, said[CODE[provider.gateway.code]]) == (200, 0)
    requests.work(now=now)
    assert set(InboundRequest.objects.values_list("state", "tries")) == {("failed", 0)}
    assert InboundRequest.objects.count() == 12


# The token stays secret


def test_a_token_is_not_in_the_log(
    provider: CloudCaller, handed: Handed, caplog: pytest.LogCaptureFixture, now: datetime
) -> None:
    caplog.set_level(logging.DEBUG)
    token = token_of(provider.gateway)
    provider.says("replies", opt_out(provider, handed))
    provider.post("replies", b"who knows")
    provider.client.get(provider.url("replies"))
    provider.client.post(f"/gateways/{provider.gateway.code}/{token}/reply")
    provider.client.post(f"/gateways/nobody/{token}/replies/")
    requests.work(now=now)
    logged = [record.getMessage() for record in caplog.records]
    assert not [line for line in logged if token in line]
    assert [line for line in logged if line.startswith("Method Not Allowed: /gateways/")]


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("Not Found: /gateways/a/0123/receipts/", "Not Found: /gateways/a/…/receipts/"),
        ('"POST /gateways/a/0123/replies HTTP/1.1"', '"POST /gateways/a/…/replies HTTP/1.1"'),
        ("Not Found: /gateways/a/0123", "Not Found: /gateways/a/…"),
        ("Unauthorized: /gateways/a/receipts/", "Unauthorized: /gateways/a/receipts/"),
        ("Unauthorized: /gateways/a/replies", "Unauthorized: /gateways/a/replies"),
        ("Forbidden: /staff/", "Forbidden: /staff/"),
    ],
)  # fmt: skip
def test_a_line_of_a_log_has_no_token(said: str, logged: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s", (said,), None)
    assert WithoutTokens().filter(record)
    assert record.getMessage() == logged


def test_the_addresses_can_be_made(provider: CloudCaller) -> None:
    token = token_of(provider.gateway)
    for webhook in ("receipts", "replies"):
        url = reverse(f"webhook_{webhook}_by_token", args=[provider.gateway.code, token])
        assert url + "/" == provider.url(webhook) or url == provider.url(webhook)

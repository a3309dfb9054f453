"""Texts and signatures filed with a carrier, and what becomes of messages until they pass."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.errors import Refused
from messaging.authoring import filings
from messaging.authoring.check_strategy import strategy_findings
from messaging.decisions.facts.batch_context import read_frame
from messaging.dispatch.loop import dispatch
from messaging.gateways.registry.providers import PROVIDERS
from messaging.inbound import pulled
from messaging.models import Filing, Gateway, Strategy, in_force
from tests import make, make_filed, make_messaging, make_outbox, make_runs
from tests.make_outbox import FixedClock
from tests.providers.server import running

pytestmark = pytest.mark.django_db
SIGNATURE = "安和"


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@pytest.fixture(params=["aliyun", "tencent"])
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def server(code: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    make_filed.allow(monkeypatch, code)
    with running(make_filed.SERVERS[code]()) as running_server:
        yield running_server


@pytest.fixture
def gateway(code: str, server: Any) -> Gateway:
    return make_filed.gateway(code, server)


def pass_all(server: Any, code: str) -> None:
    for kept in (*server.templates.values(), *server.signs.values()):
        kept["status"] = make_filed.PASSED[code]


def signature_passed(gateway: Gateway, server: Any, code: str, now: datetime) -> None:
    clock = FixedClock(now).clock
    by = make.staff("administrator")
    filing = filings.file_signature(SIGNATURE, gateway, by=by, clock=clock)
    pass_all(server, code)
    assert filings.ask_again(filing, clock=clock).state == "passed"


def test_only_an_approved_text_is_filed(gateway: Gateway, now: datetime) -> None:
    draft = make_messaging.version(state="submitted")
    with pytest.raises(Refused, match="已批准"):
        filings.file_text(
            draft, gateway, by=make.staff("administrator"), clock=FixedClock(now).clock
        )
    with pytest.raises(IntegrityError, match="only an approved text"):
        make_filed.passed(gateway, draft)


def test_nothing_is_filed_from_a_sandbox(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch, code: str, now: datetime
) -> None:
    monkeypatch.setitem(PROVIDERS, code, replace(PROVIDERS[code], sandbox=False))
    by, clock = make.staff("administrator"), FixedClock(now).clock
    with pytest.raises(Refused, match="沙盒不报备"):
        filings.file_signature(SIGNATURE, gateway, by=by, clock=clock)


def test_a_text_is_filed_asked_about_and_passed(
    gateway: Gateway, server: Any, code: str, now: datetime
) -> None:
    version, by, clock = make_messaging.version(), make.staff("administrator"), FixedClock(now)
    with pytest.raises(Refused, match="先在通道页报备签名"):
        filings.file_text(version, gateway, by=by, clock=clock.clock)
    signature_passed(gateway, server, code, now)
    filing = filings.file_text(version, gateway, by=by, clock=clock.clock)
    assert filing.state == "waiting"
    with pytest.raises(Refused, match="已经报备"):
        filings.file_text(version, gateway, by=by, clock=clock.clock)
    assert filings.ask_carriers(clock=clock.clock) == 0  # asked a moment ago
    pass_all(server, code)
    clock.passes(601)
    assert filings.ask_carriers(clock=clock.clock) == 1
    filing.refresh_from_db()
    assert filing.state == "passed"


def test_a_rejection_says_why_and_may_be_filed_again(
    gateway: Gateway, server: Any, code: str, now: datetime
) -> None:
    signature_passed(gateway, server, code, now)
    version, by, clock = make_messaging.version(), make.staff("administrator"), FixedClock(now)
    filing = filings.file_text(version, gateway, by=by, clock=clock.clock)
    rejected = {"status": 2 if code == "aliyun" else -1, "why": "变量过多"}
    server.templates[filing.code].update(rejected)
    filings.ask_again(filing, clock=clock.clock)
    [standing] = filings.standings(version, now=now)
    assert standing.filing is not None
    assert (standing.filing.state, standing.filing.reason) == ("rejected", "变量过多")
    assert standing.may_file
    again = filings.file_text(version, gateway, by=by, clock=clock.clock)
    assert (again.pk, again.state, again.reason) == (filing.pk, "waiting", "")


def test_a_filing_nobody_answered_is_not_filed_twice_at_once(
    gateway: Gateway, server: Any, now: datetime
) -> None:
    server.faults = ["close"]
    by, clock = make.staff("administrator"), FixedClock(now)
    with pytest.raises(Refused, match="没有应答"):
        filings.file_signature(SIGNATURE, gateway, by=by, clock=clock.clock)
    assert Filing.objects.get().state == "asked"
    with pytest.raises(Refused, match="已经报备"):
        filings.file_signature(SIGNATURE, gateway, by=by, clock=clock.clock)
    clock.passes(601)
    assert filings.file_signature(SIGNATURE, gateway, by=by, clock=clock.clock).state == "waiting"


@pytest.mark.django_db(transaction=True)
def test_a_message_waits_until_text_and_signature_have_passed_then_leaves_and_is_heard_of(
    gateway: Gateway, server: Any, code: str, now: datetime
) -> None:
    version = make_messaging.version(body=make_messaging.BODY)
    message = make_outbox.message(template_version=version)
    clock = FixedClock(now)
    dispatch(clock=clock.clock)
    message.refresh_from_db()
    assert (message.state, message.reason) == ("queued", "carrier_has_not_passed")
    assert not server.sent

    content = make_filed.known(server, code, body=version.body, signature="安和消费金融")
    make_filed.passed(gateway, words="安和消费金融")
    waiting = make_filed.passed(gateway, version, code=content)
    Filing.objects.filter(pk=waiting.pk).update(state="waiting", checked_at=now)
    clock.passes(601)
    assert filings.ask_carriers(clock=clock.clock) == 1  # and what waited is woken
    dispatch(clock=clock.clock)
    message.refresh_from_db()
    assert (message.state, message.gateway) == ("accepted", gateway)
    assert [each["text"] for each in server.sent] == [message.body]

    server.sent[0]["status"] = 3 if code == "aliyun" else "SUCCESS"
    assert pulled.pull(clock=clock.clock) == 0  # the push has a quarter of an hour
    clock.passes(901)
    assert pulled.pull(clock=clock.clock) == 1
    message.refresh_from_db()
    assert message.state == "delivered"


@pytest.mark.django_db(transaction=True)
def test_an_unclear_hand_over_is_settled_by_asking_and_never_sent_again(
    gateway: Gateway, server: Any, code: str, now: datetime
) -> None:
    version = make_messaging.version(body=make_messaging.BODY)
    make_filed.known(server, code, body=version.body, signature="安和消费金融")
    make_filed.passed(gateway, words="安和消费金融")
    make_filed.passed(gateway, version)
    message, clock = make_outbox.message(template_version=version), FixedClock(now)
    server.faults = ["close"]
    dispatch(clock=clock.clock)
    message.refresh_from_db()
    assert message.state == "unknown"
    server.sent[0]["status"] = 3 if code == "aliyun" else "SUCCESS"
    clock.passes(120)
    dispatch(clock=clock.clock)
    assert pulled.pull(clock=clock.clock) == 1
    message.refresh_from_db()
    assert message.state == "delivered"
    assert len(server.sent) == 1


def test_a_gateway_that_takes_any_text_is_taken_where_the_carrier_has_not_passed_it(
    gateway: Gateway, now: datetime
) -> None:
    other = make_outbox.gateway()
    message = make_outbox.message()
    frame = read_frame(
        lender=message.lender, policy=in_force.policy(message.lender, now)[1], now=now
    )
    for turn in range(4):
        lacking = frame.on_file.lacking(frame.gateways, version_id=1, body="x", text="【安和】x")
        assert lacking == {gateway.pk: "text"}
        found = frame.gateway_for("sms", "collection_service", turn=turn, lacking=lacking)
        assert found == other


def test_a_strategy_that_needs_a_text_no_carrier_passed_is_not_approved(
    code: str, server: Any, now: datetime
) -> None:
    strategy = Strategy.objects.get(lender=make_runs.ready_lender())
    gateway = make_filed.gateway(code, server)
    Gateway.objects.exclude(pk=gateway.pk).update(open=False)
    codes = [each.code for each in strategy_findings(strategy, now=now)]
    assert "carrier_has_not_passed" in codes
    Gateway.objects.exclude(pk=gateway.pk).update(open=True, turned_by=make.staff("supervisor"))
    codes = [each.code for each in strategy_findings(strategy, now=now)]
    assert "carrier_has_not_passed" not in codes


def test_the_pages_file_by_a_click(gateway: Gateway, server: Any, code: str, now: datetime) -> None:
    version = make_messaging.version()
    client = Client()
    client.force_login(make.staff("administrator"))
    client.post(reverse("admin:filing_signature", args=[gateway.pk]), {"words": SIGNATURE})
    pass_all(server, code)
    filing = Filing.objects.get()
    client.post(reverse("admin:filing_ask", args=[filing.pk]))
    assert SIGNATURE in client.get(reverse("admin:gateway", args=[gateway.pk])).content.decode()
    page = reverse("admin:template_version", args=[version.pk])
    assert gateway.code in client.get(page).content.decode()
    client.post(reverse("admin:filing_text", args=[version.pk, gateway.pk]))
    assert Filing.objects.get(template_version=version).state == "waiting"
    collector = Client()
    collector.force_login(make.staff("collector"))
    answer = collector.post(reverse("admin:filing_text", args=[version.pk, gateway.pk]))
    assert answer.status_code == 403

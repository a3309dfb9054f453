"""How a gateway is doing, and what a person does about it."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.audit import trail
from accounts.errors import Refused
from accounts.models import User
from config.database_roles import granting
from messaging.dispatch import gateway_status
from messaging.dispatch.claim import claim
from messaging.dispatch.handover import hand_over
from messaging.dispatch.loop import dispatch
from messaging.dispatch.sweep import sweep
from messaging.models import (
    Gateway,
    GatewayEvent,
    GatewayState,
    InboundRequest,
    Message,
    SandboxText,
)
from tests import make, make_outbox
from tests.as_role import WEB, as_role
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(db: None) -> User:
    return make.staff("supervisor")


@pytest.fixture
def clock(now: datetime) -> FixedClock:
    return FixedClock(now)


def the_gateway() -> Gateway:
    return Gateway.objects.get()


def test_a_closed_gateway_is_told_in_its_events(boss: User, now: datetime) -> None:
    gateway = make_outbox.gateway()
    assert gateway_status.close(gateway.pk, by=boss, reason="contract ends", now=now)
    assert not gateway_status.close(gateway.pk, by=boss, reason="again", now=now)
    event = GatewayEvent.objects.get()
    assert (event.kind, event.by, event.detail, event.at) == ("closed", boss, "contract ends", now)
    assert gateway_status.status(the_gateway(), now=now).mode == "closed"


def test_who_closed_it_does_not_open_it_and_a_colleague_does(boss: User, now: datetime) -> None:
    """One person alone turns no way out off and on again; a breaker of the software's may."""
    gateway, colleague = make_outbox.gateway(), make.staff("administrator")
    gateway_status.close(gateway.pk, by=boss, reason="x", now=now)
    with pytest.raises(Refused, match=r"You closed it|您关闭"):
        gateway_status.reopen(gateway.pk, by=boss, reason="y", now=now)
    for name in (boss, None, colleague):  # nor in another's name, by nobody, or by renaming first
        opens = name is not colleague
        with pytest.raises(IntegrityError), transaction.atomic():
            Gateway.objects.update(turned_by=name, **({"open": True} if opens else {}))
    assert not the_gateway().open
    assert gateway_status.reopen(gateway.pk, by=colleague, reason="y", now=now)
    assert the_gateway().open


def test_in_the_database_who_opens_it_is_who_acts(boss: User, now: datetime) -> None:
    if not granting.exist():
        pytest.skip("this server has no roles but the owner")
    gateway, colleague = make_outbox.gateway(), make.staff("supervisor")
    gateway_status.close(gateway.pk, by=boss, reason="x", now=now)
    refused = pytest.raises(IntegrityError, match="who acts")
    with refused, as_role(WEB), trail.acting(user=boss, source="web", lenders="*"):
        Gateway.objects.filter(pk=gateway.pk).update(open=True, turned_by=colleague)


def test_what_was_claimed_for_it_does_not_begin(boss: User, clock: FixedClock) -> None:
    make_outbox.message()
    claimed = claim(now=clock.wall).claimed
    gateway_status.close(the_gateway().pk, by=boss, reason="x", now=clock.wall)
    assert hand_over(claimed, clock=clock.clock) == {}
    assert not SandboxText.objects.exists()


def test_opening_it_wakes_what_waited_for_a_gateway(boss: User, clock: FixedClock) -> None:
    message = make_outbox.message()
    gateway = the_gateway()
    gateway_status.close(gateway.pk, by=boss, reason="x", now=clock.wall)
    dispatch(clock=clock.clock)
    message.refresh_from_db()
    assert (message.state, message.reason, message.not_before) == ("queued", "no_gateway", None)
    assert gateway_status.status(gateway, now=clock.wall).waiting_for_any == 1
    colleague = make.staff("supervisor")
    assert gateway_status.reopen(gateway.pk, by=colleague, reason="y", now=clock.wall)
    dispatch(clock=clock.clock)
    message.refresh_from_db()
    assert message.state == "accepted"


def test_closing_needs_a_reason_a_gateway_and_somebody_who_may(boss: User, now: datetime) -> None:
    gateway = make_outbox.gateway()
    for pk, reason in ((gateway.pk, " "), (0, "x")):
        with pytest.raises(Refused):
            gateway_status.close(pk, by=boss, reason=reason, now=now)
    with pytest.raises(PermissionDenied):
        gateway_status.close(gateway.pk, by=make.staff("auditor"), reason="x", now=now)
    with pytest.raises(PermissionDenied):
        gateway_status.end_pause(gateway.pk, by=make.staff("auditor"), now=now)


def test_a_paused_gateway_is_tried_at_once_when_a_person_says_so(
    boss: User, clock: FixedClock
) -> None:
    gateway = make_outbox.gateway()
    assert not gateway_status.end_pause(gateway.pk, by=boss, now=clock.wall)
    GatewayState.objects.update(mode="paused", paused_until=clock.wall + timedelta(minutes=15))
    assert not GatewayEvent.objects.filter(kind="try_asked").exists()
    assert gateway_status.end_pause(gateway.pk, by=boss, now=clock.wall)
    event = GatewayEvent.objects.get(kind="try_asked")
    assert (event.gateway, event.by, event.at) == (gateway, boss, clock.wall)
    sweep(clock=clock.clock)
    assert gateway_status.status(gateway, now=clock.wall).mode == "probing"


def test_the_figures_are_this_gateways(clock: FixedClock) -> None:
    for _ in range(3):
        make_outbox.message()
    gateway = the_gateway()
    other = make_outbox.gateway(weight=0)
    dispatch(clock=clock.clock)
    first, second, _third = Message.objects.order_by("pk")
    Message.objects.filter(pk=first.pk).update(gateway_ref="")
    InboundRequest.objects.create(
        gateway=gateway, kind="receipts", state="failed", body=b"x", at=clock.wall
    )
    waiting = make_outbox.message()
    Message.objects.filter(pk=waiting.pk).update(
        gateway=gateway, reason="gateway_rate", not_before=clock.wall + timedelta(seconds=2)
    )
    seen = gateway_status.status(gateway, now=clock.wall)
    assert (seen.mode, seen.rate, seen.waiting, seen.unknown) == ("working", 3, 1, 0)
    assert (seen.calls_failed, seen.calls_waiting) == (1, 0)
    later = gateway_status.status(gateway, now=clock.wall + timedelta(minutes=2))
    assert later.rate == 0
    assert gateway_status.status(other, now=clock.wall).rate == 0
    assert second.gateway_id == gateway.pk


def test_whether_credentials_can_be_read_is_said_and_never_what_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gateway = make_outbox.gateway(credentials_ref="env:HUANCUI_GATEWAY_CARRIER")
    assert gateway_status.credentials_problem(gateway)
    monkeypatch.setenv("HUANCUI_GATEWAY_CARRIER", "hunter2")
    said = gateway_status.credentials_problem(gateway)
    assert said
    assert "hunter2" not in said
    monkeypatch.setenv("HUANCUI_GATEWAY_CARRIER", "a long secret of the carrier")
    assert gateway_status.credentials_problem(gateway) == ""

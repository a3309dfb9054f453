"""Unclear outcomes at a real gateway: settled by asking, never by sending again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from messaging.dispatch import unknowns
from messaging.dispatch.loop import dispatch
from messaging.gateways.registry.providers import PROVIDERS
from messaging.models import Message, Suppression
from tests import make_outbox
from tests.gateway_server.handle import TEST_SECRET, GatewayServer, running_server
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayServer]:
    with running_server(tmp_path_factory.mktemp("gateway") / "log.jsonl") as server:
        yield server


@pytest.fixture
def server(_server: GatewayServer, monkeypatch: pytest.MonkeyPatch) -> GatewayServer:
    """A gateway of this address is the only one; this process alone may use it in a sandbox."""
    monkeypatch.setenv("HUANCUI_GATEWAY_TEST", TEST_SECRET)
    monkeypatch.setitem(PROVIDERS, "batch_http", replace(PROVIDERS["batch_http"], sandbox=True))
    _server.control(faults={}, next=[])
    _server.log.write_text("")
    make_outbox.gateway(
        driver="batch_http",
        settings={"url": _server.url, "connections": 1, "call_size": 10},
        credentials_ref="env:HUANCUI_GATEWAY_TEST",
        timeout_seconds=2,
    )
    return _server


@pytest.fixture
def clock(now: datetime) -> FixedClock:
    return FixedClock(now)


def sent(clock: FixedClock, server: GatewayServer, fault: str, *, taken: bool) -> Message:
    message = make_outbox.message()
    server.control(faults={fault: {"taken": taken, "probability": 0}}, next=[fault])
    dispatch(clock=clock.clock)
    message.refresh_from_db()
    assert message.state == "unknown"
    return message


def noted_long_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    """However the other clocks stand, the database's says so."""
    monkeypatch.setattr(unknowns, "SURE_AFTER_SECONDS", 0)


@pytest.mark.parametrize("fault", ["500", "garbage", "close_after_reading", "cut_answer", "hang"])
@pytest.mark.parametrize("taken", [True, False])
def test_asking_settles_what_is_unclear_and_nothing_goes_twice(
    clock: FixedClock,
    server: GatewayServer,
    fault: str,
    taken: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    noted_long_ago(monkeypatch)
    message = sent(clock, server, fault, taken=taken)
    clock.passes(60)
    assert unknowns.settle_unknowns(clock=clock.clock) == 1
    message.refresh_from_db()
    assert message.state == ("accepted" if taken else "refused")
    clock.passes(600)
    dispatch(clock=clock.clock)
    assert len(server.messages()) == 1


def test_never_seen_is_not_believed_while_a_request_may_be_under_way_whatever_clocks_say(
    clock: FixedClock, server: GatewayServer
) -> None:
    message = sent(clock, server, "500", taken=False)
    clock.passes(3600)  # set forward, and nobody waited
    assert unknowns.settle_unknowns(clock=clock.clock) == 0
    message.refresh_from_db()
    assert message.state == "unknown"


def test_accepted_is_believed_at_once(clock: FixedClock, server: GatewayServer) -> None:
    sent(clock, server, "500", taken=True)
    clock.passes(60)
    assert unknowns.settle_unknowns(clock=clock.clock) == 1


def test_it_is_not_asked_before_it_can_have_read_everything(
    clock: FixedClock, server: GatewayServer
) -> None:
    message = sent(clock, server, "500", taken=False)
    clock.passes(29)
    assert unknowns.settle_unknowns(clock=clock.clock) == 0
    message.refresh_from_db()
    assert message.state == "unknown"


def test_a_gateway_that_cannot_answer_leaves_them_as_they_are(
    clock: FixedClock, server: GatewayServer
) -> None:
    message = sent(clock, server, "500", taken=True)
    server.control(faults={"query_fails": True})
    clock.passes(60)
    for _ in range(9):
        assert unknowns.settle_unknowns(clock=clock.clock) == 0
    message.refresh_from_db()
    assert message.state == "unknown"


def test_it_is_closed_after_as_many_hours_as_the_lenders_policy_waits(
    clock: FixedClock, server: GatewayServer
) -> None:
    message = sent(clock, server, "500", taken=True)
    make_outbox.policy(message.lender, unresolved_after_hours=5)
    assert message.handed_over_at is not None
    ends = message.handed_over_at + timedelta(hours=5)
    assert unknowns.close_unresolved(now=ends - timedelta(seconds=1)) == 0
    assert unknowns.close_unresolved(now=ends) == 1


def test_many_are_asked_about_some_at_a_time_and_all_in_the_end(
    clock: FixedClock, server: GatewayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unknowns, "AT_ONCE", 3)
    for _ in range(7):
        make_outbox.message()
    server.control(faults={"500": {"taken": True}})
    dispatch(clock=clock.clock)
    assert Message.objects.filter(state="unknown").count() == 7
    clock.passes(60)
    rounds = [unknowns.settle_unknowns(clock=clock.clock) for _ in range(3)]
    assert rounds == [3, 3, 1]


def test_a_number_on_the_black_list_is_suppressed_by_the_refusal(
    clock: FixedClock, server: GatewayServer
) -> None:
    message = make_outbox.message()
    server.control(faults={"refuse": {"codes": ["MBBLACK"]}})
    dispatch(clock=clock.clock)
    message.refresh_from_db()
    assert (message.state, message.error_code) == ("refused", "MBBLACK")
    assert Suppression.objects.get().kind == "carrier"


def test_what_is_sent_names_its_class_and_ends_with_its_window(
    clock: FixedClock, server: GatewayServer
) -> None:
    make_outbox.message()
    dispatch(clock=clock.clock)
    [line] = server.messages()
    assert line["class"] == "collection_service"
    until = datetime.fromisoformat(line["not_after"])
    assert clock.wall < until <= clock.wall + timedelta(hours=12)

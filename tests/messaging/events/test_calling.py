"""What a call says, and what its answer means."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from messaging.events import calling
from messaging.events.calling import Told, ToTell
from tests import make_events

AT = datetime(2026, 9, 15, 10, 30, tzinfo=UTC)


def event(delivery_id: int = 1) -> ToTell:
    return ToTell(delivery_id, UUID(int=7), "hold.placed", AT, {"hold_id": 3, "kind": "dispute"})


def tell(
    receiver: make_events.Receiver, *events: ToTell, until: float = float("inf")
) -> list[Told]:
    return calling.tell(
        receiver.url, events, signed_with=["whsec_AAAA"], machine=lambda: AT, until=until
    )


def test_an_event_is_said_the_same_each_time(receiver: make_events.Receiver) -> None:
    tell(receiver, event())
    tell(receiver, event())
    [(first, body), (again, same)] = receiver.calls
    assert body == same
    assert body.decode() == (
        '{"data":{"hold_id":3,"kind":"dispute"},"timestamp":"2026-09-15T10:30:00.000Z",'
        '"type":"hold.placed"}'
    )
    assert first["webhook-id"] == again["webhook-id"] == f"evt_{UUID(int=7).hex}"
    assert first["webhook-timestamp"] == str(int(AT.timestamp()))


@pytest.mark.parametrize(
    ("status", "taken", "nothing"),
    [
        (200, True, False),
        (204, True, False),
        (302, False, True),
        (400, False, False),
        (422, False, False),
        (401, False, True),
        (404, False, True),
        (429, False, True),
        (500, False, True),
        (None, False, True),
    ],
)
def test_an_answer_tells_a_wrong_event_from_a_system_that_takes_none(
    status: int | None, taken: bool, nothing: bool
) -> None:
    told = Told(1, status)
    assert (told.taken, told.says_nothing_is_taken) == (taken, nothing)


def test_what_is_wrong_of_one_event_does_not_stop_the_next(receiver: make_events.Receiver) -> None:
    receiver.answer = lambda call: 400 if call == 1 else 200
    assert [each.status for each in tell(receiver, event(1), event(2))] == [400, 200]


def test_after_a_failure_that_meets_all_the_next_is_not_tried(
    receiver: make_events.Receiver,
) -> None:
    receiver.answer = lambda call: 503
    assert [each.status for each in tell(receiver, event(1), event(2))] == [503]


def test_a_receiver_that_hangs_is_left_after_the_time_out(
    receiver: make_events.Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "TIMEOUT_SECONDS", 0.2)
    receiver.answer = lambda call: None
    [told] = tell(receiver, event(1), event(2))
    assert (told.status, told.error) == (None, "TimeoutError")


def test_a_receiver_that_is_gone_is_an_error_and_no_exception() -> None:
    with make_events.receiver() as gone:
        pass
    [told] = tell(gone, event())
    assert told.error.startswith("connect_")


def test_a_host_the_environment_allows_no_more_is_not_called(
    receiver: make_events.Receiver, settings: pytest.FixtureRequest
) -> None:
    settings.OUTGOING_HOSTS = frozenset({"core.example.com"})  # type: ignore[attr-defined]
    [told] = tell(receiver, event())
    assert (told.error, receiver.calls) == ("not_allowed", [])


def test_a_private_address_is_not_called(
    receiver: make_events.Receiver, settings: pytest.FixtureRequest
) -> None:
    settings.OUTGOING_NETWORKS = ()  # type: ignore[attr-defined]
    receiver.url = receiver.url.replace("127.0.0.1", "localhost")
    [told] = tell(receiver, event())
    assert (told.error, receiver.calls) == ("address_forbidden", [])


def test_past_its_time_a_wave_begins_nothing_more(receiver: make_events.Receiver) -> None:
    assert len(tell(receiver, event(1), event(2), until=0.0)) == 1

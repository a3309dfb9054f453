"""The batch HTTP driver at the wire: what a gateway does decides what its messages become."""

import logging
import socket
import threading
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from messaging.gateways import destinations
from messaging.gateways.base import Outcome, Result
from messaging.gateways.batch.driver import BatchHttpDriver
from tests.gateway_server.handle import TEST_SECRET, GatewayServer, running_server
from tests.messaging.gateways.conftest import SECRET_VARIABLE, MakeDriver, permit, texts


def results(outcomes: list[Outcome]) -> Counter[str]:
    return Counter(str(outcome.result) for outcome in outcomes)


def test_a_call_carries_up_to_call_size_messages(
    driver: MakeDriver, server: GatewayServer, now: datetime
) -> None:
    outcomes = driver(call_size=100).send(texts(250), permit(now))
    assert results(outcomes) == {"accepted": 250}
    assert Counter(Counter(line["n"] for line in server.messages()).values()) == {100: 2, 50: 1}


def test_the_gateway_gets_number_text_validity_and_class(
    driver: MakeDriver, server: GatewayServer, now: datetime
) -> None:
    [out] = texts(1)
    [outcome] = driver().send([out], permit(now))
    assert outcome == Outcome(out.message_id, Result.ACCEPTED, "", f"g-{out.message_id}")
    [line] = server.messages()
    assert (line["id"], line["to"], line["text"]) == (str(out.message_id), out.address, out.text)
    assert (line["not_after"], line["class"]) == ("2026-09-15T14:00:00Z", "collection_service")


def test_one_connection_serves_many_calls(
    driver: MakeDriver, server: GatewayServer, now: datetime
) -> None:
    mine = driver(call_size=1)
    before = server.control()["connections"]
    mine.send(texts(20), permit(now))
    mine.send(texts(20), permit(now))
    # The question itself opens one.
    assert server.control()["connections"] - before == 2


def test_several_connections_call_at_once(
    driver: MakeDriver, server: GatewayServer, now: datetime
) -> None:
    server.control(faults={"slow": {"seconds": 0.5}})
    begun = time.monotonic()
    outcomes = driver(call_size=1, connections=8).send(texts(8), permit(now))
    assert results(outcomes) == {"accepted": 8}
    assert time.monotonic() - begun < 8 * 0.5


@pytest.mark.parametrize("status", ["429", "503"])
def test_a_busy_gateway_that_took_nothing_is_tried_again(
    driver: MakeDriver, server: GatewayServer, now: datetime, status: str
) -> None:
    server.control(next=[status])
    outcomes = driver().send(texts(3), permit(now))
    assert {(o.result, o.error_code) for o in outcomes} == {(Result.RETRY, f"http_{status}")}


@pytest.mark.parametrize(
    "fault", ["500", "garbage", "cut_answer", "close_after_reading", "close_before_reading"]
)
def test_whatever_is_unclear_is_unknown(
    driver: MakeDriver, server: GatewayServer, now: datetime, fault: str
) -> None:
    mine = driver(call_size=5)
    mine.send(texts(1), permit(now))  # the connection is kept from here on
    for _ in range(9):
        server.control(next=[fault])
        assert results(mine.send(texts(5), permit(now))) == {"unknown": 5}, fault
    assert not [line for line in server.messages() if line["again"]]


def test_what_a_half_answer_leaves_out_is_unknown(
    driver: MakeDriver, server: GatewayServer, now: datetime
) -> None:
    server.control(next=["accept_half"])
    outcomes = driver().send(texts(10), permit(now))
    assert results(outcomes) == {"accepted": 5, "unknown": 5}


def test_a_hanging_gateway_is_unknown_within_the_time_out(
    driver: MakeDriver, server: GatewayServer, now: datetime
) -> None:
    server.control(next=["hang"])
    begun = time.monotonic()
    outcomes = driver(timeout_seconds=1).send(texts(2), permit(now))
    assert {(o.result, o.error_code) for o in outcomes} == {(Result.UNKNOWN, "TimeoutError")}
    assert time.monotonic() - begun >= 1
    assert len(server.messages()) == 2


def test_a_slow_gateway_within_the_time_out_is_waited_for(
    driver: MakeDriver, server: GatewayServer, now: datetime
) -> None:
    server.control(faults={"slow": {"seconds": 0.3}})
    assert results(driver().send(texts(2), permit(now))) == {"accepted": 2}


def test_single_messages_are_refused_for_good_or_for_now(
    driver: MakeDriver, server: GatewayServer, now: datetime
) -> None:
    faults = {"refuse": {"probability": 0.4, "codes": ["MK:0001"]}}
    server.control(seed=3, faults={**faults, "retry": {"probability": 0.4, "codes": ["IB:0008"]}})
    outcomes = driver().send(texts(60), permit(now))
    codes = {(o.result, o.error_code) for o in outcomes}
    assert codes == {
        (Result.ACCEPTED, ""),
        (Result.REFUSED, "MK:0001"),
        (Result.RETRY, "IB:0008"),
    }


def test_nobody_listening_means_not_sent(driver: MakeDriver, now: datetime) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    [outcome] = driver(url=f"http://127.0.0.1:{port}").send(texts(1), permit(now))
    assert (outcome.result, outcome.error_code) == (Result.RETRY, "connect_ConnectionRefusedError")


def test_a_name_nobody_has_means_not_sent(driver: MakeDriver, now: datetime) -> None:
    mine = driver(url="http://no-such-host.invalid", plain_http=True)
    [outcome] = mine.send(texts(1), permit(now))
    assert (outcome.result, outcome.error_code) == (Result.RETRY, "connect_gaierror")


def test_a_gateway_that_does_not_speak_tls_means_not_sent(
    driver: MakeDriver, server: GatewayServer, now: datetime
) -> None:
    [outcome] = driver(url=server.url.replace("http:", "https:")).send(texts(1), permit(now))
    assert outcome.result == Result.RETRY
    assert outcome.error_code.startswith("tls_")


def test_a_connection_closed_while_idle_is_opened_anew(
    driver: MakeDriver, tmp_path: Path, now: datetime
) -> None:
    with running_server(tmp_path / "first.jsonl") as first:
        mine, port = driver(url=first.url), first.port
        assert results(mine.send(texts(1), permit(now))) == {"accepted": 1}
    with running_server(tmp_path / "second.jsonl", port=port) as second:
        assert results(mine.send(texts(1), permit(now))) == {"accepted": 1}
        assert len(second.messages()) == 1


def test_a_wrong_signature_takes_nothing_and_is_tried_again(
    driver: MakeDriver, server: GatewayServer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = driver()
    monkeypatch.setenv(SECRET_VARIABLE, "another secret of 32 bytes, abc")
    [outcome] = mine.send(texts(1), permit(now))
    assert (outcome.result, outcome.error_code) == (Result.RETRY, "http_401")
    assert not server.messages()
    monkeypatch.setenv(SECRET_VARIABLE, TEST_SECRET)  # read at use: the next call has it
    assert results(mine.send(texts(1), permit(now))) == {"accepted": 1}


def test_without_credentials_nothing_is_sent(
    driver: MakeDriver, server: GatewayServer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SECRET_VARIABLE)
    [outcome] = driver().send(texts(1), permit(now))
    assert (outcome.result, outcome.error_code) == (Result.RETRY, "no_credentials")
    assert not server.messages()


def test_a_query_tells_what_was_taken_and_what_never_came(
    driver: MakeDriver, server: GatewayServer, now: datetime
) -> None:
    mine, took, lost = driver(), texts(700), texts(3)
    server.control(faults={"hang": {"probability": 0}, "500": {"taken": True}}, next=["500"] * 7)
    outcomes = mine.send(took[:100], permit(now))
    assert results(outcomes) == {"unknown": 100}
    answers = {o.message_id: o for o in mine.query([o.message_id for o in took[:100] + lost])}
    assert {answers[out.message_id].result for out in took[:100]} == {Result.ACCEPTED}
    assert {(answers[o.message_id].result, answers[o.message_id].error_code) for o in lost} == {
        (Result.REFUSED, "never_seen")
    }


def test_a_long_query_is_asked_in_pieces(driver: MakeDriver, server: GatewayServer) -> None:
    before = server.control().get("queries", 0)
    assert len(driver().query(range(1, 1201))) == 1200
    assert server.control()["queries"] - before == 3


def test_a_query_that_fails_tells_nothing(driver: MakeDriver, server: GatewayServer) -> None:
    server.control(faults={"query_fails": True})
    assert driver().query([1, 2, 3]) == []


def test_a_ping_tells_whether_it_is_up(
    driver: MakeDriver, server: GatewayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = driver()
    assert mine.is_up()
    server.control(faults={"down": True})
    assert not mine.is_up()
    monkeypatch.delenv(SECRET_VARIABLE)
    assert not mine.is_up()


def test_an_endless_answer_is_cut_off(driver: MakeDriver, now: datetime) -> None:
    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
    with Script([head] + [b"x" * 65536] * 400) as url:
        [outcome] = driver(url=url, timeout_seconds=5).send(texts(1), permit(now))
    assert (outcome.result, outcome.error_code) == (Result.UNKNOWN, "AnswerTooLong")


def test_an_answer_that_drips_meets_the_time_out_as_a_whole(
    driver: MakeDriver, now: datetime
) -> None:
    begun = time.monotonic()
    drips = [b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"] + [b" "] * 40
    with Script(drips, pause=0.2) as url:
        [outcome] = driver(url=url, timeout_seconds=1).send(texts(1), permit(now))
    assert (outcome.result, outcome.error_code) == (Result.UNKNOWN, "TimeoutError")
    assert time.monotonic() - begun < 8


def test_a_call_that_woke_too_late_is_not_sent(
    driver: MakeDriver, server: GatewayServer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stalled between the permit and the first byte: nothing may begin after the time-out."""
    mine, stalls = driver(timeout_seconds=1), iter([0.0, 0.0])
    looked_up = destinations.connect

    def slow(*args: object, **kwargs: object) -> socket.socket:
        connection = looked_up(*args, **kwargs)  # type: ignore[arg-type]
        time.sleep(1.1 + next(stalls))
        return connection

    monkeypatch.setattr(destinations, "connect", slow)
    [outcome] = mine.send(texts(1), permit(now))
    assert (outcome.result, outcome.error_code) == (Result.RETRY, "too_late")
    assert not server.messages()


def test_neither_secret_nor_number_nor_text_is_logged(
    driver: MakeDriver, server: GatewayServer, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    mine = driver(timeout_seconds=1)
    for fault in ("500", "garbage", "hang", "429", "close_after_reading"):
        server.control(next=[fault])
        mine.send(texts(1), permit(now))
    assert TEST_SECRET not in caplog.text
    assert "+86" not in caplog.text
    assert "账单" not in caplog.text


class Script:
    """A gateway that writes these pieces to whoever calls."""

    def __init__(self, pieces: list[bytes], pause: float = 0.0) -> None:
        self._pieces, self._pause = pieces, pause

    def __enter__(self) -> str:
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __exit__(self, *_error: object) -> None:
        self._listener.close()

    def _serve(self) -> None:
        connection, _address = self._listener.accept()
        with connection:
            connection.recv(65536)
            try:
                for piece in self._pieces:
                    connection.sendall(piece)
                    time.sleep(self._pause)
            except OSError:
                pass


def test_the_driver_says_what_it_can_do(driver: MakeDriver) -> None:
    mine: BatchHttpDriver = driver(call_size=50, connections=8)
    can = mine.capabilities
    assert (can.call_size, can.connections, can.rate_per_second) == (50, 8, 1000)
    assert can.receipts
    assert can.query
    assert can.ping

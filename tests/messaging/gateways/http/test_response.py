"""Reading an response: as the library reads it, however the bytes come."""

from __future__ import annotations

import contextlib
import socket
import time
from http.client import HTTPException

import pytest
from hypothesis import given, strategies as st

from messaging.gateways.http.response import (
    AnswerCut,
    AnswerTooLong,
    Deadline,
    HttpResponse,
    _by_the_library,
    read,
)

BODY = b'{"results": []}'
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n" + BODY
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nf\r\n" + BODY + b"\r\n0\r\n\r\n"
CONTINUED = b"HTTP/1.1 100 Continue\r\n\r\n" + PLAIN
TWO_LENGTHS = b"HTTP/1.1 200 OK\r\nContent-Length: 15\r\nContent-Length: 3\r\n\r\n" + BODY
UNTIL_CLOSED = b"HTTP/1.0 200 OK\r\n\r\n" + BODY
CLOSING = b"HTTP/1.1 503 Busy\r\nconnection: close\r\ncontent-length: 15\r\n\r\n" + BODY
KEPT = b"HTTP/1.1 404\r\nConnection: Keep-Alive\r\nContent-Length:15\r\n\r\n" + BODY
NOTHING = b"HTTP/1.1 204 No Content\r\n\r\n"
ANSWERS = (PLAIN, CHUNKED, CONTINUED, TWO_LENGTHS, UNTIL_CLOSED, CLOSING, KEPT, NOTHING)


def read_from(
    *parts: bytes, most_bytes: int = 1000, seconds: float = 5.0
) -> tuple[HttpResponse, bool]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for part in parts:
            theirs.sendall(part)
        theirs.shutdown(socket.SHUT_WR)
        return read(ours, "POST", Deadline(seconds), most_bytes)


def as_the_library_reads(whole: bytes) -> tuple[HttpResponse, bool]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(whole)
        theirs.shutdown(socket.SHUT_WR)
        return _by_the_library(b"", ours, "POST", Deadline(5.0), 1000)


@pytest.mark.parametrize("whole", ANSWERS)
def test_every_kind_of_answer_is_read_as_the_library_reads_it(whole: bytes) -> None:
    assert read_from(whole) == as_the_library_reads(whole)


@pytest.mark.parametrize("whole", ANSWERS)
def test_it_may_come_byte_by_byte(whole: bytes) -> None:
    assert read_from(*[whole[at : at + 1] for at in range(len(whole))]) == read_from(whole)


@given(
    st.sampled_from(ANSWERS), st.integers(0, 90), st.sampled_from([b"", b"\r", b"\n", b"\0", b" "])
)
def test_damaged_answers_are_read_as_the_library_does_or_not_at_all(
    whole: bytes, at: int, instead: bytes
) -> None:
    damaged = whole[:at] + instead + whole[at + 1 :]
    with contextlib.suppress(HTTPException, OSError, ValueError):
        read_from(damaged)


@given(st.binary(max_size=300))
def test_bytes_that_are_no_answer_raise_what_a_caller_takes_for_unknown(junk: bytes) -> None:
    with contextlib.suppress(HTTPException, OSError, ValueError):
        response, _reusable = read_from(junk)
        assert isinstance(response.status, int)


def test_a_connection_with_more_on_it_than_the_answer_is_not_used_again() -> None:
    assert read_from(PLAIN) == (HttpResponse(200, BODY), True)
    assert read_from(PLAIN + b"HTTP/1.1 200 OK") == (HttpResponse(200, BODY), False)


def test_an_answer_that_ends_early_is_cut() -> None:
    with pytest.raises(AnswerCut):
        read_from(PLAIN[:-1])


def test_an_answer_without_end_is_too_long() -> None:
    with pytest.raises(AnswerTooLong):
        read_from(PLAIN, most_bytes=14)
    with pytest.raises(HTTPException):
        read_from(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000)


def test_an_answer_that_drips_is_given_up_at_the_deadline() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(PLAIN[:20])
        begun = time.monotonic()
        with pytest.raises(TimeoutError):
            read(ours, "POST", Deadline(0.2), 1000)
        assert time.monotonic() - begun >= 0.2

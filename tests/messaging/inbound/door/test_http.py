"""The door at the wire: GETs on kept connections, answered in order, and nothing else."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress

import pytest

from messaging.inbound.door.collecting import Asked
from messaging.inbound.door.serving import serve

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n"


def at_the_door(talk: Callable[[int], Coroutine[None, None, bytes]]) -> tuple[bytes, list[Asked]]:
    seen: list[Asked] = []

    def work(batch: Sequence[Asked]) -> list[int]:
        seen.extend(batch)
        return [200] * len(batch)

    async def run() -> bytes:
        over, port = asyncio.Event(), asyncio.get_running_loop().create_future()
        door = asyncio.create_task(
            serve(work, host="127.0.0.1", port=0, ready=port.set_result, over=over)
        )
        try:
            return await asyncio.wait_for(talk(await port), 10)
        finally:
            over.set()
            await door

    return asyncio.run(run()), seen


async def _say(port: int, *parts: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for part in parts:
        writer.write(part)
        await writer.drain()
    said = b""
    with suppress(ConnectionResetError):
        said = await reader.read()
    writer.close()
    return said


def test_requests_on_one_connection_are_answered_one_by_one() -> None:
    one = b"GET /gateways/k/receipts/?m=1&t=%41 HTTP/1.1\r\nHost: x\r\n\r\n"
    last = one.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    said, seen = at_the_door(lambda port: _say(port, one[:20], one[20:] + one, last))
    assert said == OK * 2 + OK.replace(b"keep-alive", b"close")
    assert [(asked.path, asked.query) for asked in seen] == [
        ("/gateways/k/receipts/", "m=1&t=%41")
    ] * 3


@pytest.mark.parametrize("head", [b"HTTP/1.0\r\n\r\n", b"HTTP/1.1\r\nConnection: close\r\n\r\n"])
def test_who_does_not_keep_the_connection_has_it_closed(head: bytes) -> None:
    said, seen = at_the_door(lambda port: _say(port, b"GET /a?b " + head))
    assert said.startswith(b"HTTP/1.1 200")
    assert b"Connection: close" in said
    assert len(seen) == 1


@pytest.mark.parametrize(
    "request_",
    [
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nx",
        b"GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello",
        b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\n\r\n",
        b"x" * 9000,
    ],
)
def test_whatever_else_is_refused_and_hung_up_on(request_: bytes) -> None:
    said, seen = at_the_door(lambda port: _say(port, request_))
    assert said == b"" or said.startswith(b"HTTP/1.1 400")
    assert not seen

"""The door's listener: what comes is handed to the collector, and answered when that is done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from messaging.inbound.door.collecting import Asked, Collector, Work
from messaging.inbound.door.http import DoorProtocol, Reply

BACKLOG = 2048
"""Kannel opens a connection for each report."""


async def serve(
    work: Work, *, host: str, port: int, ready: Callable[[int], None], over: asyncio.Event
) -> None:
    """Until `over`; `ready` is told the port."""
    loop = asyncio.get_running_loop()
    collector = Collector(work)
    collector.start()

    def handle(path: str, query: str, reply: Reply) -> None:
        def answer(status: int) -> None:
            loop.call_soon_threadsafe(reply, status)

        collector.take(Asked(path, query, answer))

    server = await loop.create_server(lambda: DoorProtocol(handle), host, port, backlog=BACKLOG)
    try:
        ready(server.sockets[0].getsockname()[1])
        await over.wait()
    finally:
        server.close()
        await loop.run_in_executor(None, collector.stop)

"""`manage.py receipts_door`: a listener for the receipts of Kannel, beside the web processes."""

from __future__ import annotations

import asyncio
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config import clock
from messaging.inbound.door import serving
from messaging.inbound.door.judging import Judge


class Command(BaseCommand):
    help = "Take in the receipts of gateways that report by GET, many at a time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8088)

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        asyncio.run(self._serve(host, port))

    async def _serve(self, host: str, port: int) -> None:
        loop, over = asyncio.get_running_loop(), asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, over.set)

        def ready(bound: int) -> None:
            self.stdout.write(f"http://{host}:{bound}")
            self.stdout.flush()

        await serving.serve(Judge(now=clock.now).work, host=host, port=port, ready=ready, over=over)

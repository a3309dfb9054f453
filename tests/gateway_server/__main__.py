"""Start the reference server; its address is the first line it prints."""

import argparse
import asyncio
import gc
import os
import signal
from pathlib import Path

from tests.gateway_server import journal
from tests.gateway_server.gateway import Gateway
from tests.gateway_server.http import HttpProtocol
from tests.gateway_server.journal import Journal

SECRET_VARIABLE = "HUANCUI_GATEWAY_SERVER_SECRET"
TEST_SECRET = "test-secret-of-32-bytes-in-ascii"


def main() -> None:
    """Serve until SIGTERM or SIGINT. Whatever was read is in the log before it is answered."""
    parser = argparse.ArgumentParser(prog="tests.gateway_server", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--log", type=Path, required=True, help="one JSON line per message")
    parser.add_argument("--seed", type=int, default=0, help="of the faults")
    options = parser.parse_args()
    secret = os.environ.get(SECRET_VARIABLE, TEST_SECRET)
    gateway = Gateway(journal=Journal(options.log), secret=secret.encode(), seed=options.seed)
    gateway.remember(journal.read(options.log))
    gc.freeze()
    asyncio.run(_serve(gateway, options.host, options.port))


async def _serve(gateway: Gateway, host: str, port: int) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = await loop.create_server(lambda: HttpProtocol(gateway), host, port, backlog=1024)
    bound = server.sockets[0].getsockname()[1]
    print(f"http://{host}:{bound}", flush=True)
    await stop.wait()
    gateway.close()
    server.close()


main()

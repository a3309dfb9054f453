"""`python -m tests.benchmarks.http_clients`: what a call to a gateway costs this process in CPU.

Ours beside `http.client` (and urllib3, where it is installed), against a server of its own process
that says what Kannel says. Times of the thread, so that a busy machine changes little.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection
from types import ModuleType

from messaging.gateways.http.connection import Connection
from messaging.gateways.options import Target

CALLS, ROUNDS, HOST = 2000, 3, "127.0.0.1"
PATH = "/cgi-bin/sendsms?" + "&".join(f"field{i}=%E4%BD%A0%E5%A5%BD%E4%BD%A0" for i in range(10))
ANSWER = (
    b"HTTP/1.1 202 Accepted\r\nServer: Kannel\r\nContent-Type: text/plain\r\n"
    b"Content-Length: 26\r\n\r\n0: Accepted for delivery.."
)


def main() -> None:
    listener = socket.create_server((HOST, 0))
    port = listener.getsockname()[1]
    child = os.fork()
    if child == 0:
        _serve(listener)
    listener.close()
    try:
        for _round in range(ROUNDS):
            figures = [f"{name} {_cost(call):.0f}" for name, call in _clients(port).items()]
            print("µs of CPU a call:", ", ".join(figures))
    finally:
        os.kill(child, signal.SIGKILL)


def _clients(port: int) -> dict[str, Callable[[], object]]:
    ours = Connection(Target(secure=False, host=HOST, port=port, path=""), None)
    head = f"GET {PATH} HTTP/1.1\r\nHost: {HOST}:{port}\r\nUser-Agent: huancui\r\n\r\n"
    library = HTTPConnection(HOST, port, timeout=10)

    def by_ours() -> object:
        return ours.exchange(head.encode(), method="GET", timeout_seconds=10, most_bytes=16384)

    def by_library() -> object:
        library.request("GET", PATH, headers={"User-Agent": "huancui"})
        return library.getresponse().read()

    clients = {"ours": by_ours, "http.client": by_library}
    with suppress(ImportError):
        clients["urllib3"] = _by_urllib3(port)
    return clients


def _by_urllib3(port: int) -> Callable[[], object]:
    from importlib import import_module

    urllib3: ModuleType = import_module("urllib3")
    pool = urllib3.HTTPConnectionPool(HOST, port, timeout=10, retries=False)
    return lambda: pool.request("GET", PATH, headers={"User-Agent": "huancui"}, redirect=False)


def _cost(call: Callable[[], object]) -> float:
    for _ in range(50):
        call()
    begun = time.thread_time()
    for _ in range(CALLS):
        call()
    return (time.thread_time() - begun) / CALLS * 1e6


def _serve(listener: socket.socket) -> None:
    while True:
        caller, _address = listener.accept()
        threading.Thread(target=_answer, args=(caller,), daemon=True).start()


def _answer(caller: socket.socket) -> None:
    while asked := caller.recv(65536):
        while not asked.endswith(b"\r\n\r\n"):
            asked += caller.recv(65536)
        caller.sendall(ANSWER)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    main()

"""Starting bearerbox, smsbox and fakesmsc on free ports, with the configuration of the docs."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

USER, PASSWORD = "huancui", "kannel-password-of-tests"
FAKESMSC = "/usr/lib/kannel/test/fakesmsc"
NEEDED = ("/usr/sbin/bearerbox", "/usr/sbin/smsbox", FAKESMSC)
_GOT = re.compile(r"Got message \d+: <(\S+) (\S+) (?:udh (\S+) )?(text|data|ucs2) (.*)>")
SENDER = "1069"

CONFIGURATION = """
group = core
admin-port = {admin}
admin-password = {password}
admin-interface = "127.0.0.1"
smsbox-port = {box}
smsbox-interface = "127.0.0.1"
log-file = "{folder}/bearerbox.log"
log-level = 2

{smsc}
group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {box}
sendsms-port = {send}
sendsms-interface = "127.0.0.1"
log-file = "{folder}/smsbox.log"
log-level = 2
http-request-retry = 20
http-queue-delay = 1

group = sendsms-user
username = {user}
password = {password}
concatenation = true
max-messages = 10

group = sms-service
keyword = default
catch-all = true
post-url = "http://{user}:{password}@127.0.0.1:{webhook}/gateways/kannel/replies/"
send-sender = true
max-messages = 0
assume-plain-text = true
"""

CENTRES = {
    "phone": """
group = smsc
smsc = fake
smsc-id = phone
port = {phone}
connect-allow-ip = "127.0.0.1"
""",
    "centre": """
group = smsc
smsc = smpp
smsc-id = centre
host = 127.0.0.1
port = {centre}
transceiver-mode = true
system-type = ""
smsc-username = "huancui"
smsc-password = "centre"
""",
}


def missing() -> list[str]:
    """What is not installed of what is needed."""
    return [path for path in NEEDED if shutil.which(path) is None]


class Kannel:
    """A running one: `send_port` is the smsbox's."""

    def __init__(self, folder: Path, *, door_port: int, centre_port: int, through: str) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        self._phone_process: subprocess.Popen[bytes] | None = None
        self._admin, self._box, self._phone, self.send_port = _free_ports(4)
        self._phone_log = folder / "phone.log"
        configuration = CONFIGURATION.format(
            admin=self._admin,
            box=self._box,
            send=self.send_port,
            smsc=CENTRES[through].format(phone=self._phone, centre=centre_port),
            webhook=door_port,
            folder=folder,
            user=USER,
            password=PASSWORD,
        )
        (folder / "kannel.conf").write_text(configuration)

    def start(self) -> None:
        conf = str(self._folder / "kannel.conf")
        self._run("/usr/sbin/bearerbox", "-v", "4", conf)
        _wait_for_port(self._box)
        self._run("/usr/sbin/smsbox", "-v", "4", conf)
        _wait_for_port(self.send_port)

    def stop(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def phone_says(self, sender: str, text: str) -> None:
        """A phone comes up, writes this, and stays to receive; one at a time."""
        if self._phone_process is not None:
            self._phone_process.terminate()
            self._phone_process.wait(timeout=10)
        encoded = urllib.parse.quote_from_bytes(text.encode("utf-16-be"), safe="")
        message = f"{sender} {SENDER} ucs2 {encoded}"
        with self._phone_log.open("ab") as log:
            self._phone_process = subprocess.Popen(
                [FAKESMSC, "-H", "127.0.0.1", "-r", str(self._phone), "-i", "1000", message],
                stdin=subprocess.PIPE,  # at its end fakesmsc ends
                stdout=log,
                stderr=log,
            )
        self._processes.append(self._phone_process)

    def phone_got(self) -> list[str]:
        """The texts on the phone, parts put together in the order of their numbers."""
        parts: dict[str, dict[int, bytes]] = {}
        for place, line in enumerate(_GOT.finditer(self._phone_log.read_text("utf-8", "replace"))):
            header = urllib.parse.unquote_to_bytes(line[3] or "")
            body = urllib.parse.unquote_to_bytes(line[5].replace("+", " "))
            key, number = (f"long {header[3]}", header[5]) if header else (f"short {place}", 1)
            parts.setdefault(key, {})[number] = body
        return [
            b"".join(each[number] for number in sorted(each)).decode("utf-16-be")
            for each in parts.values()
        ]

    def logs(self) -> str:
        """What bearerbox and smsbox wrote at the level of the docs."""
        return "".join(path.read_text("utf-8", "replace") for path in self._folder.glob("*box.log"))

    def _run(self, *command: str) -> None:
        self._processes.append(
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        )


@contextmanager
def running(folder: Path, *, door_port: int, centre_port: int, through: str) -> Iterator[Kannel]:
    """For the length of a test. `through`: "phone" (fakesmsc) or "centre" (SMPP)."""
    kannel = Kannel(folder, door_port=door_port, centre_port=centre_port, through=through)
    try:
        kannel.start()
        yield kannel
    finally:
        kannel.stop()


def wait_until(true: Callable[[], object], *, seconds: float = 60) -> None:
    """Kannel takes its time; a test fails only when it takes all of this."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "Kannel did not do it in time"
        time.sleep(0.1)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def _wait_for_port(port: int) -> None:
    def is_open() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    wait_until(is_open)

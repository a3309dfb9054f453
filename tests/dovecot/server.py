"""Debian's dovecot on a free port of this machine, with one mailbox a user, TLS and none."""

from __future__ import annotations

import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAM = "/usr/sbin/dovecot"
USER, PASSWORD = "bounces", "dovecot-password-of-tests"
SECONDS = 15

# As root it needs somebody who is not to own the mail; else all of it is this user's.
CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
ssl = yes
ssl_cert = <{cert}
ssl_key = <{key}
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
default_internal_user = {owner}
default_internal_group = {group}
default_login_user = {owner}
mail_max_userip_connections = 20
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""


def is_missing() -> bool:
    return shutil.which(PROGRAM) is None


@dataclass(frozen=True)
class Dovecot:
    port: int
    tls_port: int

    def put(self, mail: bytes) -> None:
        """A mail as another server delivers it: new, and seen by nobody."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=SECONDS) as box:
            box.login(USER, PASSWORD)
            status, _said = box.append("INBOX", "", "", mail)
            assert status == "OK"

    def unseen(self) -> int:
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=SECONDS) as box:
            box.login(USER, PASSWORD)
            box.select("INBOX", readonly=True)
            _status, (found,) = box.search(None, "UNSEEN")
            return len(found.split())


@contextmanager
def running(cert: Path, key: Path) -> Iterator[Dovecot]:
    """In a folder of its own, as paths of its sockets must be short and others must get there."""
    folder = Path(tempfile.mkdtemp(prefix="dovecot-", dir="/tmp"))
    owner = pwd.getpwnam("nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name)
    group = "nogroup" if os.geteuid() == 0 else str(owner.pw_gid)
    ports = _free_ports(2)
    (folder / "mail").mkdir()
    os.chown(folder / "mail", owner.pw_uid, owner.pw_gid)
    folder.chmod(0o755)
    conf = folder / "dovecot.conf"
    conf.write_text(
        CONFIGURATION.format(
            folder=folder,
            cert=cert,
            key=key,
            owner=owner.pw_name,
            group=group,
            password=PASSWORD,
            port=ports[0],
            tls_port=ports[1],
        )
    )
    process = subprocess.Popen([PROGRAM, "-F", "-c", str(conf)])
    try:
        _wait_for(ports[0], process, folder / "log")
        yield Dovecot(*ports)
    finally:
        process.terminate()
        process.wait(SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    said = log.read_text() if log.exists() else ""
    raise AssertionError(f"dovecot does not start: {said}")


def _free_ports(number: int) -> list[int]:
    held = [socket.socket() for _n in range(number)]
    for each in held:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports

"""Servers for one `manage.py` command, when nobody else runs them."""

import atexit
import fcntl
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from config import environment, secret_files
from config.embedded import addresses
from config.embedded.errors import EmbeddedError
from config.embedded.paths import private_folder
from config.embedded.servers import POSTGRES, VALKEY, DataFolderBusy, Servers

NEED_NO_SERVERS = {
    *("help", "version", "--help", "-h", "--version", "check", "collectstatic", "diffsettings"),
    *("makemessages", "compilemessages", "makemigrations", "startapp", "startproject"),
}
READY_SECONDS = 60.0


def missing_servers(environ: Mapping[str, str]) -> list[str]:
    """The embedded servers to run: those whose address the environment does not give."""
    variables = {POSTGRES: "DATABASE_URL", VALKEY: "REDIS_URL"}
    return [name for name, variable in variables.items() if not environ.get(variable)]


def repository() -> Path:
    return Path(__file__).resolve().parents[2]


def servers_for_command(argv: Sequence[str]) -> None:
    """Have the servers run until this process ends, starting those nobody runs yet.

    Several commands at once share them: whoever started them waits for the others to finish.
    """
    wanted = missing_servers(secret_files.with_files(os.environ))
    if not wanted or len(argv) < 2 or argv[1] in NEED_NO_SERVERS or "--help" in argv:
        return
    data = environment.data_folder(os.environ, repository())
    private_folder(data)
    in_use = os.open(data / "in-use", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(in_use, fcntl.LOCK_SH)
    servers = Servers(data, wanted=wanted, purpose=f"manage.py {argv[1]}")
    try:
        servers.start()
    except DataFolderBusy:
        _wait_until_ready(data, wanted=wanted, holder=servers.lock.holder())
    else:
        atexit.register(_stop_when_unused, servers, in_use)


def _stop_when_unused(servers: Servers, in_use: int) -> None:
    fcntl.flock(in_use, fcntl.LOCK_UN)
    try:
        fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Waiting for other commands that use the same servers.", file=sys.stderr)
        fcntl.flock(in_use, fcntl.LOCK_EX)
    servers.stop()


def _wait_until_ready(data: Path, *, wanted: Sequence[str], holder: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not _answer(data, wanted=wanted):
        if time.monotonic() > deadline:
            raise EmbeddedError(
                f"The data folder {data} is in use by {holder}, but its servers do not answer; "
                "stop that process and try again."
            )
        time.sleep(0.1)


def _answer(data: Path, *, wanted: Sequence[str]) -> bool:
    """Whether every wanted server of the folder takes a connection."""
    import psycopg2
    import redis

    ours = addresses.embedded(data)
    try:
        if POSTGRES in wanted:
            psycopg2.connect(ours.database_url).close()
        if VALKEY in wanted:
            with redis.Redis.from_url(ours.redis_url) as client:
                client.ping()
    except (psycopg2.OperationalError, redis.RedisError):
        return False
    return True

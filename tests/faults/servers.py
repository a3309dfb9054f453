"""One real PostgreSQL and Valkey for the whole suite, and a prepared database to copy."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
from django.db import connections

from config.embedded import addresses, identity
from config.embedded.paths import Layout
from config.embedded.servers import POSTGRES, VALKEY, Servers

TEMPLATE = "prepared"
__all__ = ["POSTGRES", "VALKEY", "Machine", "machine"]


class Machine:
    """The servers of a folder, which can be killed, started again, copied and put back.

    Started durable: what PostgreSQL said is committed has to survive a kill.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.servers = Servers(folder, purpose="the fault suite")
        self._serial = 0

    @property
    def layout(self) -> Layout:
        return Layout(self.folder.resolve(), identity.recorded_home(self.folder.resolve()))

    @property
    def redis_url(self) -> str:
        return self.servers.redis_url

    def database_url(self, name: str) -> str:
        return self.servers.database_url.replace("/huancui?", f"/{name}?")

    def new_database(self) -> str:
        """A copy of the prepared database; its name."""
        self._serial += 1
        name = f"world{self._serial}"
        self.drop_database(name)
        self._administer(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return name

    def drop_database(self, name: str) -> None:
        """End who is connected and drop it. PostgreSQL sends an autovacuum away by itself; told to
        do so by WITH (FORCE) it refuses whoever is no superuser."""
        self._administer(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            f" WHERE datname = '{name}' AND usename IS NOT NULL"
        )
        self._administer(f"DROP DATABASE IF EXISTS {name}")

    def prepare(self) -> None:
        """Bring the prepared database's tables up to date, once."""
        with contextlib.suppress(psycopg2.errors.DuplicateDatabase):
            self._administer(f"CREATE DATABASE {TEMPLATE}")
        with self.pointed_at(TEMPLATE):
            from django.core.management import call_command

            call_command("migrate", interactive=False, verbosity=0)

    @contextlib.contextmanager
    def pointed_at(self, name: str) -> Iterator[None]:
        """Django's models in this process, in every thread, work on that database."""
        ours = addresses.django_database(self.database_url(name))
        settings: dict[str, Any] = connections.databases["default"]
        before = {key: settings[key] for key in ours}
        _leave()
        settings.update(ours)
        connections["default"].settings_dict.update(ours)
        try:
            yield
        finally:
            _leave()
            settings.update(before)
            connections["default"].settings_dict.update(before)

    def kill(self, server: str) -> None:
        """kill -9, and gone."""
        process = self.servers.processes()[server]
        process.kill()
        process.wait()

    def start_again(self, server: str) -> None:
        self.servers.restart(server)

    def lose_the_brokers_data(self) -> None:
        """Only while Valkey is dead."""
        for kept in self.layout.valkey.glob("appendonlydir*"):
            shutil.rmtree(kept)

    def stop_database(self) -> None:
        """In good order, as before a copy of its folder."""
        process = self.servers.processes()[POSTGRES]
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)

    def copy_database(self, to: Path) -> None:
        """The data folder as it lies there, owners and all. Only while PostgreSQL is stopped."""
        subprocess.run(["cp", "-a", str(self.layout.postgres), str(to)], check=True)

    def put_back_database(self, copy: Path) -> None:
        shutil.rmtree(self.layout.postgres)
        subprocess.run(["cp", "-a", str(copy), str(self.layout.postgres)], check=True)

    def _administer(self, sql: str) -> None:
        connection = psycopg2.connect(self.database_url("postgres"))
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(sql)


def _leave() -> None:
    connections.close_all()


@contextlib.contextmanager
def machine(folder: Path, *, keep: bool = False) -> Iterator[Machine]:
    """Servers up with a prepared database; stopped and, unless kept, deleted afterwards."""
    made = Machine(folder)
    try:
        with made.servers:
            made.prepare()
            yield made
    finally:
        if not keep:
            made.servers.remove()

"""One embedded PostgreSQL: make its data folder, start it, give the application its role."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from config.embedded.errors import EmbeddedError
from config.embedded.identity import Identity
from config.embedded.lock import inherited_guard
from config.embedded.paths import Layout, private_folder
from config.embedded.processes import last_lines, spawn, stop
from config.embedded.secrets import password_of

if TYPE_CHECKING:
    from psycopg2.extensions import connection

ROLE = DATABASE = "huancui"
ROLES = {"owner": ROLE, "web": "huancui_web", "worker": "huancui_worker"}
MAY = {"owner": "CREATEDB", "web": "NOCREATEDB", "worker": "NOCREATEDB BYPASSRLS"}
EXTENSIONS = ("pg_trgm", "btree_gin")
START_SECONDS = 300.0  # as long as it lives; a crash recovery included
OLD_BACKENDS_SECONDS = 30.0
STOP_STEPS = ((signal.SIGINT, 6.0), (signal.SIGQUIT, 3.0))  # fast shutdown, then immediate
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    # Two cores are shared with the workers; parallel queries also need more of /dev/shm than
    # containers give.
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A failing statement holds names and numbers in its literals, its DETAIL the row: neither is
    # written. What failed stands in the application's own log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    # Nor does one session read what another runs: names, and who was said to act.
    "track_activities": "off",
}
# For data that is thrown away: nothing is promised after a crash of the machine.
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """The server of one layout; the caller holds the data folder's lock."""

    def __init__(
        self, *, layout: Layout, identity: Identity, passwords: Mapping[str, str], durable: bool
    ) -> None:
        self._layout = layout
        self._identity = identity
        self._passwords = passwords
        self._settings = SETTINGS if durable else SETTINGS | THROWAWAY
        self._log = layout.logs / "postgres.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Bring the server up and ready for the application; `EmbeddedError` when it cannot."""
        guard = self._layout.home / "postgres.guard"
        with inherited_guard(guard, seconds=OLD_BACKENDS_SECONDS, name="PostgreSQL") as held:
            if not self._layout.postgres.exists():
                self._initialise()
            self._refuse_another_major_version()
            self._forget_a_dead_server()
            arguments = [f"-c{name}={value}" for name, value in self._settings.items()]
            self.process = spawn(
                self._identity.command(
                    self._binary("postgres"),
                    *("-D", self._layout.postgres, "-k", self._layout.sockets),
                    *arguments,
                ),
                log=self._log,
                death_signal=signal.SIGINT,
                user=self._identity.user,
                guard=held,
            )
        self._provide_for_the_application()

    def stop(self) -> None:
        if self.process is not None:
            stop(self.process, steps=STOP_STEPS)

    def _binary(self, name: str) -> Path:
        return self._identity.binaries / "bin" / name

    def _initialise(self) -> None:
        """initdb into a folder beside the real one, so that a half-done one never counts."""
        draft = self._layout.postgres.with_suffix(".draft")
        shutil.rmtree(draft, ignore_errors=True)
        private_folder(draft, owner=self._identity.owner)
        password_file = self._layout.home / "initdb.password"
        password_file.unlink(missing_ok=True)
        with open(os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(self._passwords["superuser"])
            os.fchown(file.fileno(), self._identity.owner, -1)
        try:
            done = self._identity.run(
                self._binary("initdb"),
                *("-D", draft, "-U", "postgres", "-A", "scram-sha-256"),
                f"--pwfile={password_file}",
                *("--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"),
            )
        finally:
            password_file.unlink()
        if done.returncode != 0:
            raise EmbeddedError(f"PostgreSQL could not make its data folder:\n{done.stderr}")
        draft.rename(self._layout.postgres)

    def _refuse_another_major_version(self) -> None:
        said = self._identity.run(self._binary("postgres"), "--version").stdout
        found = re.search(r"\d+", said)
        ours = found[0] if found else "?"
        theirs = (self._layout.postgres / "PG_VERSION").read_text().strip()
        if ours != theirs:
            raise EmbeddedError(
                f"The data in {self._layout.data} was written by PostgreSQL {theirs}, and this is "
                f"PostgreSQL {ours}: dump it with the old one and load it here, or name another "
                "folder in HUANCUI_DATA."
            )

    def _forget_a_dead_server(self) -> None:
        """Remove pid files of a server that is gone: their pid may be another process's by now.

        The guard says no server of ours is alive; one started by hand would be found here.
        """
        pid_file = self._layout.postgres / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError):
            pid = int(pid_file.read_text().split()[0])
            if Path(f"/proc/{pid}/cwd").resolve() == self._layout.postgres.resolve():
                raise EmbeddedError(
                    f"PostgreSQL already runs on {self._layout.postgres} as process {pid}; "
                    "end it and start again."
                )
        pid_file.unlink(missing_ok=True)
        for left_over in self._layout.sockets.glob(".s.PGSQL.*"):
            left_over.unlink()

    def _provide_for_the_application(self) -> None:
        """Role, database and extensions, whichever are missing."""
        with contextlib.closing(self._connect("template1")) as template:
            template.autocommit = True
            with template.cursor() as cursor:
                for extension in EXTENSIONS:  # every new database, the tests' too, copies these
                    cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
        with contextlib.closing(self._connect("postgres")) as server:
            server.autocommit = True
            with server.cursor() as cursor:
                for kind, role in ROLES.items():
                    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                    verb = "ALTER" if cursor.fetchone() else "CREATE"
                    may = MAY[kind]
                    cursor.execute(
                        f"{verb} ROLE {role} LOGIN {may} NOSUPERUSER PASSWORD %s",
                        [password_of(kind, self._passwords)],
                    )
                # So that tests, which make tables as the owner, can then be one of the others.
                cursor.execute(f"GRANT {ROLES['web']}, {ROLES['worker']} TO {ROLE}")
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")

    def _connect(self, database: str) -> "connection":
        """Connect as superuser, waiting while the server starts or recovers."""
        import psycopg2

        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return psycopg2.connect(
                    host=str(self._layout.sockets),
                    user="postgres",
                    password=self._passwords["superuser"],
                    dbname=database,
                )
            except psycopg2.OperationalError as error:
                dead = self.process is None or self.process.poll() is not None
                if dead or time.monotonic() > deadline:
                    raise EmbeddedError(
                        f"PostgreSQL did not start ({str(error).strip()}). The end of "
                        f"{self._log}:\n{last_lines(self._log)}"
                    ) from error
                time.sleep(0.05)

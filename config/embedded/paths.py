"""Where everything of the embedded servers is kept."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from config.embedded.errors import EmbeddedError

SOCKET_PATH_LIMIT = 107  # bytes: sun_path of a unix socket, less its closing zero
LONGEST_SOCKET_NAME = ".s.PGSQL.5432"


def digest(path: Path) -> str:
    """A short name that is the same for the same folder."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


@dataclass(frozen=True)
class Layout:
    """The files of one data folder. `home` holds the servers' own: `data` itself where they can
    reach it, else a folder outside (see `identity`)."""

    data: Path
    home: Path

    @property
    def postgres(self) -> Path:
        return self.home / "postgres"

    @property
    def valkey(self) -> Path:
        return self.home / "valkey"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def passwords(self) -> Path:
        return self.data / "passwords.json"

    @property
    def sockets(self) -> Path:
        """Beside the data, or a short folder under /tmp where that path is too long."""
        folder = self.home / "sockets"
        if len(os.fsencode(folder / LONGEST_SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
            return folder
        short = f"huancui-{os.getuid()}-{digest(self.home)}"
        return Path("/tmp") / short  # noqa: S108  `private_folder` refuses another user's

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"


def private_folder(path: Path, *, owner: int | None = None) -> Path:
    """Make a folder only its owner can open; refuse one that somebody else put there."""
    owner = os.geteuid() if owner is None else owner
    try:
        path.mkdir(mode=0o700, parents=True)
        if owner != os.geteuid():
            os.chown(path, owner, -1)
    except FileExistsError:
        pass
    except OSError as error:
        raise EmbeddedError(f"The folder {path} cannot be made: {error.strerror}.") from error
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
        raise EmbeddedError(
            f"{path} belongs to somebody else; start as its owner, "
            "or name another data folder in HUANCUI_DATA."
        )
    if stat.S_IMODE(found.st_mode) & 0o077:
        path.chmod(0o700)
    return path

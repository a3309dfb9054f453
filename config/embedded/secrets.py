"""Passwords and keys that are made once and kept, readable only by their owner."""

import contextlib
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from config import environment
from config.embedded.errors import EmbeddedError
from config.embedded.paths import private_folder

PASSWORDS = ("superuser", "application", "valkey")


def sandbox_secrets(data_dir: Path) -> dict[str, str]:
    """The sandbox's own `HUANCUI_*` secrets by variable name; made on the first call."""
    return kept(data_dir / "secrets.json", make=environment.fresh_secrets)


def sandbox_seal_key(data_dir: Path) -> str:
    """The sandbox's own key for the sealed chain; made on the first call."""
    made = kept(data_dir / "seal-key.json", make=environment.fresh_seal_key)
    return made["HUANCUI_SEAL_KEYS"]


def server_passwords(path: Path) -> dict[str, str]:
    """Passwords of PostgreSQL's two roles and of Valkey; made on the first call."""
    return kept(path, make=lambda: {name: secrets.token_urlsafe(24) for name in PASSWORDS})


def password_of(kind: str, passwords: Mapping[str, str]) -> str:
    """Of one of the application's roles. All come of the owner's, which none of them tells."""
    owners = passwords["application"]
    if kind == "owner" or not owners:
        return owners
    return hmac.new(owners.encode(), kind.encode(), hashlib.sha256).hexdigest()


def recorded_passwords(path: Path) -> dict[str, str]:
    """The same without making them: empty ones when there are none yet, or not for us to read."""
    try:
        return _read(path)
    except OSError:
        return dict.fromkeys(PASSWORDS, "")


def kept(path: Path, *, make: Callable[[], dict[str, str]]) -> dict[str, str]:
    """Read `path`, or write it from `make`; of several processes at once the first one wins."""
    private_folder(path.parent)
    if not path.exists():
        draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(make(), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    try:
        return _read(path)
    except OSError as error:
        raise EmbeddedError(f"{path} cannot be read: {error.strerror}.") from error


def _read(path: Path) -> dict[str, str]:
    try:
        values: dict[str, str] = json.loads(path.read_text())
    except ValueError as error:
        raise EmbeddedError(
            f"{path} is damaged; put it back from a backup, or start with another data folder."
        ) from error
    return values

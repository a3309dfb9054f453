"""Writes docs/advisories.md: which published holes the packages of the locks have.

    python -m scripts.advisories FOLDER DATE

FOLDER holds advisories in OSV's format as YAML, a folder for each package, as the Python Packaging
Authority publishes them (github.com/pypa/advisory-database, folder vulns); DATE is the day they are
of. Nothing is asked of anybody: who has no way out brings the folder.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from packaging.version import InvalidVersion, Version

from scripts.licences import locked, normalised

TOP = Path(__file__).parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt")
WRITTEN = TOP / "docs" / "advisories.md"
HEAD = """# Published holes of the packages

Written by `python -m scripts.advisories`; do not edit. Where nothing was found, nothing was known
on the day the advisories are of, no more; another lock than the one named was not looked up.

"""


def holes(lock: Mapping[str, str], folder: Path) -> Iterator[tuple[str, str, str]]:
    """Package, version and id of each advisory that names it."""
    for name, version in sorted(lock.items()):
        for file in sorted((folder / name).glob("*.yaml")):
            advisory = yaml.safe_load(file.read_text("utf-8"))
            if "withdrawn" not in advisory and names(advisory, name, version):
                yield name, version, advisory["id"]


def names(advisory: Mapping[str, Any], package: str, version: str) -> bool:
    """Whether an advisory is about this version: it lists it, or one of its ranges holds it."""
    return any(
        version in map(str, affected.get("versions", ()))
        or any(
            _holds(each["events"], Version(version))
            for each in affected.get("ranges", ())
            if each["type"] == "ECOSYSTEM"
        )
        for affected in advisory.get("affected", ())
        if normalised(affected["package"]["name"]) == package
    )


def _holds(events: list[dict[str, Any]], version: Version) -> bool:
    """OSV's evaluation: the last event at or before the version says."""
    inside = False
    for said, at in sorted(
        ((said, _version(at)) for event in events for said, at in event.items()),
        key=lambda event: event[1],
    ):
        if said == "introduced" and version >= at:
            inside = True
        elif (said == "fixed" and version >= at) or (said == "last_affected" and version > at):
            inside = False
    return inside


def _version(said: object) -> Version:
    try:
        return Version(str(said))
    except InvalidVersion:
        return Version("0")


def mark(lock: Path) -> str:
    """Of a lock as it stands: another is another look-up."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def report(found: list[tuple[str, str, str]], *, of: str, count: int, packages: int) -> str:
    today = datetime.now(UTC).date().isoformat()
    lines = [
        f"Looked up on {today} among {count:,} advisories of {of}: {packages} packages, "
        f"{len(found)} with a published hole.",
        "",
        *(f"- {name} {version}: {advisory}" for name, version, advisory in found),
        *([""] if found else []),
        "| lock | SHA-256 |",
        "|---|---|",
        *(f"| {lock} | `{mark(TOP / lock)}` |" for lock in LOCKS),
    ]
    return HEAD + "\n".join(lines) + "\n"


def main(folder: Path, of: str) -> int:
    lock = {name: version for each in LOCKS for name, version in locked(TOP / each).items()}
    found = list(holes(lock, folder))
    count = sum(1 for _file in folder.rglob("*.yaml"))
    WRITTEN.write_text(report(found, of=of, count=count, packages=len(lock)), "utf-8")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))

"""What is installed is pinned with its hash, and its licence is listed."""

import re

import pytest

from scripts.licences import TOP, locked

LOCKS = ["requirements", "requirements-dev"]


@pytest.mark.parametrize("name", LOCKS)
def test_what_is_asked_for_is_in_the_lock_at_the_same_version(name: str) -> None:
    asked, lock = locked(TOP / f"{name}.in"), locked(TOP / f"{name}.txt")
    assert asked
    assert {package: lock.get(package) for package in asked} == asked


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_of_the_lock_has_its_hashes(name: str) -> None:
    lines = (TOP / f"{name}.txt").read_text().splitlines()
    pins = [number for number, line in enumerate(lines) if "==" in line and line[0].isalnum()]
    assert len(pins) == len(locked(TOP / f"{name}.txt"))
    assert all("--hash=sha256:" in lines[number + 1] for number in pins)


def test_both_locks_agree() -> None:
    running, developing = (locked(TOP / f"{name}.txt") for name in LOCKS)
    assert running.items() <= developing.items()


def test_every_package_that_runs_has_its_licence_listed_at_its_version() -> None:
    text = (TOP / "docs" / "licences.md").read_text()
    rows = re.findall(r"^\| (\S+) \| (\S+) \| (.+) \|$", text, re.MULTILINE)
    listed = {name: version for name, version, licence in rows if licence.strip()}
    lock = locked(TOP / "requirements.txt")
    elsewhere = {"async-timeout", "colorama", "tzdata"}  # for other systems and older Pythons
    assert set(lock) - set(listed) <= elsewhere
    assert all(lock[name] == version for name, version in listed.items() if name in lock)

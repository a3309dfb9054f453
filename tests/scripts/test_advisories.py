"""Published holes: which advisories name a version, and that the locks were looked up."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts import advisories


def advisory(
    *events: dict[str, str], versions: tuple[str, ...] = (), **more: Any
) -> dict[str, Any]:
    affected = {
        "package": {"ecosystem": "PyPI", "name": "Some_Package"},
        "ranges": [{"type": "ECOSYSTEM", "events": list(events)}],
        "versions": list(versions),
    }
    return {"id": "PYSEC-1", "affected": [affected], **more}


@pytest.mark.parametrize(
    ("version", "named"),
    [
        ("1.9", False),
        ("2.0", True),
        ("2.4.1", True),
        ("2.10", False),
        ("3.0", True),
        ("3.2", False),
    ],
)
def test_a_version_is_named_by_the_range_that_holds_it(version: str, named: bool) -> None:
    said = advisory(
        {"introduced": "2.0"}, {"fixed": "2.10"}, {"introduced": "3.0"}, {"last_affected": "3.1"}
    )
    assert advisories.names(said, "some-package", version) is named


def test_a_hole_that_was_never_mended_is_found_in_every_version_since() -> None:
    assert advisories.names(advisory({"introduced": "0"}), "some-package", "99")


def test_a_version_may_be_named_by_itself() -> None:
    said = advisory(versions=("1.0.post1",))
    assert advisories.names(said, "some-package", "1.0.post1")
    assert not advisories.names(said, "some-package", "1.0")


def test_of_a_folder_those_of_the_lock_are_found_and_withdrawn_ones_are_not(tmp_path: Path) -> None:
    (tmp_path / "some-package").mkdir()
    for name, said in {
        "a": advisory({"introduced": "0"}),
        "b": advisory({"introduced": "0"}, withdrawn="2026-01-01"),
    }.items():
        (tmp_path / "some-package" / f"{name}.yaml").write_text(yaml.safe_dump(said))
    found = list(advisories.holes({"some-package": "1.0", "other": "1.0"}, tmp_path))
    assert found == [("some-package", "1.0", "PYSEC-1")]


def test_what_was_found_is_written_with_its_days_and_the_locks_it_is_about() -> None:
    found = [("some-package", "1.0", "PYSEC-1")]
    told = advisories.report(found, of="2026-01-01", count=1_000, packages=7)
    assert "1,000 advisories of 2026-01-01: 7 packages, 1 with a published hole" in told
    assert "- some-package 1.0: PYSEC-1" in told
    assert all(advisories.mark(advisories.TOP / lock) in told for lock in advisories.LOCKS)

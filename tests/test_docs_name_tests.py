"""What a document says is proved by a test, is: the test is there, and the counts are right."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
NAMED = re.compile(r"`((?:tests/|test_)[\w./-]*)(?:::(\w+))?`")
RATINGS = ("pass", "part", "fail", "n/a")
ASVS = ROOT / "docs" / "asvs.md"


def missing(text: str) -> list[str]:
    """What a text names and is not there: files, folders, and tests in files."""
    found = []
    for path, test in NAMED.findall(text):
        there = ROOT / path
        if not there.exists():
            found.append(path)
        elif test and f"def {test}(" not in there.read_text("utf-8"):
            found.append(f"{path}::{test}")
    return found


def rows(text: str) -> list[list[str]]:
    """Of every table of ratings: chapter, requirement, before, now, held by, test, missing."""
    made, chapter = [], ""
    for line in text.splitlines():
        if heading := re.match(r"## (V\d+) ", line):
            chapter = heading[1]
        cells = [each.strip() for each in line.strip("|").split(" | ")]
        if len(cells) == 6 and cells[1] in RATINGS:
            made.append([chapter, *cells])
    return made


def counts(text: str) -> dict[str, list[int]]:
    """Of the table at the top: chapter → pass, part, fail before, and pass, part, fail, n/a now."""
    lines = re.findall(r"^\| \**(V\d+|all)\b[^|]*\|([ \d*|]+)\|$", text, re.MULTILINE)
    return {name: [int(each) for each in re.findall(r"\d+", said)] for name, said in lines}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_test_a_document_names_is_there(path: Path) -> None:
    assert not missing(path.read_text("utf-8"))


def test_what_is_not_there_is_found() -> None:
    here = "tests/test_docs_name_tests.py"
    assert missing(f"`{here}::test_what_is_not_there_is_found` `tests/`") == []
    assert missing(f"`tests/nope/` `{here}::test_nope`") == ["tests/nope/", f"{here}::test_nope"]
    assert missing("`test_docs_name_tests.py`") == ["test_docs_name_tests.py"]  # where?


def test_the_threat_model_names_a_test_or_says_that_it_is_not_held() -> None:
    lines = (ROOT / "docs" / "threat-model.md").read_text("utf-8").splitlines()
    held = [line for line in lines if line.startswith("| ") and line.count(" | ") == 2]
    bare = [line for line in held if "`tests/" not in line and "**not held**" not in line]
    assert [line for line in bare if "held by" not in line] == []
    assert len(held) > 30


def test_a_row_that_passes_names_a_test_and_any_other_says_what_is_missing() -> None:
    wrong = [
        row[:2]
        for row in rows(ASVS.read_text("utf-8"))
        if (row[3] == "pass" and (not NAMED.search(row[5]) or row[6] != "–"))
        or (row[3] != "pass" and row[6] in {"", "–"})
    ]
    assert not wrong


def test_the_counts_at_the_top_are_those_of_the_rows() -> None:
    text = ASVS.read_text("utf-8")
    found = rows(text)
    assert len(found) == 77
    chapters = dict.fromkeys(row[0] for row in found)
    wanted = {each: _count([row for row in found if row[0] == each]) for each in chapters}
    assert counts(text) == {**wanted, "all": _count(found)}


def _count(of: list[list[str]]) -> list[int]:
    before, now = (Counter(row[at] for row in of) for at in (2, 3))
    return [*(before[each] for each in RATINGS[:3]), *(now[each] for each in RATINGS)]

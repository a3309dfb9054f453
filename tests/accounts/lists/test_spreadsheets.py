"""Whoever opens an export in a spreadsheet runs nothing by it."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from accounts.lists.spreadsheets import PLAIN_FIGURE, csv_line, heading_line, safe_cell

ROOT = Path(__file__).resolve().parents[3]
SIGNS = "=+-@＝＋－＠"


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1+1", "-cmd", "@SUM(A1)", "\t=1", "＝1", "+86|x", "＋1", "－1", "＠A1"),
        *("\n=1", "\r=1", " =1", "\u3000＝HYPERLINK(1)", "\ufeff=1", "\tplain"),
    ],
)
def test_a_cell_that_might_run_is_made_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["+8613800138000", "-12.50", "王小明", "", "2026-09-15", "a=b"])
def test_a_harmless_cell_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


def test_what_is_not_there_is_empty() -> None:
    assert csv_line([None, "", 0]) == ",,0\r\n"
    assert heading_line(["a", "b"]) == "\ufeffa,b\r\n"


@given(cells=st.lists(st.text(alphabet=st.sampled_from(f"{SIGNS}\t\n\r ,\"'1a中"), max_size=6)))
def test_no_cell_of_a_file_starts_a_formula(cells: list[str]) -> None:
    [read] = csv.reader(io.StringIO(csv_line(["first", *cells]), newline=""))
    for cell in read:
        assert PLAIN_FIGURE.fullmatch(cell) or not cell.strip().startswith(tuple(SIGNS))
    assert [cell.removeprefix("'") for cell in read[1:]] == [c.removeprefix("'") for c in cells]


def test_every_export_is_written_here() -> None:
    """The others copy rows into PostgreSQL, make the sample, or a file that we read again."""
    mine = {
        "accounts/intake/jobs/holding_back.py",
        "accounts/lists/spreadsheets.py",
        "messaging/planning/write.py",
        "config/sample/loans.py",
        "config/world/today/core_system.py",
    }
    found = {
        path.relative_to(ROOT).as_posix()
        for app in ("accounts", "messaging", "feedback", "config")
        for path in (ROOT / app).rglob("*.py")
        if "csv.writer" in path.read_text("utf-8") or "csv.DictWriter" in path.read_text("utf-8")
    }
    assert found <= mine

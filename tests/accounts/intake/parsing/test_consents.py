"""What a row says of consents: whether, on which day, and where the proof is."""

from datetime import UTC, date, datetime

import pytest

from accounts.intake.parsing.consents import parse_consents
from accounts.intake.parsing.shapes import CellError, RowContext, ToldConsent

CONTEXT = RowContext({}, sandbox=True, now=datetime(2026, 9, 15, 4, tzinfo=UTC))
E, L = "education_consent", "lock_screen_consent"


def test_a_yes_takes_its_day_and_its_proof_and_a_no_its_day() -> None:
    cells = {
        E: "同意",
        f"{E}_on": "2026-09-01",
        f"{E}_evidence": "合同第 9 条",
        L: "No",
        f"{L}_on": "2026年9月2日",
    }
    told = (
        ToldConsent("education", True, date(2026, 9, 1), "合同第 9 条"),
        ToldConsent("lock_screen", False, date(2026, 9, 2)),
    )
    assert parse_consents(cells, CONTEXT) == (told, [])


@pytest.mark.parametrize("cell", ["", "  ", "无", "-", "N/A"])
def test_an_empty_cell_says_nothing(cell: str) -> None:
    assert parse_consents({E: cell}, CONTEXT) == ((), [])


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({E: "maybe"}, E, "bad_consent"),
        ({E: "yes"}, f"{E}_on", "required"),
        ({E: "no"}, f"{E}_on", "required"),
        ({E: "yes", f"{E}_on": "2026-09-16"}, f"{E}_on", "future_date"),
        ({E: "yes", f"{E}_on": "2026-09-01"}, f"{E}_evidence", "required"),
        (
            {E: "no", f"{E}_on": "2026-09-01", f"{E}_evidence": "x" * 151},
            f"{E}_evidence",
            "too_long",
        ),
    ],
)
def test_what_is_missing_is_named(cells: dict[str, str], column: str, code: str) -> None:
    told, errors = parse_consents(cells, CONTEXT)
    assert not told
    assert [(error.column, error.code) for error in errors] == [(column, code)]
    assert isinstance(errors[0], CellError)

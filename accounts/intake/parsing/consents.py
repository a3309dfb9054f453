"""What a row says of the consents its customer gave or took back. Pure.

Each kind has three columns: whether (yes or no), the day on which the customer said so, and where
the proof is kept. An empty cell says nothing: only “no” takes a consent back.
"""

from __future__ import annotations

from collections.abc import Mapping

from accounts.intake.parsing.cells import choices, dates, texts
from accounts.intake.parsing.cells.nothing import says_nothing
from accounts.intake.parsing.cells.problem import CellProblem
from accounts.intake.parsing.shapes import CellError, RowContext, ToldConsent

KINDS = ("education", "lock_screen")
MAX_EVIDENCE_CHARS = 150
"""Of the 200 that are kept: import and day stand before it."""


def parse_consents(
    cells: Mapping[str, str], context: RowContext
) -> tuple[tuple[ToldConsent, ...], list[CellError]]:
    """What the row says, or every error in these cells; neither where it says nothing."""
    told: list[ToldConsent] = []
    errors: list[CellError] = []
    for kind in KINDS:
        column = f"{kind}_consent"
        text = cells.get(column, "")
        if not text or text.isspace() or says_nothing(text, zeros=False):
            continue
        place = column
        try:
            agreed = choices.parse_agreed(text)
            place = f"{column}_on"
            day = cells.get(place, "")
            if not day.strip():
                raise CellProblem("required")
            on = dates.parse_date(day)
            if on > context.today:
                raise CellProblem("future_date")
            place = f"{column}_evidence"
            evidence = texts.clean_text(cells.get(place, ""), limit=MAX_EVIDENCE_CHARS)
            if agreed and (not evidence or says_nothing(evidence)):
                raise CellProblem("required")
        except CellProblem as problem:
            errors.append(CellError(place, problem.code, problem.params))
        else:
            told.append(ToldConsent(kind, agreed, on, evidence))
    return tuple(told), errors

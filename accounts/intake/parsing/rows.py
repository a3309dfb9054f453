"""One row of a file → typed facts, or every error in it. Pure.

read_loan(raw, columns, context)         a row of a `Table`, with what is wrong in the file itself
parse_loan_row(cells, context)           cells by column name
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from accounts.intake.parsing.cells import addresses, dates
from accounts.intake.parsing.cells.addresses import SANDBOX_PREFIX
from accounts.intake.parsing.cells.nothing import says_nothing
from accounts.intake.parsing.cells.problem import CellProblem
from accounts.intake.parsing.columns import (
    EMPTY,
    LENDER_POSITION,
    LOAN_PARSERS,
    REPAYMENT_PARSERS,
    Parser,
)
from accounts.intake.parsing.consents import parse_consents
from accounts.intake.parsing.headers import Columns
from accounts.intake.parsing.instalments import Loan, parse_instalments
from accounts.intake.parsing.shapes import (
    CellError,
    LoanRow,
    Remark,
    RepaymentRow,
    RowContext,
    RowErrors,
)
from accounts.intake.readers.ndjson import WHOLE_ROW
from accounts.intake.readers.table import RawRow
from accounts.rules.currencies import WHOLE_CURRENCIES, can_be_paid, decimals_of

__all__ = [
    "SANDBOX_PREFIX",
    "CellError",
    "LoanRow",
    "RepaymentRow",
    "RowContext",
    "RowErrors",
    "parse_loan_row",
    "parse_repayment_row",
    "read_loan",
    "read_repayment",
]

# An amount due far above all that is outstanding is a file in cents, not interest and fees.
MAX_DUE_TO_OUTSTANDING = 2

Row = TypeVar("Row", LoanRow, RepaymentRow)
AMOUNTS = ("principal", "outstanding", "amount_due")
AS_SHOWN = frozenset({"customer_no", "loan_no", "reference", "id_last4", "phone"})
"""Columns whose numbers are names of something: zeros in front belong to them."""
DATES = frozenset(
    {"due_date", "as_of", "paid_on", "phone_confirmed_on"}
    | {"education_consent_on", "lock_screen_consent_on"}
)
"""Columns in which a date cell of a workbook is what it should be."""


def parse_loan_row(
    cells: Mapping[str, str], context: RowContext, remarks: list[Remark] | None = None
) -> LoanRow | RowErrors:
    """All errors of the row at once. Columns left out count as empty.

    What was read otherwise than it is written is added to `remarks`.
    """
    remarks = [] if remarks is None else remarks
    values, errors = parse_cells(cells, LOAN_PARSERS, context, remarks)
    try:
        values.append(parse_as_of(cells.get("as_of", ""), context, lender=values[LENDER_POSITION]))
    except CellProblem as problem:
        errors.append(CellError("as_of", problem.code, problem.params))
    if errors:
        return RowErrors(tuple(errors))
    row = LoanRow(*values)
    told, errors = parse_instalments(cells, _loan_of(row, context))
    consents, problems = parse_consents(cells, context)
    row = row._replace(instalments=told, consents=consents)
    errors += problems
    errors += contradictions(row)
    if errors:
        return RowErrors(tuple(errors))
    if row.customer_no != cells["customer_no"]:
        remarks.append(Remark("customer_no", "marks_dropped"))
    if row.loan_no != cells["loan_no"]:
        remarks.append(Remark("loan_no", "marks_dropped"))
    if row.phone and not addresses.gets_texts(row.phone):
        remarks.append(Remark("phone", "landline"))
    return row


def _loan_of(row: LoanRow, context: RowContext) -> Loan:
    hosts = context.lender_hosts.get(row.lender, frozenset())
    return Loan(row.amount_due, row.due_date, row.currency, hosts)


def parse_repayment_row(
    cells: Mapping[str, str], context: RowContext, remarks: list[Remark] | None = None
) -> RepaymentRow | RowErrors:
    """All errors of the row at once."""
    remarks = [] if remarks is None else remarks
    values, errors = parse_cells(cells, REPAYMENT_PARSERS, context, remarks)
    if errors:
        return RowErrors(tuple(errors))
    reference, loan_no, paid_on, amount, reverses, went_back = values
    takes_back = went_back or amount < 0 or bool(reverses)
    row = RepaymentRow(reference, loan_no, paid_on, abs(amount), reverses, takes_back)
    for column in ("reference", "loan_no"):
        if getattr(row, column) != cells[column]:
            remarks.append(Remark(column, "marks_dropped"))
    return row


def read_loan(
    raw: RawRow, columns: Columns, context: RowContext, remarks: list[Remark] | None = None
) -> LoanRow | RowErrors:
    """A row as the reader gave it: what the reader found wrong with it, then the cells."""
    return read_row(raw, columns, lambda cells: parse_loan_row(cells, context, remarks))


def read_repayment(
    raw: RawRow, columns: Columns, context: RowContext, remarks: list[Remark] | None = None
) -> RepaymentRow | RowErrors:
    """A row as the reader gave it: what the reader found wrong with it, then the cells."""
    return read_row(raw, columns, lambda cells: parse_repayment_row(cells, context, remarks))


def read_row(
    raw: RawRow, columns: Columns, parse: Callable[[dict[str, str]], Row | RowErrors]
) -> Row | RowErrors:
    if len(raw.cells) > columns.width and any(raw.cells[columns.width :]):
        # A comma too many moves every cell after it: none of them can be trusted.
        params = {"found": len(raw.cells), "expected": columns.width}
        return RowErrors((CellError("", "cell_count", params),), raw.line)
    if raw.problems:
        names = {position: name for name, position in columns.positions.items()} | {WHOLE_ROW: ""}
        found = [
            CellError(names[at], code)
            for at, code in raw.problems
            if at in names and not (code == "date_cell" and names[at] in DATES)
        ]
        if found:
            return RowErrors(tuple(found), raw.line)
    cells = columns.pick(raw.cells)
    if raw.shown:
        by_position = dict(raw.shown)
        cells |= {
            name: by_position[at]
            for name, at in columns.positions.items()
            if name in AS_SHOWN and at in by_position
        }
    row = parse(cells)
    return RowErrors(row.errors, raw.line) if isinstance(row, RowErrors) else row


def parse_cells(
    cells: Mapping[str, str],
    parsers: tuple[tuple[str, Parser], ...],
    context: RowContext,
    remarks: list[Remark],
) -> tuple[list[Any], list[CellError]]:
    values: list[Any] = []
    errors: list[CellError] = []
    for column, parse in parsers:
        text = cells.get(column, "")
        try:
            values.append(parse(text, context))
        except CellProblem as problem:
            empty = EMPTY.get(column)
            nothing = says_nothing(text, zeros=empty is not None)
            if nothing and empty is not None:
                values.append(empty(context))
                remarks.append(Remark(column, "read_as_empty"))
                continue
            values.append(None)
            code = "says_nothing" if nothing and problem.code != "no_name" else problem.code
            errors.append(CellError(column, code, {} if nothing else problem.params))
    return values, errors


def parse_as_of(text: str, context: RowContext, *, lender: str | None) -> Any:
    """A moment without offset is local to the lender."""
    if not text.strip():
        raise CellProblem("required")
    zone = context.lender_zones.get(lender or "", context.default_zone)
    as_of = dates.parse_moment(text, zone)
    if as_of > context.latest_as_of:
        raise CellProblem("future_time")
    return as_of


def not_of_currency(currency: str) -> dict[str, int | str]:
    """What to say of an amount that its currency cannot pay."""
    return {"currency": currency, "decimals": decimals_of(currency)}


def contradictions(row: LoanRow) -> list[CellError]:
    """Cells that are right alone and wrong together."""
    errors: list[CellError] = []
    # Interest and fees may lift what is due above the outstanding principal, but not by far.
    if row.amount_due > row.outstanding * MAX_DUE_TO_OUTSTANDING:
        params = {"ratio": MAX_DUE_TO_OUTSTANDING}
        errors.append(CellError("amount_due", "due_above_outstanding", params))
    for column in AMOUNTS if row.currency in WHOLE_CURRENCIES else ():
        amount: Decimal = getattr(row, column)
        if not can_be_paid(amount, row.currency):
            errors.append(CellError(column, "currency_decimals", not_of_currency(row.currency)))
    late, paid = row.instalments_paid_late, row.instalments_paid
    if (late is None) != (paid is None):
        column = "instalments_paid_late" if late is None else "instalments_paid"
        errors.append(CellError(column, "required"))
    elif late is not None and paid is not None and late > paid:
        errors.append(CellError("instalments_paid_late", "late_above_paid"))
    return errors

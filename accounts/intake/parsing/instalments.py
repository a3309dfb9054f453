"""What a row says of the instalments that make up its amount due. Pure.

Every column is optional. A cell holds one value, or as many as there are instalments, between
semicolons: `3; 4` and `500.00; 500.00`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from accounts.intake.parsing.cells import amounts, dates
from accounts.intake.parsing.cells.marks import narrow
from accounts.intake.parsing.cells.problem import CellProblem
from accounts.intake.parsing.shapes import CellError, Instalment
from accounts.rules.currencies import can_be_paid, decimals_of
from accounts.rules.pay_links import is_somebodys, link_problem

COLUMNS = (
    "instalment_no",
    "instalment_due",
    "instalment_principal",
    "instalment_interest",
    "instalment_fee",
    "pay_with",
)
MOST = 60
"""Instalments of one loan that are due together: five years of months."""

_BETWEEN = re.compile("[;；]")
_CODE = re.compile(r"[A-Z0-9-]{4,40}", re.IGNORECASE)

T = TypeVar("T")


class Loan(NamedTuple):
    """What is known of the row's loan already. `hosts`: those of its lender's links."""

    amount_due: Decimal
    due_date: dt.date
    currency: str
    hosts: frozenset[str]


def parse_instalments(
    cells: Mapping[str, str], loan: Loan
) -> tuple[tuple[Instalment, ...], list[CellError]]:
    """The instalments, or every error in these cells; neither where the row says none."""
    said = {name: _split(cells.get(name, "")) for name in COLUMNS}
    if not any(said.values()):
        return (), []
    errors: list[CellError] = []
    count = len(said["instalment_no"])
    if not count:
        return (), [CellError("instalment_no", "required")]
    if not said["instalment_principal"]:
        errors.append(CellError("instalment_principal", "required"))
    if count > MOST:
        errors.append(CellError("instalment_no", "too_many_instalments", {"limit": MOST}))
    errors += [
        CellError(name, "instalment_values", {"count": count})
        for name in COLUMNS
        if said[name] and len(said[name]) != count
    ]
    if errors:
        return (), errors
    columns = {
        "instalment_no": _read("instalment_no", said, amounts.parse_count, 0, count, errors),
        "instalment_due": _read(
            "instalment_due", said, dates.parse_date, loan.due_date, count, errors
        ),
        "pay_with": _read("pay_with", said, _pay_with(loan.hosts), "", count, errors),
    }
    for name in ("instalment_principal", "instalment_interest", "instalment_fee"):
        columns[name] = _read(name, said, amounts.parse_amount, Decimal(0), count, errors)
    if errors:
        return (), errors
    found = tuple(
        Instalment(*each) for each in zip(*(columns[name] for name in COLUMNS), strict=True)
    )
    return found, _together(found, loan)


def _together(found: Sequence[Instalment], loan: Loan) -> list[CellError]:
    """What is right alone and wrong together."""
    if len({each.number for each in found}) < len(found):
        return [CellError("instalment_no", "instalment_twice")]
    parts = [part for each in found for part in (each.principal, each.interest, each.fee)]
    if not all(can_be_paid(part, loan.currency) for part in parts):
        params: dict[str, int | str] = {
            "currency": loan.currency,
            "decimals": decimals_of(loan.currency),
        }
        return [CellError("instalment_principal", "currency_decimals", params)]
    if not all(each.principal + each.interest + each.fee for each in found):
        return [CellError("instalment_principal", "zero_amount")]
    if sum(parts) != loan.amount_due:
        return [CellError("instalment_principal", "instalments_do_not_add_up")]
    return []


def _split(text: str) -> list[str]:
    if not text.strip():
        return []
    return [part.strip() for part in _BETWEEN.split(text)]


def _read(
    name: str,
    said: Mapping[str, list[str]],
    parse: Callable[[str], T],
    default: T,
    count: int,
    errors: list[CellError],
) -> list[Any]:
    values: list[Any] = []
    for text in said[name] or [""] * count:
        try:
            values.append(parse(text) if text else default)
        except CellProblem as problem:
            errors.append(CellError(name, problem.code, problem.params))
    return values


def _pay_with(hosts: frozenset[str]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if "/" in text or "." in text:
            if link_problem(text, hosts):
                raise CellProblem("not_a_pay_link")
            return text
        code = narrow(text)
        if not _CODE.fullmatch(code):
            raise CellProblem("bad_pay_code")
        if is_somebodys(code):
            raise CellProblem("a_persons_account")
        return code

    return parse

"""How wide our columns are, asked of the tables themselves."""

from django.db.models import CharField, Model

from accounts.intake.parsing.shapes import CellError, LoanRow, RepaymentRow
from accounts.models import Customer, Loan, Repayment

STORED_AS_READ: dict[type, tuple[tuple[type[Model], str], ...]] = {
    LoanRow: (
        *((Customer, "customer_no"), (Customer, "salutation")),
        *((Loan, "loan_no"), (Loan, "product"), (Loan, "officer_name")),
    ),
    RepaymentRow: ((Repayment, "reference"),),
}


_known: dict[type, list[tuple[str, int]]] = {}


def widths(row_type: type) -> list[tuple[str, int]]:
    """(column, characters) of everything in such a row that is stored as it was read."""
    if row_type not in _known:
        columns = STORED_AS_READ[row_type]
        _known[row_type] = [(name, width(model, name)) for model, name in columns]
    return _known[row_type]


def width(model: type[Model], name: str) -> int:
    field = model._meta.get_field(name)
    if not isinstance(field, CharField) or field.max_length is None:
        raise TypeError(f"{model.__name__}.{name} is no column of limited width")
    return field.max_length


def too_wide(row: LoanRow | RepaymentRow) -> list[CellError]:
    """One error for each value longer than its column."""
    return [
        CellError(name, "too_long", {"limit": limit})
        for name, limit in widths(type(row))
        if len(getattr(row, name)) > limit
    ]

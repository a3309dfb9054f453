"""What the list of customers tells of each: what is owed, since when, and what holds contact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from accounts.holds import service as holds
from accounts.models import Loan
from accounts.rules.delinquency import days_past_due
from accounts.rules.lender_day import lender_day
from accounts.rules.money import money


@dataclass(slots=True)
class Standing:
    """`due`: by currency, of all loans with something due; `late`: days past due of the loan that
    is longest so, None where none is; `holds`: their kinds, each once."""

    due: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    late: int | None = None
    holds: list[str] = field(default_factory=list)

    @property
    def owed(self) -> str:
        return " + ".join(money(amount, currency) for currency, amount in sorted(self.due.items()))


def standings(ids: Collection[int], now: datetime) -> dict[int, Standing]:
    """Of these customers; two queries."""
    found = {pk: Standing() for pk in ids}
    for loan in Loan.objects.filter(customer__in=ids, amount_due__gt=0).select_related("lender"):
        standing = found[loan.customer_id]
        standing.due[loan.currency] += loan.amount_due
        late = days_past_due(loan.due_date, lender_day(loan.lender, now))
        if late > 0:
            standing.late = max(late, standing.late or 0)
    for hold in holds.standing(now).filter(customer__in=ids).order_by("pk"):
        said = str(hold.get_kind_display())
        if said not in found[hold.customer_id].holds:
            found[hold.customer_id].holds.append(said)
    return found

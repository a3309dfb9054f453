"""What a customer has promised so far, for screens and for their own page."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from accounts.models import Customer, Loan
from feedback.models import Promise


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts by state over all loans of a customer."""

    kept: int
    partly: int
    broken: int
    open: int

    @property
    def judged(self) -> int:
        return self.kept + self.partly + self.broken


def summary(customer: Customer) -> Summary:
    """One query."""
    counts = dict(
        Promise.objects.filter(customer=customer).values_list("state").annotate(Count("pk"))
    )
    return Summary(*(counts.get(name, 0) for name in ("kept", "partly", "broken", "open")))


def owed_now(loan: Loan) -> Decimal:
    """The most that can be promised for a loan: what is due by now."""
    return loan.amount_due

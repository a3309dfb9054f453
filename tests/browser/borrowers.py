"""The sample's customers as the import file names them: what a text about them must say."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from accounts.sample.convert import loan_rows
from accounts.sample.figures import SAMPLE_DAY
from accounts.sample.source import uci_rows
from tests.browser.product import Product


@dataclass(frozen=True)
class Borrower:
    """A customer with one loan."""

    customer_no: str
    name: str
    salutation: str
    loan_no: str
    amount_due: Decimal
    due_date: date

    @property
    def amount(self) -> str:
        """As Chinese texts write it."""
        return f"{self.amount_due:,.2f}元"

    @property
    def days_overdue(self) -> int:
        return (SAMPLE_DAY - self.due_date).days


@cache
def borrowers() -> dict[str, Borrower]:
    """Those with a single loan, by customer number."""
    loans = defaultdict(list)
    for row in loan_rows(uci_rows()):
        loans[row["customer_no"]].append(row)
    return {
        number: Borrower(
            customer_no=number,
            name=row["name"],
            salutation=row["salutation"],
            loan_no=row["loan_no"],
            amount_due=Decimal(row["amount_due"]),
            due_date=date.fromisoformat(row["due_date"]),
        )
        for number, (row, *more) in loans.items()
        if not more
    }


def borrowers_to_write_to(product: Product, run_id: int, stage: str) -> list[Borrower]:
    """A run's candidates to send at once: one loan, Chinese, living in Shanghai's time."""
    candidates = """
    SELECT cu.customer_no FROM messaging_candidate c
    JOIN accounts_customer cu ON cu.id = c.customer_id
    WHERE c.run_id = %s AND c.stage = %s AND c.to_send AND c.reason = 'ok'
      AND c.language = 'zh-hans' AND cu.timezones = ARRAY['Asia/Shanghai']::varchar[]
    ORDER BY c.id
    """
    numbers = [number for (number,) in product.rows(candidates, run_id, stage)]
    return [borrowers()[number] for number in numbers if number in borrowers()]


def a_borrower_to_write_to(product: Product, run_id: int, stage: str) -> Borrower:
    """The first of them."""
    return borrowers_to_write_to(product, run_id, stage)[0]

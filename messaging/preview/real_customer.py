"""A real customer as the specimen of a text: what they would receive, masked for the screen."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from accounts.models import Customer, Lender, Loan
from accounts.privacy.masks import mask_name
from accounts.rules.delinquency import days_past_due, stage_of
from messaging.decisions.facts.customers import customers
from messaging.decisions.facts.loans import LOAN_COLUMNS, loan_rows
from messaging.decisions.facts.rows import CustomerRow, LoanRow
from messaging.decisions.facts.sender import Sender
from messaging.decisions.facts.text import compose
from messaging.policy.together import told_together
from messaging.preview.preview import Preview, as_received

UNKNOWN_CUSTOMER, NOTHING_DUE, NOT_RENDERED = "unknown_customer", "nothing_due", "not_rendered"
NOT_TRUE = "not_true"


@dataclass(frozen=True, slots=True)
class RealSpecimen:
    """`problem` (one of the codes above) says why there is no preview; `missing` which values are
    absent. `stage` is where the customer's oldest loan stands, None when no run would take it."""

    preview: Preview | None = None
    problem: str = ""
    missing: tuple[str, ...] = ()
    stage: str | None = None


def real_specimen(
    body: str,
    *,
    customer_no: str,
    sender: Sender,
    cause: str,
    language: str,
    today: date,
    channel: str = "sms",
    subject: str = "",
) -> RealSpecimen:
    """The text about what this customer owes this lender. The name is masked in `preview`, and
    counted in clear."""
    customer = Customer.objects.filter(customer_no=customer_no, erased_at=None).first()
    if customer is None:
        return RealSpecimen(problem=UNKNOWN_CUSTOMER)
    loans = _loans_together(customer, sender.lender, today)
    if not loans:
        return RealSpecimen(problem=NOTHING_DUE)
    row = customers([customer.pk])[customer.pk]
    stage = stage_of(days_past_due(loans[0].due_date, today))
    composed = partial(
        compose,
        body,
        loans=loans,
        sender=sender,
        language=language,
        cause=cause,
        today=today,
        channel=channel,
        subject=subject,
    )
    text, gap = composed(customer=row)
    shown, _gap = composed(customer=_masked(row))
    if text is None or shown is None:
        return RealSpecimen(problem=NOT_RENDERED, missing=gap.names, stage=stage)
    if text.untrue:
        return RealSpecimen(problem=NOT_TRUE, stage=stage)
    seen = as_received(text.text, lender=sender.lender, shown=shown.text, content=shown.content)
    return RealSpecimen(preview=seen, stage=stage)


def _loans_together(customer: Customer, lender: Lender, today: date) -> list[LoanRow]:
    """What is due, the oldest first, of one standing and currency, as planning puts it into one
    text."""
    due = Loan.objects.filter(customer=customer, lender=lender, amount_due__gt=0)
    return told_together(loan_rows(due.order_by("pk").values_list(*LOAN_COLUMNS)), today)


def _masked(row: CustomerRow) -> CustomerRow:
    name = Customer.name.field
    masked = mask_name(name.open(row.name_enc, row.id))
    return row._replace(name_enc=name.seal(masked, row.id))

"""What a decision about a telephone call looks at. A call has no text and no gateway."""

from __future__ import annotations

from datetime import date

from accounts.keys import keyring
from accounts.models import ContactPoint, Loan
from messaging.decisions.facts.batch_context import Frame
from messaging.decisions.facts.customers import customers, point_facts, wish_to_keep_to
from messaging.decisions.facts.holds_and_contacts import (
    contacts,
    counts_accounts,
    holds,
    longest_period,
    suppressions,
)
from messaging.decisions.facts.rows import PointRow
from messaging.models import Suppression
from messaging.policy.facts import CALL_BACK, ContactFacts, LoanFacts

PHONE, TEXT = "phone", "sms"


def number_hash(number: str) -> bytes:
    """A number as texts know it: calls and texts to it count together."""
    return keyring().suppression_hash(number, TEXT)


def call_facts(
    *, point: ContactPoint, number: str, loans: tuple[Loan, ...], purpose: str, frame: Frame
) -> ContactFacts:
    """Facts of one call to `number`, the clear address of `point`. Six queries at most.

    A number that must not be texted is not called on our initiative either. Whoever asked for a
    call is called, unless the number itself is another's or calls to it are refused.
    """
    address = number_hash(number)
    customer = customers([point.customer_id]).get(point.customer_id)
    found = contacts(
        customer_ids=[point.customer_id],
        address_hashes=[address],
        since=frame.now - longest_period(frame.policy),
        by_account=counts_accounts(frame.policy),
    )
    return ContactFacts(
        channel=PHONE,
        zones=customer.zones if customer else (),
        ledger_zone=frame.lender.timezone,
        loans=tuple(_loan_facts(loan, point.customer_id) for loan in loans),
        contact_point=point_facts(_row(point)),
        template=None,
        stops=frame.stops_covering(run_id=None, template_ids=(), version_id=None, gateway_id=None),
        suppression=_suppression(number, purpose),
        holds=holds([point.customer_id], frame.now).get(point.customer_id, ()),
        contacts=found.of(customer_id=point.customer_id, address=address, apart_from=None),
        send_at_once=True,
        calendar=frame.calendar,
        night_consent=customer.night_consent if customer else False,
        purpose=purpose,
        wished_hours=customer.wished_hours if customer else "",
        wished_channel=wish_to_keep_to(customer, frame.channels) if customer else "",
    )


def _suppression(number: str, purpose: str) -> str | None:
    keys = keyring()
    by_phone, by_text = keys.suppression_hash(number, PHONE), number_hash(number)
    found = suppressions([by_phone, by_text])
    for_calls, for_texts = found.get((PHONE, by_phone)), found.get((TEXT, by_text))
    asked_for = purpose == CALL_BACK and for_texts == Suppression.Kind.OPT_OUT
    return for_calls or (None if asked_for else for_texts)


def _row(point: ContactPoint) -> PointRow:
    confirmed: date | None = point.confirmed_on
    return PointRow(
        point.pk, point.customer_id, point.channel, point.role, point.state, confirmed, b"", b""
    )


def _loan_facts(loan: Loan, customer_id: int) -> LoanFacts:
    return LoanFacts(
        loan_id=loan.pk,
        stage_planned="",
        occurrence=0,
        due_date=loan.due_date,
        amount_due=loan.amount_due,
        currency=loan.currency,
        as_of=loan.as_of,
        role="debtor" if loan.customer_id == customer_id else "contact_person",
    )

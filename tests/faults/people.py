"""Customers by the hundred, with a message each to be sent: a released run per lender."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from accounts.keys import keyring
from accounts.models import ContactPoint, Customer, Loan
from messaging.models import Candidate, CandidateLoan, Message, Run, TemplateVersion
from tests import make, make_messaging, make_outbox

_serial = itertools.count(1)
STAGE, DPD = "dpd-4-7", 5


@dataclass(frozen=True)
class Person:
    """A customer, their number and their loan."""

    customer_id: int
    loan_id: int
    address: str
    address_hash: bytes


@dataclass
class Crowd:
    """Everybody a scenario writes to; `runs` and `versions` are what stops may name."""

    people: list[Person] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    versions: list[TemplateVersion] = field(default_factory=list)
    messages: list[int] = field(default_factory=list)


def crowd(
    count: int, *, lenders: int = 2, at_once: bool = True, now: datetime, **policy: object
) -> Crowd:
    """`count` people, dealt out over the runs of that many lenders, one queued message each."""
    made = Crowd()
    for share in range(lenders):
        number = count // lenders + (share < count % lenders)
        run, version = released_run(now, **policy)
        people = folk(number, lender_id=run.lender_id, now=now)
        made.messages += remind(people, run, version, now=now, at_once=at_once)
        made.people += people
        made.runs.append(run)
        made.versions.append(version)
    return made


@transaction.atomic
def more(crowd: Crowd, count: int, *, now: datetime) -> None:
    """As many more people, in a run that is under way; at once, as a sweep finishes empty runs."""
    under_way = Run.objects.select_for_update(no_key=True).filter(state=Run.State.RELEASED)
    run = under_way.filter(pk__in=[run.pk for run in crowd.runs]).order_by("-pk").first()
    if run is None:
        run, version = released_run(now)
        crowd.runs.append(run)
        crowd.versions.append(version)
    version = crowd.versions[[known.pk for known in crowd.runs].index(run.pk)]
    people = folk(count, lender_id=run.lender_id, now=now)
    crowd.messages += remind(people, run, version, now=now)
    crowd.people += people


def released_run(now: datetime, **policy: object) -> tuple[Run, TemplateVersion]:
    """A lender with policy, template and a run of today that was released."""
    lender = make.lender()
    standing = make_outbox.policy(lender, **policy)
    version = make_messaging.version(stage=STAGE)
    return make_outbox.run(lender, policy_version=standing), version


def folk(
    count: int, *, lender_id: int, now: datetime, addresses: Sequence[str] = (), dpd: int = DPD
) -> list[Person]:
    """People with a loan five days past due; on numbers of their own unless some are given."""
    numbers = list(addresses) or [make.sandbox_phone() for _ in range(count)]
    customers = Customer.objects.bulk_create(_customer(now) for _ in numbers)
    ContactPoint.objects.bulk_create(
        _point(customer.pk, number) for customer, number in zip(customers, numbers, strict=True)
    )
    loans = Loan.objects.bulk_create(
        loan_of(customer.pk, lender_id=lender_id, now=now, dpd=dpd) for customer in customers
    )
    return [
        Person(customer.pk, loan.pk, number, keyring().suppression_hash(number, "sms"))
        for customer, loan, number in zip(customers, loans, numbers, strict=True)
    ]


def loan_of(customer_id: int, *, lender_id: int, now: datetime, dpd: int = DPD) -> Loan:
    today: date = (now.astimezone(UTC) + timedelta(hours=8)).date()  # in Shanghai
    return Loan(
        loan_no=f"F{next(_serial):09d}",
        lender_id=lender_id,
        customer_id=customer_id,
        product="消费贷",
        currency="CNY",
        principal=Decimal("10000.00"),
        outstanding=Decimal("8000.00"),
        amount_due=Decimal("1234.56"),
        due_date=today - timedelta(days=dpd),
        as_of=now,
        instalments_paid=6,
        instalments_paid_late=0,
        fingerprint=b"",
        updated_at=now,
    )


def other_loans(
    people: Sequence[Person], *, lender_id: int, now: datetime, dpd: int
) -> list[Person]:
    """The same people with a loan at another lender."""
    loans = Loan.objects.bulk_create(
        loan_of(person.customer_id, lender_id=lender_id, now=now, dpd=dpd) for person in people
    )
    return [replace(p, loan_id=loan.pk) for p, loan in zip(people, loans, strict=True)]


def remind(
    people: Sequence[Person],
    run: Run,
    version: TemplateVersion,
    *,
    now: datetime,
    at_once: bool = True,
) -> list[int]:
    """A candidate and a queued message for each; the ids of the messages."""
    points = dict(
        ContactPoint.objects.filter(customer__in=[p.customer_id for p in people]).values_list(
            "customer_id", "pk"
        )
    )
    candidates = Candidate.objects.bulk_create(
        _candidate(person, points[person.customer_id], run, version) for person in people
    )
    CandidateLoan.objects.bulk_create(
        CandidateLoan(
            candidate=candidate,
            loan_id=person.loan_id,
            stage=STAGE,
            days_past_due=DPD,
            amount_due=candidate.amount_due,
        )
        for candidate, person in zip(candidates, people, strict=True)
    )
    messages = Message.objects.bulk_create(
        Message(
            run=run,
            candidate=candidate,
            lender_id=run.lender_id,
            customer_id=person.customer_id,
            contact_point_id=points[person.customer_id],
            address_hash=person.address_hash,
            template_version=version,
            language="zh-hans",
            send_at_once=at_once,
            not_before=now,
            created_at=now,
        )
        for candidate, person in zip(candidates, people, strict=True)
    )
    return [message.pk for message in messages]


def _customer(now: datetime) -> Customer:
    return Customer(
        customer_no=f"F{next(_serial):09d}",
        name="王小明",
        salutation="先生",
        timezones=["Asia/Shanghai"],
        fingerprint=b"",
        created_at=now,
    )


def _point(customer_id: int, address: str) -> ContactPoint:
    keys = keyring()
    return ContactPoint(
        customer_id=customer_id,
        channel="sms",
        address=address,
        address_index=ContactPoint.address.field.index(address),
        address_hash=keys.suppression_hash(address, "sms"),
        seen_at=make.MORNING,
    )


def _candidate(person: Person, point: int, run: Run, version: TemplateVersion) -> Candidate:
    return Candidate(
        run=run,
        customer_id=person.customer_id,
        contact_point_id=point,
        address_hash=person.address_hash,
        stage=STAGE,
        tone="gentle",
        tone_reason="always_on_time",
        cause="unknown",
        language="zh-hans",
        template_version=version,
        arm="contact",
        currency="CNY",
        amount_due=Decimal("1234.56"),
        days_past_due=DPD,
        outcome="send",
        reason="ok",
        to_send=True,
    )

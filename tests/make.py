"""People, loans and rules made to order for tests: `make.loan(dpd=5)`, `make.staff("supervisor")`.

Every maker fills in what the test does not say; keyword arguments override columns.
"""

import itertools
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Group

from accounts.keys import keyring
from accounts.models import (
    ContactPoint,
    Customer,
    Lender,
    Loan,
    TrainingCourse,
    TrainingRecord,
    User,
)

DAY = date(2026, 9, 15)
MORNING = datetime(2026, 9, 15, 0, 30, tzinfo=UTC)  # 08:30 in Shanghai
_serial = itertools.count(1)


def lender(**columns: Any) -> Lender:
    n = next(_serial)
    return Lender.objects.create(
        **{
            "code": f"lender{n}",
            "name": f"安和消费金融{n}",
            "signature": "安和消费金融",
            "hotline": "4008001234",
            "ways_to_pay": "安和App、银行转账或柜台",
            "ways_to_pay_en": "the Anhe app, bank transfer or at a branch",
            "name_en": "Anhe Finance",
            **columns,
        }
    )


def staff(role: str, *, trained: bool = True, **columns: Any) -> User:
    """A staff member of one role; trained on 2026-06-01 unless said otherwise."""
    n = next(_serial)
    user = User.objects.create(
        **{"username": f"{role}{n}", "display_name": f"{role} {n}", "is_staff": True, **columns}
    )
    user.groups.add(Group.objects.get(name=role))
    if trained:
        course, _made = TrainingCourse.objects.get_or_create(
            code="review", defaults={"title": "Reviewing texts"}
        )
        TrainingRecord.objects.create(
            user=user, course=course, passed_on=date(2026, 6, 1), valid_until=date(2027, 6, 1)
        )
    return user


def customer(*, name: str = "王小明", phone: str | None = "", **columns: Any) -> Customer:
    """A customer with one SMS address (`phone=None`: without), on a sandbox number of their own."""
    n = next(_serial)
    person = Customer.objects.create(
        **{
            "customer_no": f"C{n:08d}",
            "name_enc": keyring().encrypt(name, "customer.name"),
            "salutation": "先生",
            "timezones": ["Asia/Shanghai"],
            "fingerprint": b"",
            "created_at": MORNING,
            **columns,
        }
    )
    if phone is not None:
        contact_point(customer=person, address=phone or sandbox_phone())
    return person


def sandbox_phone() -> str:
    from accounts.intake.parsing.rows import SANDBOX_PREFIX

    prefix = SANDBOX_PREFIX if SANDBOX_PREFIX.startswith("+") else f"+86{SANDBOX_PREFIX}"
    return prefix + f"{next(_serial):0{14 - len(prefix)}d}"


def contact_point(*, customer: Customer, address: str, **columns: Any) -> ContactPoint:
    channel = columns.get("channel", "sms")
    keys = keyring()
    return ContactPoint.objects.create(
        **{
            "customer": customer,
            "channel": channel,
            "address_enc": keys.encrypt(address, "contact_point.address"),
            "address_index": keys.blind_index(address, "contact_point.address"),
            "address_hash": keys.suppression_hash(address, channel),
            "seen_at": MORNING,
            **columns,
        }
    )


def loan(*, dpd: int = 5, today: date = DAY, **columns: Any) -> Loan:
    """A loan `dpd` days past due on `today`, of a new customer unless one is given."""
    n = next(_serial)
    return Loan.objects.create(
        **{
            "loan_no": f"L{n:08d}",
            "product": "消费贷",
            "currency": "CNY",
            "principal": Decimal("10000.00"),
            "outstanding": Decimal("8000.00"),
            "amount_due": Decimal("1234.56"),
            "due_date": today - timedelta(days=dpd),
            "as_of": MORNING,
            "instalments_paid": 6,
            "instalments_paid_late": 0,
            "fingerprint": b"",
            "updated_at": MORNING,
            **columns,
            "lender": columns.get("lender") or lender(),
            "customer": columns.get("customer") or customer(),
        }
    )

"""People, loans and rules made to order for tests: `make.loan(dpd=5)`, `make.staff("supervisor")`.

Every maker fills in what the test does not say; keyword arguments override columns.
"""

import itertools
from collections.abc import Sequence
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
    StaffLender,
    StaffRequest,
    TrainingCourse,
    TrainingRecord,
    User,
)
from accounts.models.staff import TRAINING_VALID_DAYS
from accounts.people import first, requests
from accounts.rules.lender_facts import facts_of
from accounts.signals import lender_facts_changed

DAY = date(2026, 9, 15)
TRAINED = date(2026, 6, 1)
MORNING = datetime(2026, 9, 15, 0, 30, tzinfo=UTC)  # 08:30 in Shanghai
_serial = itertools.count(1)


TEXTS = {
    "zh-hans": ("安和消费金融", "安和消费金融", "安和App、银行转账或柜台"),
    "zh-hant": ("安和消費金融", "安和消費金融", "安和App、銀行轉帳或櫃檯"),
    "en": ("Anhe Finance", "Anhe", "the Anhe app, bank transfer or at a branch"),
}
PRODUCTS = {"消费贷": {"zh-hans": "消费贷", "zh-hant": "消費貸", "en": "personal loan"}}


def lender(*, texts: dict[str, Any] | None = None, **columns: Any) -> Lender:
    """A lender whose wording is in force; `texts` changes (name, signature, ways to pay) of a
    language, None leaves the language out."""
    n = next(_serial)
    made = Lender.objects.create(
        **{"code": f"lender{n}", "name": f"安和消费金融{n}", "hotline": "4008001234", **columns}
    )
    said = TEXTS | (texts or {})
    wording(made, {language: text for language, text in said.items() if text})
    return made


def facts(lender: Lender, **changed: Any) -> None:
    """Change what is approved of a lender beside its wording, by two people."""
    wording(lender, TEXTS, facts=facts_of(lender) | changed)
    lender.refresh_from_db()


def wording(
    lender: Lender,
    texts: dict[str, tuple[str, str, str]],
    products: Any = None,
    facts: Any = None,
    payment: Any = None,
) -> Any:
    """What borrowers read of a lender, approved long ago by two people of its own."""
    from messaging.models import LenderWording

    long_ago = datetime(2026, 6, 2, tzinfo=UTC)
    author, approver = _writer("wording-author"), _writer("wording-approver")
    fields = ("name", "signature", "ways_to_pay")
    versions = LenderWording.objects.filter(lender=lender)
    made = LenderWording.objects.create(
        lender=lender,
        number=versions.count() + 1,
        texts={key: dict(zip(fields, text, strict=True)) for key, text in texts.items()},
        products=PRODUCTS if products is None else products,
        payment=payment or {},
        facts=facts or facts_of(Lender.objects.get(pk=lender.pk)),
        author=author,
        edited_by=author,
        created_at=long_ago,
        edited_at=long_ago,
    )
    this = LenderWording.objects.filter(pk=made.pk)
    this.update(state="submitted", submitted_by=author, submitted_at=long_ago)
    this.update(state="approved", decided_by=approver, decided_at=long_ago, effective_from=long_ago)
    made.refresh_from_db()
    lender_facts_changed.send(sender=LenderWording, lender_id=lender.pk)
    return made


def _writer(username: str) -> User:
    """One of the two who wrote and approved what tests take for granted."""
    found = User.objects.filter(username=username).first()
    return found or staff("supervisor", username=username, is_staff=False)


def staff(
    role: str,
    *,
    also: str = "",
    trained: bool = True,
    lenders: Sequence[Lender | None] = (None,),
    **columns: Any,
) -> User:
    """A staff member of one role, or `also` of another; trained on 2026-06-01 and working with all
    lenders unless said otherwise."""
    n = next(_serial)
    user = User.objects.create(
        **{"username": f"{role}{n}", "display_name": f"{role} {n}", "is_staff": True, **columns}
    )
    wanted: list[dict[str, Any]] = [{"kind": "lender", "lender": lender} for lender in lenders]
    wanted += [{"kind": "role", "role": each} for each in (role, also) if each]
    if trained:
        course, _made = TrainingCourse.objects.get_or_create(
            code="review", defaults={"title": "Reviewing texts"}
        )
        wanted.append({"kind": "training", "course": course, "passed_on": TRAINED})
    _granted(user, wanted)
    user.groups.add(*Group.objects.filter(name__in=(role, also)))
    StaffLender.objects.bulk_create([StaffLender(user=user, lender=lender) for lender in lenders])
    if trained:
        TrainingRecord.objects.create(
            user=user,
            course=course,
            passed_on=TRAINED,
            valid_until=TRAINED + timedelta(days=TRAINING_VALID_DAYS),
        )
    return user


def _granted(user: User, wanted: list[dict[str, Any]]) -> None:
    """What the guards of the tables use up, all at once: tests make staff by thousands."""
    two = _administrators()
    asks, decides = two or (None, None)
    state = {"state": "asked"} if two else {"state": "approved", "decided_at": MORNING}
    said = {"subject": user, "why": "test", "asked_at": MORNING, "asked_by": asks, **state}
    made = StaffRequest.objects.bulk_create(StaffRequest(**said, **each) for each in wanted)
    if two:
        StaffRequest.objects.filter(pk__in=[each.pk for each in made]).update(
            state="approved", decided_by=decides, decided_at=MORNING
        )


def give_role(user: User, role: str) -> None:
    """As the sample does; once there are two administrators, by them."""
    if _administrators():
        _by_two(user, requests.Wanted(kind="role", role=role))
    else:
        first.give_role(user, role, why="test", now=MORNING)


def give_lender(user: User, lender: Lender | None) -> None:
    if _administrators():
        _by_two(user, requests.Wanted(kind="lender", lender=lender))
    else:
        first.give_lender(user, lender, why="test", now=MORNING)


def give_training(user: User, course: TrainingCourse, day: date) -> None:
    if _administrators():
        _by_two(user, requests.Wanted(kind="training", course=course, passed_on=day))
    else:
        first.record_training(user, course, day, why="test", now=MORNING)


def _administrators() -> list[User]:
    """Both, or none as long as there are fewer than two. Who works with all gives anybody's."""
    made = User.objects.filter(
        requests__role="administrator", works_with__pk__gt=0, works_with__lender=None
    )
    made = made.order_by("pk").distinct()
    found = list(made[:2])
    return found if len(found) == 2 else []


def _by_two(user: User, wanted: requests.Wanted) -> None:
    asks, decides = _administrators()
    asked = requests.ask(user, wanted, why="test", by=asks, now=MORNING)
    requests.approve(asked, by=decides, now=MORNING)


def customer(*, name: str | bytes = "王小明", phone: str | None = "", **columns: Any) -> Customer:
    """A customer with one SMS address (`phone=None`: without), on a sandbox number of their own;
    bytes for a name that cannot be read."""
    n = next(_serial)
    person = Customer.objects.create(
        **{
            "customer_no": f"C{n:08d}",
            "name": name,
            "salutation": "先生",
            "timezones": ["Asia/Shanghai"],
            "name_index": Customer.known_by(name) if isinstance(name, str) else b"",
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
            "address": address,
            "address_index": ContactPoint.address.field.index(address),
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

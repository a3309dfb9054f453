"""Who owes a loan, and their numbers, from a file into the tables."""

from datetime import datetime

import pytest

from accounts.models import (
    ContactPoint,
    Customer,
    Lender,
    Loan,
)
from tests.make_intake import applied, as_csv, loan, problems

pytestmark = pytest.mark.django_db


def test_a_changed_name_changes_the_customer(anhe: Lender, now: datetime) -> None:
    row = loan()
    applied(as_csv([row]), now=now)

    applied(as_csv([{**row, "name": "王大明"}]), now=now)

    assert Customer.objects.get().name == "王大明"


def test_a_person_learned_of_newer_is_not_changed_by_an_older_loan(
    anhe: Lender, now: datetime
) -> None:
    applied(as_csv([loan(customer_no="K1", name="王新", as_of="2026-09-15 08:00")]), now=now)

    applied(as_csv([loan(customer_no="K1", name="王旧", as_of="2026-09-10 08:00")]), now=now)

    assert Customer.objects.get().name == "王新"
    assert Loan.objects.count() == 2


def test_a_number_no_longer_named_stays_seen_longer_ago(anhe: Lender, now: datetime) -> None:
    row = loan(phone="+8614100000001")
    applied(as_csv([row]), now=now)

    applied(as_csv([{**row, "phone": "+8614100000002", "as_of": "2026-09-15 12:00"}]), now=now)

    newest_first = ContactPoint.objects.order_by("-seen_at")
    clear = [p.address for p in newest_first]
    assert clear == ["+8614100000002", "+8614100000001"]


def test_a_number_closed_by_a_reply_stays_closed(anhe: Lender, now: datetime) -> None:
    row = loan()
    applied(as_csv([row]), now=now)
    ContactPoint.objects.update(state="wrong_party")

    applied(as_csv([{**row, "name": "王大明"}]), now=now)

    assert ContactPoint.objects.get().state == "wrong_party"


def test_an_erased_customer_does_not_come_back(anhe: Lender, now: datetime) -> None:
    row = loan()
    applied(as_csv([row]), now=now)
    Customer.objects.update(erased_at=now)

    done = applied(as_csv([{**row, "amount_due": "1.00"}]), now=now)

    assert problems(done) == [(2, "customer_no", "customer_erased")]


def test_several_rows_of_a_new_customer_make_one_customer_with_all_addresses(
    anhe: Lender, now: datetime
) -> None:
    rows = [loan(customer_no="K1", phone="+8614100000001"), loan(customer_no="K1")]

    applied(as_csv(rows), now=now)

    assert Customer.objects.get().contact_points.count() == 2
    assert Customer.objects.get().loans.count() == 2

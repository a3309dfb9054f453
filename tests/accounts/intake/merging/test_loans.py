"""Loans from a file into the tables."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.keys import keyring
from accounts.models import (
    AuditEntry,
    ContactPoint,
    Customer,
    ImportProblem,
    Lender,
    Loan,
)
from accounts.signals import loans_changed
from tests import make_intake
from tests.make_intake import applied, as_csv, checked, counts, loan, problems

pytestmark = pytest.mark.django_db


def only_loan() -> Loan:
    return Loan.objects.get()


def test_a_new_row_brings_a_customer_an_address_and_a_loan(anhe: Lender, now: datetime) -> None:
    row = loan(phone="+8614100000001", email="Wang@Example.com", wechat_id="wxid_abc9")

    done = applied(as_csv([row]), now=now)

    assert done.state == "applied"
    assert counts(done) == {"new": 1}
    stored = only_loan()
    assert (stored.loan_no, stored.lender, stored.amount_due) == (
        row["loan_no"],
        anhe,
        Decimal("1234.56"),
    )
    assert stored.as_of == datetime(2026, 9, 15, 0, 0, tzinfo=UTC)
    customer = stored.customer
    assert customer.name == "王小明"
    assert bytes(customer.id_last4_hash) == keyring().hash_secret("123X", row["customer_no"])
    points = ContactPoint.objects.filter(customer=customer)
    clear = {point.channel: point.address for point in points}
    assert clear == {"sms": "+8614100000001", "email": "wang@example.com", "wechat": "wxid_abc9"}


def test_a_file_tells_when_a_number_was_confirmed_and_never_makes_it_older(
    anhe: Lender, now: datetime
) -> None:
    row = loan(phone_confirmed_on="2026-09-01")

    def confirmed(day: str, hour: int) -> tuple[date | None, str]:
        told = {**row, "phone_confirmed_on": day, "as_of": f"2026-09-15 {hour:02}:00"}
        applied(as_csv([told]), now=now)
        point = ContactPoint.objects.get()
        return point.confirmed_on, point.confirmed_through

    assert confirmed("2026-09-01", 8) == (date(2026, 9, 1), "import")
    assert confirmed("2026-08-01", 9) == (date(2026, 9, 1), "import")
    assert confirmed("", 10) == (date(2026, 9, 1), "import")
    ContactPoint.objects.update(confirmed_through="staff:1", confirmed_evidence="call")
    assert confirmed("2026-09-01", 11) == (date(2026, 9, 1), "staff:1")
    assert confirmed("2026-09-10", 12) == (date(2026, 9, 10), "import")
    assert ContactPoint.objects.get().confirmed_evidence == ""


def test_an_address_is_found_by_its_index_and_stopped_by_its_hash(
    anhe: Lender, now: datetime
) -> None:
    applied(as_csv([loan(phone="+8614100000001")]), now=now)

    point = ContactPoint.objects.get()
    keys = keyring()
    assert bytes(point.address_index) == ContactPoint.address.field.index("+8614100000001")
    assert bytes(point.address_hash) == keys.suppression_hash("+8614100000001", "sms")


def test_the_same_rows_again_are_unchanged(anhe: Lender, now: datetime) -> None:
    rows = [loan(), loan()]
    applied(as_csv(rows), now=now)

    again = applied(as_csv([*rows, loan()]), now=now)

    assert counts(again) == {"unchanged": 2, "new": 1}


def test_two_rows_of_one_person_that_disagree_do_not_take_turns(
    anhe: Lender, now: datetime
) -> None:
    """Each is what it was; neither import changes anything."""
    rows = [loan(customer_no="K1", salutation="先生"), loan(customer_no="K1", salutation="女士")]
    applied(as_csv(rows), now=now)

    again = applied(as_csv([*rows, loan()]), now=now)

    assert counts(again) == {"unchanged": 2, "new": 1}
    assert Customer.objects.get(customer_no="K1").salutation == "女士"


def test_changed_figures_change_the_loan(anhe: Lender, now: datetime) -> None:
    row = loan()
    applied(as_csv([row]), now=now)

    done = applied(as_csv([{**row, "amount_due": "99.00", "as_of": "2026-09-15 09:00"}]), now=now)

    assert counts(done) == {"changed": 1}
    assert only_loan().amount_due == Decimal("99.00")


def test_newer_figures_that_are_the_same_only_move_their_date(anhe: Lender, now: datetime) -> None:
    row = loan()
    applied(as_csv([row]), now=now)

    done = applied(as_csv([{**row, "as_of": "2026-09-15 09:00"}]), now=now)

    assert counts(done) == {"unchanged": 1}
    assert only_loan().as_of == datetime(2026, 9, 15, 1, 0, tzinfo=UTC)


def test_figures_older_than_those_known_are_a_bad_row(anhe: Lender, now: datetime) -> None:
    row = loan()
    applied(as_csv([row]), now=now)

    done = applied(as_csv([{**row, "amount_due": "1.00", "as_of": "2026-09-14 09:00"}]), now=now)

    assert counts(done) == {"bad": 1}
    assert problems(done) == [(2, "as_of", "out_of_date")]
    assert only_loan().amount_due == Decimal("1234.56")


def test_what_a_file_leaves_empty_stays_as_it_was(anhe: Lender, now: datetime) -> None:
    row = loan(
        cause="hardship", instalments_paid="6", instalments_paid_late="2", officer_name="陈静"
    )
    applied(as_csv([row]), now=now)

    left_empty = ("cause", "instalments_paid", "instalments_paid_late", "salutation", "id_last4")
    empty = dict.fromkeys((*left_empty, "officer_name"), "")
    applied(as_csv([{**row, **empty}]), now=now)

    stored = only_loan()
    told = (stored.cause, stored.instalments_paid, stored.instalments_paid_late)
    assert told == ("hardship", 6, 2)
    assert stored.officer_name == "陈静"
    assert stored.customer.salutation == "先生"
    assert stored.customer.id_last4_hash is not None


def test_another_officer_is_a_change_and_one_that_is_no_name_a_bad_cell(
    anhe: Lender, now: datetime
) -> None:
    row = loan(officer_name="陈静")
    applied(as_csv([row]), now=now)
    for told in ("电13800138000", "见pay.top", "王" * 41):
        assert problems(applied(as_csv([{**row, "officer_name": told}]), now=now))
    done = applied(as_csv([{**row, "officer_name": "刘洋"}]), now=now)
    assert (counts(done), only_loan().officer_name) == ({"changed": 1}, "刘洋")


def test_a_loan_never_changes_its_customer(anhe: Lender, now: datetime) -> None:
    row = loan()
    applied(as_csv([row]), now=now)

    done = applied(as_csv([{**row, "customer_no": "SOMEONE-ELSE"}]), now=now)

    assert problems(done) == [(2, "customer_no", "other_customer")]
    assert Customer.objects.count() == 1


def test_a_bad_row_never_enters_and_never_stops_the_others(anhe: Lender, now: datetime) -> None:
    rows = [loan(), loan(phone="12", amount_due="-3"), loan()]

    done = applied(as_csv(rows), now=now)

    assert counts(done) == {"new": 2, "bad": 1}
    assert problems(done) == [(3, "phone", "bad_phone"), (3, "amount_due", "negative_amount")]
    assert Loan.objects.count() == Customer.objects.count() == 2


def test_a_value_wider_than_its_column_is_a_bad_cell(anhe: Lender, now: datetime) -> None:
    done = applied(as_csv([loan(customer_no="9" * 41), loan(product="贷" * 41)]), now=now)

    assert problems(done) == [(2, "customer_no", "too_long"), (3, "product", "too_long")]


def test_a_check_counts_what_applying_does_and_changes_nothing(anhe: Lender, now: datetime) -> None:
    known, moved = loan(), loan()
    applied(as_csv([known, moved]), now=now)
    rows = as_csv([known, {**moved, "amount_due": "5.00"}, loan(), loan(phone="1")])

    looked = checked(rows, now=now)

    assert Loan.objects.count() == 2
    assert not Loan.objects.filter(amount_due=5).exists()
    assert counts(looked) == {"unchanged": 1, "changed": 1, "new": 1, "bad": 1}
    assert looked.rows_total == 4
    assert counts(applied(rows, now=now)) == counts(looked)


def test_changed_loans_are_announced_inside_the_transaction(anhe: Lender, now: datetime) -> None:
    row, same = loan(), loan()
    applied(as_csv([row, same]), now=now)
    heard: list[set[int]] = []

    def listen(loan_ids: set[int], **_rest: object) -> None:
        assert Loan.objects.get(pk__in=loan_ids).amount_due == 7
        heard.append(loan_ids)

    loans_changed.connect(listen)
    try:
        applied(as_csv([{**row, "amount_due": "7.00"}, same, loan()]), now=now)
    finally:
        loans_changed.disconnect(listen)

    assert heard == [{Loan.objects.get(loan_no=row["loan_no"]).pk}]


def test_the_audit_trail_has_one_entry_with_the_files_hash(anhe: Lender, now: datetime) -> None:
    before = AuditEntry.objects.count()

    done = applied(as_csv([loan(), loan()]), now=now)

    assert AuditEntry.objects.count() == before + 1
    entry = AuditEntry.objects.latest("id")
    assert (entry.action, entry.row_id, entry.source) == ("import", str(done.pk), "test")
    assert entry.after["sha256"] == done.sha256
    assert entry.after["rows_new"] == 2


def test_a_batch_costs_the_same_queries_whatever_its_rows(
    anhe: Lender, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.intake.merging.unusual.LEAST_ROWS", 1_000)  # none of it waits
    few = [loan() for _ in range(2)]
    many = [loan() for _ in range(60)]

    def queries(rows: list[dict[str, str]]) -> int:
        data = as_csv(rows)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            applied(data, now=now)
        return len(captured)

    assert queries(few) == queries(many)
    for rows in (few, many):
        for row in rows:
            row |= {"amount_due": "8.00", "name": "王大明"}
    assert queries(few) == queries(many)


def test_only_so_many_bad_rows_are_kept_and_all_are_counted(
    anhe: Lender, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.intake.merging.counts.MAX_STORED_PROBLEMS", 3)

    done = checked(as_csv([loan(phone="1") for _ in range(5)]), now=now)

    assert (done.rows_bad, ImportProblem.objects.count()) == (5, 3)


def test_headings_may_be_chinese_and_in_any_order(anhe: Lender, now: datetime) -> None:
    columns = list(reversed(make_intake.LOAN_COLUMNS))
    headings = {"customer_no": "客户号", "name": "姓名", "phone": "手机号", "loan_no": "借据号"}

    done = applied(
        as_csv([loan()], columns=columns, headings=headings, encoding="gb18030"), now=now
    )

    assert counts(done) == {"new": 1}
    assert done.encoding == "gb18030"
    assert done.columns["matched"]["phone"] == "手机号"

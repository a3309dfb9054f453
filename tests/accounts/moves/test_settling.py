"""One person says what it is, another decides; then the loan is where the file says, or stays."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.intake.merging import move_rows
from accounts.models import Consent, ContactPoint, Customer, Hold, Lender, Loan, LoanMove, User
from accounts.moves import settling
from accounts.signals import loans_changed
from tests import make
from tests.make_intake import applied, as_csv, loan

pytestmark = pytest.mark.django_db

PHONE = "14100205001"
HOUR = timedelta(hours=1)


@pytest.fixture
def move(anhe: Lender, now: datetime) -> LoanMove:
    """760 due under K1; the newer file says 430 under K2, with the same phone."""
    row = loan(
        customer_no="K1", loan_no="D1", phone=PHONE, amount_due="760.00", as_of="2026-09-15 08:00"
    )
    applied(as_csv([row]), now=now)
    newer = {**row, "customer_no": "K2", "amount_due": "430.00", "as_of": "2026-09-15 09:00"}
    applied(as_csv([newer]), now=now)
    return LoanMove.objects.get()


def answered(move: LoanMove, now: datetime, what: str = "same_person") -> User:
    agent = make.staff("agent")
    settling.answer([move.pk], what=what, why="asked the lender", by=agent, now=now)
    return agent


def seen() -> dict[int, str]:
    """Every move, as a page shows it now."""
    return {move.pk: settling.mark(move) for move in LoanMove.objects.all()}


def settled(move: LoanMove, now: datetime, what: str = "same_person") -> Loan:
    answered(move, now, what)
    settling.decide(seen(), by=make.staff("supervisor"), now=now)
    move.refresh_from_db()
    return Loan.objects.get()


def test_the_loan_is_moved_with_the_figures_of_the_file(move: LoanMove, now: datetime) -> None:
    moved = settled(move, now)

    assert (moved.customer.customer_no, moved.amount_due) == ("K2", Decimal("430.00"))
    assert (move.state, move.row) == ("moved", None)
    assert Hold.objects.get(kind="loan_move").released_at == now
    old = Customer.objects.get(customer_no="K1")
    assert old.merged_into == moved.customer
    assert moved.customer.contact_points.count() == 1


@pytest.mark.django_db(transaction=True)  # a page and a worker share no connection
def test_the_next_file_is_taken_like_any_other(move: LoanMove, now: datetime) -> None:
    settled(move, now)
    row = loan(
        customer_no="K2", loan_no="D1", phone=PHONE, amount_due="100.00", as_of="2026-09-15 10:00"
    )
    assert applied(as_csv([row]), now=now).rows_changed == 1
    assert Loan.objects.get().amount_due == 100


def test_a_file_that_is_wrong_changes_nothing_and_is_not_asked_about_again(
    move: LoanMove, now: datetime
) -> None:
    kept = settled(move, now, "wrong")
    assert (kept.customer.customer_no, kept.amount_due, move.state) == ("K1", 760, "kept")
    assert Hold.objects.get().released_at == now

    row = loan(customer_no="K2", loan_no="D1", as_of="2026-09-15 10:00")
    applied(as_csv([row]), now=now)
    assert LoanMove.objects.count() == 1


def test_nobody_decides_what_they_answered(move: LoanMove, now: datetime) -> None:
    supervisor = make.staff("supervisor")
    settling.answer([move.pk], what="same_person", why="known", by=supervisor, now=now)
    with pytest.raises(Refused):
        settling.decide(seen(), by=supervisor, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        LoanMove.objects.update(state="moved", decided_by=supervisor, decided_at=now)


def test_nobody_agrees_to_an_answer_that_took_the_place_of_the_one_they_read(
    move: LoanMove, now: datetime
) -> None:
    head, other = make.staff("supervisor"), make.staff("supervisor")
    settling.answer([move.pk], what="wrong", why="typing error", by=head, now=now)
    read = seen()
    settling.send_back([move.pk])
    settling.answer([move.pk], what="same_person", why="typing error", by=head, now=now)
    with pytest.raises(Refused):
        settling.decide(read, by=other, now=now)
    assert settling.decide(seen(), by=other, now=now) == 1


def test_the_second_person_may_send_it_back(move: LoanMove, now: datetime) -> None:
    answered(move, now)
    settling.send_back([move.pk])
    move.refresh_from_db()
    assert (move.state, move.answer, move.asked_by) == ("open", "", None)
    with pytest.raises(Refused):
        settling.decide(seen(), by=make.staff("supervisor"), now=now)


@pytest.mark.parametrize(("what", "why"), [("same_person", " "), ("perhaps", "so")])
def test_an_answer_says_what_and_why(what: str, why: str, move: LoanMove, now: datetime) -> None:
    with pytest.raises(Refused):
        settling.answer([move.pk], what=what, why=why, by=make.staff("agent"), now=now)


def hold_on(move: LoanMove, now: datetime, **columns: object) -> Hold:
    said = {"kind": "manual", "reason": "ill", "source": "staff:1", **columns}
    return holds.place(customer=move.from_customer, now=now, **said)


def test_what_stopped_us_under_the_old_number_stops_us_under_the_new(
    move: LoanMove, now: datetime
) -> None:
    standing = hold_on(move, now)
    hold_on(move, now, until=now + HOUR)
    Customer.objects.update(wished_hours="evening")
    Consent.objects.create(
        customer=move.from_customer,
        kind="night_contact",
        given_at=now,
        evidence="call",
        recorded_by=make.staff("agent"),
    )
    ContactPoint.objects.filter(customer=move.from_customer).update(
        confirmed_on=make.DAY, confirmed_through="staff:1", confirmed_evidence="call"
    )

    new = settled(move, now + 2 * HOUR).customer

    (carried,) = new.holds.filter(released_at=None)
    assert (carried.kind, carried.reason, carried.carried_from) == ("manual", "ill", standing)
    assert new.wished_hours == "evening"
    assert new.consents.get().evidence == "call"
    point = new.contact_points.get()
    assert (point.confirmed_on, point.confirmed_evidence) == (make.DAY, "call")

    holds.release(standing, by=None, reason="well again", now=now + 3 * HOUR)
    carried.refresh_from_db()
    assert carried.released_at == now + 3 * HOUR


def test_what_two_people_lift_ends_under_both_numbers(move: LoanMove, now: datetime) -> None:
    standing = hold_on(move, now, kind="bereavement")
    new = settled(move, now + 2 * HOUR).customer
    first, second = make.staff("supervisor"), make.staff("supervisor")
    holds.lift(standing, by=first, reason="over", now=now + 3 * HOUR)
    assert new.holds.get().released_at is None
    holds.lift(standing, by=second, reason="called", now=now + 4 * HOUR)
    assert new.holds.get().released_at == now + 4 * HOUR


def test_another_person_brings_only_a_dispute_about_the_loan(move: LoanMove, now: datetime) -> None:
    hold_on(move, now)
    hold_on(move, now, kind="dispute", loan=move.loan, reason="not mine")
    Customer.objects.update(wished_hours="evening")

    new = settled(move, now + HOUR, "other_person").customer

    assert [hold.kind for hold in new.holds.all()] == ["dispute"]
    assert new.wished_hours == ""
    assert Customer.objects.get(customer_no="K1").merged_into is None


def test_a_number_found_wrong_stays_wrong_under_the_new_customer(
    move: LoanMove, now: datetime
) -> None:
    ContactPoint.objects.update(state="wrong_party")
    assert settled(move, now).customer.contact_points.get().state == "wrong_party"


def test_open_messages_are_decided_anew(move: LoanMove, now: datetime) -> None:
    heard: list[set[int]] = []

    def hear(loan_ids: set[int], **_ignored: object) -> None:
        heard.append(loan_ids)

    answered(move, now)
    loans_changed.connect(hear)
    try:
        settling.decide(seen(), by=make.staff("supervisor"), now=now)
    finally:
        loans_changed.disconnect(hear)
    assert heard == [{move.loan_id}]


def test_figures_that_came_in_since_are_not_overwritten(move: LoanMove, now: datetime) -> None:
    Loan.objects.update(as_of=now, amount_due=50)
    assert settled(move, now).amount_due == 50


def test_all_loans_of_merged_customers_are_settled_at_once(
    anhe: Lender, now: datetime, django_assert_max_num_queries
) -> None:
    before = [loan(customer_no="K1", loan_no=f"D{n}", phone=PHONE) for n in range(6)]
    applied(as_csv(before), now=now)
    moved = [{**row, "customer_no": "K2", "as_of": "2026-09-15 09:00"} for row in before]
    applied(as_csv(moved), now=now)
    ids = list(LoanMove.objects.values_list("pk", flat=True))
    by = make.staff("agent")
    settling.answer(ids, what="same_person", why="merged", by=by, now=now)

    assert settling.decide(seen(), by=make.staff("supervisor"), now=now) == 6

    assert set(Loan.objects.values_list("customer__customer_no", flat=True)) == {"K2"}
    assert Customer.objects.count() == 2


def test_a_sealed_row_comes_back_as_it_was(move: LoanMove) -> None:
    row = move_rows.from_text(move.row)
    assert move_rows.from_text(move_rows.as_text(row)) == row
    assert row.amount_due == Decimal("430.00")

"""Relief is proposed by one person and approved by another, trained one; it ends on its day."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import Error, transaction

from accounts.errors import Refused
from accounts.models import Hold, Loan
from feedback.hardship import cases, decisions, ending, relief_in_force, replies as hardship_replies
from feedback.hardship.plan import Row, equal_rows
from feedback.models import HardshipCase, HardshipDecision, Instalment
from messaging.inbound import replies
from tests import make, make_care

pytestmark = pytest.mark.django_db

MONTH = make.DAY + timedelta(days=30)
SOON = make.DAY + timedelta(days=10)


def approve(decision: HardshipDecision, now: datetime) -> HardshipCase:
    return decisions.approve(decision, by=make.staff("supervisor"), now=now)


def test_a_second_person_grants_it_and_the_hold_gets_its_end(now: datetime) -> None:
    case = approve(make_care.proposal(now=now), now)
    assert (case.state, case.ends_on) == ("granted", MONTH)
    standing = Hold.objects.get(released_at=None)
    # To the end of that day in Shanghai.
    assert standing.until == datetime(2026, 10, 15, 16, tzinfo=UTC)
    assert Hold.objects.exclude(pk=standing.pk).get().released_at == now


def test_whatever_is_said_afterwards_is_said_gently(now: datetime) -> None:
    approve(make_care.proposal(now=now), now)
    assert Loan.objects.get().cause == "hardship"


def test_who_proposed_it_does_not_approve_it(now: datetime) -> None:
    supervisor = make.staff("supervisor")
    decision = make_care.proposal(now=now, by=supervisor)
    with pytest.raises(Refused, match="somebody else"):
        decisions.approve(decision, by=supervisor, now=now)


def test_the_untrained_and_other_roles_do_not_approve(now: datetime) -> None:
    decision = make_care.proposal(now=now)
    with pytest.raises(Refused, match="training"):
        decisions.approve(decision, by=make.staff("supervisor", trained=False), now=now)
    with pytest.raises(Refused, match="role"):
        decisions.approve(decision, by=make.staff("agent"), now=now)


def test_nothing_granted_ends_the_case_and_its_holds(now: datetime) -> None:
    case = approve(make_care.proposal(now=now, outcome="none", until=None), now)
    assert case.state == "declined"
    assert not Hold.objects.filter(released_at=None).exists()


def test_a_rejection_leaves_the_hold_and_asks_for_another_proposal(now: datetime) -> None:
    decision = make_care.proposal(now=now)
    supervisor = make.staff("supervisor")
    with pytest.raises(Refused, match="reason"):
        decisions.reject(decision, by=supervisor, reason="", now=now)
    decisions.reject(decision, by=supervisor, reason="too long", now=now)
    assert Hold.objects.get().released_at is None
    assert make_care.proposal(decision.case, now=now, until=SOON).state == "proposed"


def test_only_one_proposal_waits_and_only_its_author_takes_it_back(now: datetime) -> None:
    agent = make.staff("agent")
    decision = make_care.proposal(now=now, by=agent)
    with pytest.raises(Refused, match="waiting"):
        make_care.proposal(decision.case, now=now)
    with pytest.raises(Refused, match="Only the person"):
        decisions.withdraw(decision, by=make.staff("agent"), now=now)
    decisions.withdraw(decision, by=agent, now=now)
    make_care.proposal(decision.case, now=now)


@pytest.mark.parametrize("ahead", [0, 181])
def test_a_deferral_ends_on_a_day_to_come_and_not_too_far(now: datetime, ahead: int) -> None:
    with pytest.raises(Refused, match="day to come"):
        make_care.proposal(now=now, until=make.DAY + timedelta(days=ahead))


def planned(
    now: datetime, *, whole: str = "1234.56", rows: list[Row] | None = None
) -> HardshipDecision:
    loan = make.loan()
    if rows is None:
        rows = equal_rows(total=Decimal(whole), count=3, first=SOON)
    case = make_care.case(now=now, loan=loan)
    return make_care.proposal(
        case, now=now, outcome="instalments", until=None, loan=loan, plan=rows
    )


def test_instalments_bring_silence_to_the_last_of_them(now: datetime) -> None:
    decision = planned(now)
    case = approve(decision, now)
    assert case.ends_on == date(2026, 11, 25)
    assert sum(row.amount for row in Instalment.objects.all()) == Decimal("1234.56")


def test_a_customers_page_can_tell_how_it_stands(now: datetime) -> None:
    decision = planned(now)
    case = approve(decision, now)
    loan = Loan.objects.get()
    later = now + timedelta(days=11)
    make_care.repayment(loan, amount="411.52", paid_on=SOON, at=later)
    found = relief_in_force.relief(case.customer, later + timedelta(days=40))
    assert found is not None
    assert found.until == case.ends_on
    assert [how.value for _row, how in found.plan] == ["paid", "missed", "due"]
    assert relief_in_force.relief(make.customer(), now) is None


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [Row(make.DAY - timedelta(days=1), Decimal(1))],
        [Row(SOON, Decimal(1)), Row(SOON, Decimal(1))],
        [Row(MONTH, Decimal(1)), Row(SOON, Decimal(1))],
        [Row(SOON, Decimal("8000.01"))],
        [Row(SOON, Decimal("0.001"))],
        [Row(SOON, Decimal(0))],
        [Row(SOON, Decimal("NaN"))],
        [Row(SOON, Decimal("1E+400"))],
        [Row(make.DAY + timedelta(days=731), Decimal(1))],
        [Row(SOON + timedelta(days=n), Decimal(1)) for n in range(25)],
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(now: datetime, rows: list[Row]) -> None:
    with pytest.raises(Refused):
        planned(now, rows=rows)
    assert not HardshipDecision.objects.exists()


def test_its_day_ends_the_case_and_a_waiting_extension_does_not_let_it(now: datetime) -> None:
    case = approve(make_care.proposal(now=now, until=SOON), now)
    assert ending.end_due(now + timedelta(days=10)) == 0
    extension = make_care.proposal(case, now=now + timedelta(days=9))
    over = now + timedelta(days=11)
    assert ending.end_due(over) == 0
    decisions.reject(extension, by=make.staff("supervisor"), reason="recovered", now=over)
    assert ending.end_due(over) == 1
    assert ending.end_due(over) == 0
    case.refresh_from_db()
    assert case.state == "ended"


def test_an_extension_replaces_what_was_granted(now: datetime) -> None:
    case = approve(make_care.proposal(now=now, until=SOON), now)
    cases.mark_reviewed(case, by=make.staff("agent"), now=now)
    extended = approve(make_care.proposal(case, now=now), now)
    assert (extended.ends_on, extended.reviewed_at) == (MONTH, None)
    assert Hold.objects.filter(released_at=None).count() == 1


def test_who_writes_again_is_looked_at_and_keeps_what_was_granted(now: datetime) -> None:
    phone = "+8614100007777"
    customer = make.customer(phone=phone)
    case = approve(
        make_care.proposal(make_care.case(now=now, loan=make.loan(customer=customer)), now=now), now
    )
    replies.take(address=phone, text="还是失业，没钱", now=now)
    hardship_replies.open_missed(now)
    case.refresh_from_db()
    assert (case.state, case.ends_on) == ("open", MONTH)
    approve(make_care.proposal(case, now=now, outcome="none", until=None), now)
    case.refresh_from_db()
    assert (case.state, case.ends_on) == ("granted", MONTH)
    assert Hold.objects.get(kind="hardship", released_at=None).until is not None


def in_force(case: HardshipCase, at: datetime) -> int:
    """How many holds keep the customer in peace at a moment."""
    standing = Hold.objects.filter(customer=case.customer, released_at=None)
    return standing.exclude(until__lte=at).count()


def test_who_asks_again_on_the_page_is_left_in_peace_past_the_end_of_what_was_granted(
    now: datetime,
) -> None:
    case = approve(make_care.proposal(now=now, until=SOON), now)
    for _press in range(2):
        cases.open_case(case.customer, source="page:3", by=None, now=now, story="还是没钱")
    over = now + timedelta(days=12)
    assert (ending.end_due(over), in_force(case, over)) == (0, 1)
    case.refresh_from_db()
    approve(make_care.proposal(case, now=over, outcome="none", until=None), over)
    assert in_force(case, over) == 0


def test_what_is_granted_to_who_asked_again_replaces_the_hold_of_the_wait(now: datetime) -> None:
    case = approve(make_care.proposal(now=now, until=SOON), now)
    cases.open_case(case.customer, source="page:3", by=None, now=now)
    approve(make_care.proposal(case, now=now), now)
    assert Hold.objects.get(released_at=None).until == datetime(2026, 10, 15, 16, tzinfo=UTC)


def test_an_extension_that_waits_keeps_the_peace_past_the_end_of_what_was_granted(
    now: datetime,
) -> None:
    case = approve(make_care.proposal(now=now, until=SOON), now)
    make_care.proposal(case, now=now + timedelta(days=9))
    over = now + timedelta(days=12)
    assert (ending.end_due(over), in_force(case, over)) == (0, 1)


@pytest.mark.parametrize("how", ["withdraw", "reject"])
def test_an_extension_not_granted_leaves_what_was_granted_with_its_end(
    now: datetime, how: str
) -> None:
    case = approve(make_care.proposal(now=now, until=SOON), now)
    agent = make.staff("agent")
    extension = make_care.proposal(case, now=now, by=agent)
    if how == "withdraw":
        decisions.withdraw(extension, by=agent, now=now)
    else:
        decisions.reject(extension, by=make.staff("supervisor"), reason="no", now=now)
    assert Hold.objects.get(released_at=None).until is not None


def test_who_asked_again_is_left_in_peace_when_a_proposal_is_withdrawn(now: datetime) -> None:
    case = approve(make_care.proposal(now=now, until=SOON), now)
    cases.open_case(case.customer, source="page:3", by=None, now=now)
    agent = make.staff("agent")
    decisions.withdraw(make_care.proposal(case, now=now, by=agent), by=agent, now=now)
    assert in_force(case, now + timedelta(days=12)) == 1


# The database keeps four eyes by itself.


def _refused(words: str, **columns: object) -> None:
    with pytest.raises(Error, match=words), transaction.atomic():
        HardshipDecision.objects.update(**columns)


def test_the_database_refuses_the_proposer_the_untrained_and_the_nameless(now: datetime) -> None:
    decision = make_care.proposal(now=now, by=make.staff("supervisor"))
    _refused("four eyes", state="approved", decided_by=decision.proposed_by, decided_at=now)
    untrained = make.staff("supervisor", trained=False)
    _refused("training", state="approved", decided_by=untrained, decided_at=now)
    _refused("who and when", state="approved")


def test_the_database_refuses_to_edit_or_revive_a_proposal(now: datetime) -> None:
    make_care.proposal(now=now)
    _refused("never edited", until=make.DAY)
    _refused("never edited", why=b"x")
    _refused("never edited", proposed_by=make.staff("agent"))
    HardshipDecision.objects.update(
        state="rejected", decided_by=make.staff("supervisor"), decided_at=now
    )
    _refused("Invalid transition", state="proposed")


def test_nothing_is_born_approved(now: datetime) -> None:
    case = make_care.case(now=now)
    with pytest.raises(Error, match="starts as a proposal"), transaction.atomic():
        HardshipDecision.objects.create(
            case=case,
            outcome="deferral",
            until=MONTH,
            why=b"x",
            state="approved",
            proposed_by=make.staff("agent"),
            proposed_at=now,
            decided_by=make.staff("supervisor"),
            decided_at=now,
        )


@pytest.mark.django_db(transaction=True)
def test_no_instalment_is_slipped_in_or_changed_later(now: datetime) -> None:
    decision = planned(now)
    with pytest.raises(Error, match="do not add up"), transaction.atomic():
        Instalment.objects.create(decision=decision, due_on=MONTH, amount=1)
    with pytest.raises(Error, match="Cannot update or delete"), transaction.atomic():
        Instalment.objects.update(amount=1)
    with pytest.raises(Error, match="Cannot update or delete"), transaction.atomic():
        Instalment.objects.all()._raw_delete("default")


@pytest.mark.django_db(transaction=True)
def test_a_decision_without_its_instalments_is_refused(now: datetime) -> None:
    case = make_care.case(now=now)
    with pytest.raises(Error, match="do not add up"), transaction.atomic():
        HardshipDecision.objects.create(
            case=case,
            outcome="instalments",
            until=MONTH,
            loan=Loan.objects.get(),
            plan_count=2,
            plan_total=2,
            why=b"x",
            proposed_by=make.staff("agent"),
            proposed_at=now,
        )

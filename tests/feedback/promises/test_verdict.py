"""Whether a promise was kept follows from money and days alone."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, strategies as st

from feedback.promises.verdict import GRACE_DAYS, Verdict, mended, verdict_of

FRIDAY = date(2026, 9, 18)
HUNDRED = Decimal(100)
money = st.decimals(0, 10_000, places=2)
positive = st.decimals(Decimal("0.01"), 10_000, places=2)
days = st.integers(-60, 60).map(lambda n: FRIDAY + timedelta(days=n))


def judged(*, paid: Decimal, today: date, owed: Decimal = HUNDRED) -> Verdict:
    return verdict_of(promised=HUNDRED, paid=paid, owed=owed, pay_on=FRIDAY, today=today)


def test_it_is_open_until_its_day_and_the_grace_are_over() -> None:
    assert judged(paid=Decimal(0), today=FRIDAY) == Verdict.OPEN
    assert judged(paid=Decimal(0), today=FRIDAY + timedelta(days=GRACE_DAYS)) == Verdict.OPEN
    assert judged(paid=Decimal(0), today=FRIDAY + timedelta(days=GRACE_DAYS + 1)) == Verdict.BROKEN


def test_it_is_kept_the_moment_the_money_is_there() -> None:
    assert judged(paid=HUNDRED, today=FRIDAY - timedelta(days=2)) == Verdict.KEPT


def test_some_of_it_is_partly_kept_in_the_end() -> None:
    late = FRIDAY + timedelta(days=GRACE_DAYS + 1)
    assert judged(paid=Decimal("0.01"), today=late) == Verdict.PARTLY
    assert judged(paid=Decimal("99.99"), today=late) == Verdict.PARTLY


@given(promised=positive, paid=money, owed=money, today=days)
def test_who_owes_nothing_or_paid_it_all_has_kept_it(
    promised: Decimal, paid: Decimal, owed: Decimal, today: date
) -> None:
    verdict = verdict_of(promised=promised, paid=paid, owed=owed, pay_on=FRIDAY, today=today)
    assert (verdict == Verdict.KEPT) == (paid >= promised or owed == 0)


@given(promised=positive, paid=money, more=money, owed=positive, today=days)
def test_more_money_never_makes_a_verdict_worse(
    promised: Decimal, paid: Decimal, more: Decimal, owed: Decimal, today: date
) -> None:
    rank = {Verdict.BROKEN: 0, Verdict.PARTLY: 1, Verdict.OPEN: 1, Verdict.KEPT: 2}
    said = {"promised": promised, "owed": owed, "pay_on": FRIDAY, "today": today}
    assert rank[verdict_of(paid=paid, **said)] <= rank[verdict_of(paid=paid + more, **said)]


@given(promised=positive, paid=money, owed=money, today=days, later=st.integers(0, 400))
def test_once_over_time_alone_changes_nothing(
    promised: Decimal, paid: Decimal, owed: Decimal, today: date, later: int
) -> None:
    said = {"promised": promised, "paid": paid, "owed": owed, "pay_on": FRIDAY}
    first = verdict_of(today=today, **said)
    if first != Verdict.OPEN:
        assert verdict_of(today=today + timedelta(days=later), **said) == first


@given(st.sampled_from(Verdict), st.sampled_from(Verdict))
def test_later_evidence_only_raises_what_is_over(was: Verdict, now: Verdict) -> None:
    order = [Verdict.BROKEN, Verdict.PARTLY, Verdict.KEPT]
    raised = was in order and now in order and order.index(now) > order.index(was)
    assert mended(was, now) == raised

"""The hour of each text, drawn when it is planned: on record, the same again, and only if asked."""

from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Lender
from feedback.effect import hours as learning
from messaging.approval import fingerprints, steps
from messaging.authoring import trials
from messaging.models import Candidate, HourDraw, HourFinding, HourSum, Message, Run, Strategy
from messaging.planning.service import plan
from messaging.runs import release, tranches
from tests import make, make_channels, make_outbox, make_runs

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
EVENING = [18, 19, 20]


@pytest.fixture
def ready() -> Lender:
    return make_runs.ready_lender()


def run_of(lender: Lender, *, hours: str | None = "evenly", now: datetime = make.MORNING) -> Run:
    if hours:
        make_channels.follow(lender, hours=hours)
    return plan(lender=lender, day=make.DAY, by=None, now=now)


def drawn(run: Run) -> list[HourDraw]:
    return list(HourDraw.objects.filter(candidate__run=run).order_by("customer"))


def released(run: Run, **more: Any) -> list[Message]:
    boss = make.staff("supervisor")
    count = run.candidates.filter(to_send=True).count()
    release.release(run.pk, by=boss, now=make.MORNING, expected_count=count, **more)
    return list(run.messages.order_by("pk"))


def test_unless_the_strategy_says_so_no_hour_is_drawn(ready: Lender) -> None:
    make.loan(lender=ready)
    run = run_of(ready, hours=None)
    assert not drawn(run)
    assert [m.not_before.astimezone(SHANGHAI).hour for m in released(run)] == [18]


def test_every_text_has_an_hour_of_the_preferred_window_with_its_share(ready: Lender) -> None:
    loans = [make.loan(lender=ready) for _ in range(12)]
    found = drawn(run_of(ready))
    assert [each.customer_id for each in found] == [loan.customer_id for loan in loans]
    assert len({each.hour for each in found}) > 1
    for each in found:
        assert each.hours == EVENING
        assert each.shares == pytest.approx([1 / 3] * 3)
        assert each.share == pytest.approx(1 / 3)
        assert each.at.astimezone(SHANGHAI).hour == each.hour
        assert each.candidate.until == each.at
        assert each.earliest.astimezone(SHANGHAI).hour == 18


def test_a_text_leaves_at_the_moment_that_was_drawn(ready: Lender) -> None:
    for _ in range(8):
        make.loan(lender=ready)
    run = run_of(ready)
    at = {each.candidate_id: each.at for each in drawn(run)}
    messages = released(run)
    assert {m.candidate_id: m.not_before for m in messages} == at
    assert {m.not_before.astimezone(SHANGHAI).hour for m in messages} <= set(EVENING)


def test_sent_at_once_nothing_waits_for_its_hour(ready: Lender) -> None:
    make.loan(lender=ready)
    run = run_of(ready)
    shown = tranches.preview(run, now=make.MORNING, send_at_once=True)
    (message,) = released(run, send_at_once=True)
    assert message.not_before == make.MORNING
    assert shown.quarters[0][0] <= make.MORNING


def test_planned_again_the_same_is_drawn_and_an_hour_that_is_over_moves_only_its_own(
    ready: Lender,
) -> None:
    for _ in range(12):
        make.loan(lender=ready)
    first = {each.customer_id: each.at for each in drawn(run_of(ready))}
    again = {each.customer_id: each.at for each in drawn(run_of(ready, hours=None))}
    assert again == first
    late = make.MORNING + timedelta(hours=10, minutes=50)  # 19:20
    after = {each.customer_id: each for each in drawn(run_of(ready, hours=None, now=late))}
    assert {tuple(each.hours) for each in after.values()} == {(19, 20)}
    for customer, at in first.items():
        if at.astimezone(SHANGHAI).hour == 20:
            assert after[customer].at == at


def test_with_one_hour_left_nothing_is_drawn(ready: Lender) -> None:
    make.loan(lender=ready)
    run = run_of(ready, now=make.MORNING + timedelta(hours=11, minutes=50))  # 20:20
    assert not drawn(run)
    assert run.candidates.get().to_send


def test_an_hour_is_given_no_more_than_its_quarter_hours_can_send(ready: Lender) -> None:
    make_outbox.policy(ready, tranche_size=1)
    for _ in range(14):
        make.loan(lender=ready)
    counted = Counter(each.hour for each in drawn(run_of(ready)))
    assert max(counted.values()) <= 4


def test_learned_shares_prefer_the_hour_that_is_paid_on(ready: Lender) -> None:
    _learned(ready, {18: 0.30, 19: 0.30, 20: 0.45})
    for _ in range(30):
        make.loan(lender=ready)
    found = drawn(run_of(ready, hours="learned"))
    assert all(each.shares == pytest.approx([1 / 30, 1 / 30, 28 / 30]) for each in found)
    assert Counter(each.hour for each in found)[20] > 20


def test_a_customers_own_answers_move_their_own_share(ready: Lender) -> None:
    _learned(ready, dict.fromkeys(EVENING, 0.3), own=0.02)
    theirs, other = make.loan(lender=ready), make.loan(lender=ready)
    _history(ready, theirs, good_at=19, texts=24)
    found = {each.customer_id: each for each in drawn(run_of(ready, hours="learned"))}
    assert found[theirs.customer_id].shares[1] > 0.6
    assert found[other.customer_id].shares[1] == pytest.approx(1 / 3, abs=0.1)


def test_before_the_first_night_learned_is_even(ready: Lender) -> None:
    make.loan(lender=ready)
    (found,) = drawn(run_of(ready, hours="learned"))
    assert found.shares == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize("hours", ["evenly", "learned"])
def test_the_number_of_queries_does_not_grow_with_the_texts(ready: Lender, hours: str) -> None:
    _learned(ready, dict.fromkeys(EVENING, 0.3), own=0.02)
    make_channels.follow(ready, hours=hours)
    counts = []
    for more in (1, 1, 9):  # the first fills what is kept in memory
        for _ in range(more):
            make.loan(lender=ready)
        with CaptureQueriesContext(connection) as asked:
            plan(lender=ready, day=make.DAY, by=None, now=make.MORNING)
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_what_was_drawn_is_kept(ready: Lender) -> None:
    make.loan(lender=ready)
    run = run_of(ready)
    (found,) = drawn(run)
    released(run)
    for change in (
        lambda: HourDraw.objects.filter(pk=found.pk).update(share=0.9),
        lambda: HourDraw.objects.filter(pk=found.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="kept"), transaction.atomic():
            change()


def test_the_draw_explains_itself(ready: Lender, client: Any) -> None:
    loan = make.loan(lender=ready)
    (found,) = drawn(run_of(ready))
    client.force_login(make.staff("supervisor"))
    why = client.get(reverse("admin:why", args=[loan.customer_id]), {"in": "en"}).content.decode()
    said = f"{found.hour}:00–{found.hour + 1}:00, drawn with a share of 33.3 %"
    assert said in why
    page = client.get(
        reverse("admin:candidate", args=[found.candidate_id]), headers={"accept-language": "en"}
    )
    assert said in page.content.decode()


def _learned(lender: Lender, rates: dict[int, float], *, own: float = 0.0) -> None:
    texts, share = 30_000, 1 / len(rates)
    HourFinding.objects.create(
        lender=lender,
        as_of=make.DAY,
        texts=3 * texts,
        customers=1000,
        good=0.3,
        gained=0,
        error=0,
        spread_customers=0.01,
        spread_hours=own,
        spread_texts=0.2,
    )
    for hour, rate in rates.items():
        HourSum.objects.create(
            lender=lender,
            hours=EVENING,
            alike="always_on_time:overdue",
            hour=hour,
            texts=texts,
            customers=1000,
            answered=0,
            repaid=0,
            harmed=0,
            good=int(texts * rate),
            weight=texts / share,
            squares=texts / share**2,
            weighted=texts * rate / share,
            by_customer=[0, 0, 0],
        )


def _history(lender: Lender, loan: Any, *, good_at: int, texts: int) -> None:
    for back in range(1, texts + 1):
        day, hour = make.DAY - timedelta(days=back + 5), EVENING[back % 3]
        run, _made = Run.objects.get_or_create(lender=lender, day=day)
        candidate = Candidate.objects.create(
            run=run,
            customer=loan.customer,
            stage="dpd-4-7",
            tone="gentle",
            cause="unknown",
            tone_reason="x",
            language="zh-hans",
            arm="contact",
            currency="CNY",
            amount_due=1,
            days_past_due=5,
            outcome="send",
            reason="ok",
            to_send=True,
        )
        at = make.MORNING - timedelta(days=back + 5)
        HourDraw.objects.create(
            candidate=candidate,
            lender=lender,
            customer=loan.customer,
            day=day,
            alike="always_on_time:overdue",
            hours=EVENING,
            shares=[1 / 3] * 3,
            hour=hour,
            share=1 / 3,
            opens_at=at,
            at=at,
            answered=False,
            repaid=hour == good_at,
            harmed=False,
            counted_on=make.DAY,
        )


def trial_of_hours(lender: Lender, *hours: str) -> None:
    """Running: the text of a cell at these hours."""
    strategy = Strategy.objects.get(lender=lender, state="approved")
    cell = strategy.cells.get(stage="dpd-4-7", tone="gentle", cause="unknown")
    draft = trials.begin(
        lender=lender,
        title="几点",
        cell=(cell.stage, cell.tone, cell.cause),
        arms=[cell.template_id] * len(hours),
        hours=hours,
        goal=Decimal("2.5"),
        days=60,
        note="",
        by=make.staff("supervisor"),
        now=make.MORNING,
    )
    steps.submit(draft, by=draft.author, now=make.MORNING)
    draft.refresh_from_db()
    seen = fingerprints.fingerprint(draft)
    steps.approve(draft, by=make.staff("supervisor"), now=make.MORNING, seen_hash=seen)


def test_the_text_of_an_arm_leaves_within_its_hours_and_the_others_as_ever(ready: Lender) -> None:
    trial_of_hours(ready, "18-19", "20-21", "")
    for _ in range(12):
        make.loan(lender=ready)
    run = run_of(ready, hours=None)
    arms = dict(Candidate.objects.filter(run=run).values_list("pk", "trial_arm"))
    left: dict[int, set[int]] = {}
    for message in released(run):
        arm = arms[message.candidate_id]
        left.setdefault(arm, set()).add(message.not_before.astimezone(SHANGHAI).hour)
    assert left == {0: {18}, 1: {20}, 2: {18}}
    assert {each.named for each in drawn(run)} == {True}
    assert {each.candidate.trial_arm for each in drawn(run)} == {0, 1}


def test_hours_that_the_customer_did_not_ask_for_give_way_to_those_they_did(ready: Lender) -> None:
    trial_of_hours(ready, "18-19", "20-21")
    customer = make.customer(wished_hours="morning")
    make.loan(lender=ready, customer=customer)
    run = run_of(ready, hours=None)
    assert not drawn(run)
    (message,) = released(run)
    assert message.not_before.astimezone(SHANGHAI).hour < 12


def test_an_hour_of_an_arm_teaches_the_learned_hours_nothing(ready: Lender) -> None:
    trial_of_hours(ready, "18-19", "20-21")
    for _ in range(4):
        make.loan(lender=ready)
    run = run_of(ready, hours="evenly")
    released(run)
    learning.learn(ready, now=make.MORNING + timedelta(days=6))
    assert {each.counted_on for each in drawn(run)} == {None}


def test_a_cell_may_name_its_hours_too(ready: Lender) -> None:
    make_channels.follow(ready, "sms 19-20")
    make.loan(lender=ready)
    run = run_of(ready, hours=None)
    assert [m.not_before.astimezone(SHANGHAI).hour for m in released(run)] == [19]

"""The call list: who is on it, when they may be called, and what follows from each outcome."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.models import ContactPoint, Reveal, User
from feedback.calls import asking, listing, removing, work
from feedback.calls.limits import MOST_TRIES, NEXT_TRY
from feedback.calls.work import Promised
from feedback.models import CallTask, Promise
from messaging.models import Call, Suppression
from messaging.suppression import service as suppressions
from messaging.transactional import phone_calls
from tests import make, make_inbox

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


NIGHT = datetime(2026, 9, 15, 15, 0, tzinfo=UTC)  # 23:00 in Shanghai
MORNING = datetime(2026, 9, 16, 0, 0, tzinfo=UTC)


@pytest.fixture
def loan(db: None) -> Any:
    return make.loan(lender=make_inbox.ready(make.lender()))


def ask(loan: Any, now: datetime, reason: str = "agent") -> CallTask:
    return asking.ask(loan.customer, reason=reason, source="test", now=now)


def point(task: CallTask) -> ContactPoint:
    return task.customer.contact_points.get()


def called(task: CallTask, *, by: User, now: datetime, outcome: str, **more: Any) -> CallTask:
    work.dial(task, point(task), by=by, now=now)
    return work.tell(task, outcome=outcome, by=by, now=now, **more)


def test_whoever_asks_again_joins_the_open_task_with_the_stronger_reason(
    loan: Any, now: datetime
) -> None:
    first = ask(loan, now)
    again = ask(loan, now, "distress")
    assert again.pk == first.pk
    assert (again.reason, again.urgency, again.due_at) == ("distress", 0, now)
    assert ask(loan, now, "stage").reason == "distress"


def test_the_number_is_shown_to_who_calls_and_the_look_is_recorded(
    loan: Any, now: datetime
) -> None:
    task, agent = ask(loan, now), make_inbox.agent()
    call, number = work.dial(task, point(task), by=agent, now=now)
    assert number.startswith("+86")
    assert Reveal.objects.get().reason == f"call:{call.pk}"


def test_a_call_no_task_knows_of_is_not_begun(
    loan: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    task, agent = ask(loan, now), make_inbox.agent()
    begin = phone_calls.begin

    def killed(*args: Any, **kwargs: Any) -> None:
        begin(*args, **kwargs)
        raise KeyboardInterrupt

    monkeypatch.setattr(phone_calls, "begin", killed)
    with pytest.raises(KeyboardInterrupt):
        work.dial(task, point(task), by=agent, now=now)
    monkeypatch.undo()
    assert not Call.objects.exists()
    work.dial(task, point(task), by=agent, now=now)


def test_a_supervisor_tells_of_a_call_whose_caller_went_away(loan: Any, now: datetime) -> None:
    task = running(loan, now, make_inbox.agent())
    with pytest.raises(Refused, match="no call of yours"):
        work.tell(task, outcome="not_reached", by=make_inbox.agent(), now=now)
    boss = make.staff("supervisor")
    work.tell(task, outcome="not_reached", by=boss, now=now)
    assert Call.objects.get().outcome == "not_reached"
    removing.cancel(task, by=boss, now=now)


def test_nobody_is_called_outside_the_hours_for_calls(loan: Any) -> None:
    task, agent = ask(loan, NIGHT, "call_back"), make_inbox.agent()
    with pytest.raises(Refused, match="2026-09-16 08:00"):
        work.dial(task, point(task), by=agent, now=NIGHT)
    assert not Call.objects.exists()
    work.dial(task, point(task), by=agent, now=MORNING)


def test_three_answered_calls_a_day_are_enough_whoever_makes_them(loan: Any, now: datetime) -> None:
    for _ in range(3):
        called(ask(loan, now, "call_back"), by=make_inbox.agent(), now=now, outcome="reached")
    task = ask(loan, now, "call_back")
    with pytest.raises(Refused, match="customer over the cap, from 2026-09-16"):
        work.dial(task, point(task), by=make_inbox.agent(), now=now)


def test_six_unanswered_dials_of_a_number_a_day_are_enough(loan: Any, now: datetime) -> None:
    agent = make_inbox.agent()
    for number in range(6):
        task = ask(loan, now, "call_back")
        called(
            task,
            by=agent,
            now=now + number * timedelta(minutes=1),
            outcome="not_reached",
        )
        CallTask.objects.filter(pk=task.pk, state="open").update(not_before=now)
    task = ask(loan, now, "call_back")
    with pytest.raises(Refused, match="number over the cap"):
        work.dial(task, point(task), by=agent, now=now + HOUR)


def test_a_hold_stops_a_call_of_ours_but_not_one_that_was_asked_for(
    loan: Any, now: datetime
) -> None:
    holds.place(customer=loan.customer, kind="complaint", reason="x", source="test", now=now)
    task, agent = ask(loan, now), make_inbox.agent()
    with pytest.raises(Refused, match="open complaint"):
        work.dial(task, point(task), by=agent, now=now)
    work.dial(ask(loan, now, "call_back"), point(task), by=agent, now=now)


@pytest.mark.parametrize(
    ("channel", "kind", "reason", "may"),
    [
        ("sms", "opt_out", "agent", False),
        ("sms", "opt_out", "call_back", True),
        ("sms", "wrong_party", "call_back", False),
        ("phone", "opt_out", "call_back", False),
        ("phone", "opt_out", "distress", False),
    ],
)
def test_a_suppressed_number_is_not_called_unless_the_customer_asked(
    loan: Any, now: datetime, channel: str, kind: str, reason: str, may: bool
) -> None:
    from messaging.suppression import wrong_party

    task = ask(loan, now, reason)
    suppressions.suppress(
        channel=channel,
        address_hash=wrong_party.hash_for(point(task), channel),
        kind=kind,
        source="test",
        now=now,
    )
    judged = phone_calls.judge(
        point(task), now=now, purpose="call_back" if reason != "agent" else "call"
    )
    assert judged is not None
    assert (judged.verdict.outcome == "send") is may


def test_a_settled_loan_is_not_called_about(loan: Any, now: datetime) -> None:
    task = asking.ask(loan.customer, reason="stage", source="x", now=now, loan=loan)
    type(loan).objects.filter(pk=loan.pk).update(amount_due=0)
    with pytest.raises(Refused, match="paid in the meantime"):
        work.dial(task, point(task), by=make_inbox.agent(), now=now)


def test_a_call_counts_before_the_next_text(loan: Any, now: datetime) -> None:
    from messaging.explaining.next_contact import next_contacts

    called(ask(loan, now, "call_back"), by=make_inbox.agent(), now=now, outcome="reached")
    (contact,) = next_contacts(loan.customer, now + HOUR)
    assert contact.at is not None
    assert contact.at >= now + 24 * HOUR
    texts = next(b for b in contact.budgets if b.channel == "sms" and b.hours == 168)
    assert (texts.used, texts.left) == (1, 2)


def test_who_was_not_reached_waits_and_is_given_up_in_the_end(loan: Any, now: datetime) -> None:
    task, agent = ask(loan, now, "call_back"), make_inbox.agent()
    task = called(task, by=agent, now=now, outcome="not_reached")
    assert (task.state, task.tries, task.not_before) == ("open", 1, now + NEXT_TRY)
    CallTask.objects.filter(pk=task.pk).update(tries=MOST_TRIES - 1)
    task = called(task, by=agent, now=now, outcome="not_reached")
    assert (task.state, task.outcome) == ("done", "not_reached")


def test_another_time_is_kept(loan: Any, now: datetime) -> None:
    task, agent = ask(loan, now), make_inbox.agent()
    work.dial(task, point(task), by=agent, now=now)
    with pytest.raises(Refused, match="Say when"):
        work.tell(task, outcome="call_back", by=agent, now=now)
    task = work.tell(task, outcome="call_back", by=agent, now=now, again_at=now + 5 * HOUR)
    assert (task.state, task.reason, task.not_before) == ("open", "call_back", now + 5 * HOUR)


def running(loan: Any, now: datetime, by: User) -> CallTask:
    task = ask(loan, now)
    work.dial(task, point(task), by=by, now=now)
    return task


def test_a_promise_is_taken_with_the_outcome_of_the_call(loan: Any, now: datetime) -> None:
    agent = make_inbox.agent()
    task = running(loan, now, agent)
    said = Promised(loan, Decimal("100.00"), make.DAY + timedelta(days=3))
    task = work.tell(task, outcome="promised", promised=said, by=agent, now=now)
    promise, call = Promise.objects.get(), Call.objects.get()
    assert (task.state, call.outcome) == ("done", "promised")
    assert (promise.loan, promise.amount, promise.pay_on) == said
    assert (promise.state, promise.made_by, promise.source) == ("open", agent, f"call:{call.pk}")


def test_a_promise_that_cannot_be_one_leaves_the_call_to_be_told(loan: Any, now: datetime) -> None:
    agent = make_inbox.agent()
    task = running(loan, now, agent)
    for said, refusal in (
        (Promised(loan, Decimal("99999"), make.DAY), Refused),
        (Promised(loan, Decimal("1"), make.DAY + timedelta(days=400)), Refused),
        (Promised(make.loan(), Decimal("1"), make.DAY), Refused),
        (None, Refused),
    ):
        with pytest.raises(refusal):
            work.tell(task, outcome="promised", promised=said, by=agent, now=now)
    assert not Promise.objects.exists()
    assert Call.objects.get().outcome == ""
    task = work.tell(task, outcome="reached", by=agent, now=now)
    assert task.state == "done"


def test_who_takes_no_promises_tells_of_one_all_the_same(loan: Any, now: datetime) -> None:
    boss = make.staff("supervisor")
    task = work.tell(running(loan, now, boss), outcome="promised", by=boss, now=now)
    assert (task.outcome, Promise.objects.count()) == ("promised", 0)


def test_a_wrong_number_is_stopped_for_texts_and_calls(loan: Any, now: datetime) -> None:
    called(ask(loan, now), by=make_inbox.agent(), now=now, outcome="wrong_number")
    assert set(Suppression.objects.values_list("channel", flat=True)) == {"sms", "phone"}


def test_who_wants_no_calls_gets_none(loan: Any, now: datetime) -> None:
    called(ask(loan, now), by=make_inbox.agent(), now=now, outcome="refuses")
    assert Suppression.objects.get().channel == "phone"


def test_one_person_makes_one_call_at_a_time(loan: Any, now: datetime) -> None:
    agent = make_inbox.agent()
    work.dial(ask(loan, now), point(ask(loan, now)), by=agent, now=now)
    other = make.loan(lender=loan.lender)
    task = ask(other, now)
    with pytest.raises(Refused, match="outcome of your last call"):
        work.dial(task, point(task), by=agent, now=now)


def test_a_call_is_told_once_and_the_database_keeps_it_so(loan: Any, now: datetime) -> None:
    agent = make_inbox.agent()
    called(ask(loan, now), by=agent, now=now, outcome="reached", note="已说明")
    call = Call.objects.get()
    assert not phone_calls.end(call, outcome="refuses", note="", now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(outcome="refuses")


@pytest.mark.django_db(transaction=True)
def test_of_two_agents_who_call_one_number_at_once_one_does(now: datetime) -> None:
    """The number stands in two customers' files: each has a task, the number is one."""
    lender = make_inbox.ready(make.lender())
    phone = make.sandbox_phone()
    people = [make.customer(phone=phone), make.customer(phone=phone)]
    tasks = [ask(make.loan(lender=lender, customer=person), now, "call_back") for person in people]
    agents, start = [make_inbox.agent(), make_inbox.agent()], Barrier(2)

    def dial(pair: tuple[CallTask, User]) -> str:
        start.wait()
        try:
            work.dial(pair[0], point(pair[0]), by=pair[1], now=now)
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()
        return "calling"

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(dial, zip(tasks, agents, strict=True)))
    assert sorted(each == "calling" for each in told) == [False, True]
    assert Call.objects.count() == 1
    assert Reveal.objects.count() == 1


def test_a_loan_thirty_days_overdue_is_listed_once(loan: Any, now: datetime) -> None:
    make.loan(lender=loan.lender, dpd=30)
    make.loan(lender=loan.lender, dpd=90)
    held = make.loan(lender=loan.lender, dpd=31)
    holds.place(customer=held.customer, kind="hardship", reason="x", source="t", now=now)
    assert listing.list_due(now) == 1
    assert listing.list_due(now) == 0
    task = CallTask.objects.get()
    assert (task.reason, task.loan.due_date) == ("stage", make.DAY - timedelta(days=30))


def test_the_list_takes_one_query_whatever_its_length(
    loan: Any, now: datetime, django_assert_num_queries: Any
) -> None:
    for _ in range(5):
        ask(make.loan(lender=loan.lender), now)
    agent = make_inbox.agent()
    with django_assert_num_queries(1):
        assert len(listing.page("ready", by=agent, now=now).rows) == 5


def test_facts_of_a_call_hold_no_personal_data(loan: Any, now: datetime) -> None:
    called(ask(loan, now), by=make_inbox.agent(), now=now, outcome="reached")
    call = Call.objects.get()
    assert "+86" not in str(call.facts)
    assert call.trace


def test_a_call_about_the_person_takes_no_promise(loan: Any, now: datetime) -> None:
    agent = make_inbox.agent()
    task = ask(loan, now, "distress")
    work.dial(task, point(task), by=agent, now=now)
    said = Promised(loan, Decimal("100.00"), make.DAY + timedelta(days=3))
    with translation.override("en"), pytest.raises(Refused, match="about the person"):
        work.tell(task, outcome="promised", promised=said, by=agent, now=now)
    assert not Promise.objects.exists()

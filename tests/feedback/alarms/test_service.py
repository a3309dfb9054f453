"""Distress is closed by a call in which somebody was spoken to, or by a supervisor who says why."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from accounts.errors import Refused
from accounts.models import Hold, User
from feedback.alarms import service
from feedback.calls import removing, work
from feedback.inbox import actions, assignment, danger
from feedback.models import Alarm, CallTask, Conversation
from messaging.models import Call
from tests import make, make_alarms, make_inbox, make_sealed

MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def refused_by_the_database(what: Any, words: str) -> None:
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        what()


def test_distress_rings_from_when_it_came_in(now: datetime) -> None:
    alarm = make_alarms.distress(now)
    assert (alarm.kind, alarm.raised_at, alarm.taken_at) == ("distress", now, None)


@pytest.mark.parametrize("what", ["a note", "an act", "the call list"])
def test_nothing_said_or_clicked_resolves_it(now: datetime, what: str) -> None:
    alarm, agent = make_alarms.distress(now), make_inbox.agent()
    talk = alarm.conversation
    if what == "a note":
        assignment.add_note(talk, text=".", by=agent, now=now)
    elif what == "an act":
        actions.call_back(talk, by=agent, now=now)
    else:
        removing.ask(make_alarms.task_of(alarm), reason=".", by=agent, now=now)
        removing.agree(make_alarms.task_of(alarm), reason=".", by=make_inbox.agent(), now=now)
    with pytest.raises(Refused, match="by a call, or by a supervisor"):
        assignment.resolve(talk, by=agent, now=now)
    assert Conversation.objects.get().state == "open"


def test_the_database_refuses_to_resolve_it_whatever_code_writes(now: datetime) -> None:
    talk = make_alarms.distress(now).conversation
    resolved = Conversation.objects.filter(pk=talk.pk)
    refused_by_the_database(
        lambda: resolved.update(state="resolved", resolved_at=now), "distress_is_open"
    )


@pytest.mark.parametrize("outcome", ["reached", "refuses"])
def test_a_call_in_which_somebody_was_spoken_to_closes_it(now: datetime, outcome: str) -> None:
    alarm, agent = make_alarms.distress(now), make_inbox.agent()
    task = make_alarms.called(alarm, by=agent, now=now + MINUTE, outcome=outcome)
    alarm.refresh_from_db()
    assert (alarm.closed_how, alarm.closed_by, alarm.call) == ("call", agent, Call.objects.get())
    assert task.state == "done"
    # Who was spoken with need not be read first; what protects them stays until two end it.
    standing = Hold.objects.filter(customer=task.customer_id, released_at=None)
    assert set(standing.values_list("kind", flat=True)) == {"distress"}
    assignment.resolve(alarm.conversation, by=agent, now=now + MINUTE)


@pytest.mark.parametrize("outcome", ["not_reached", "wrong_number", "call_back"])
def test_a_call_that_spoke_to_nobody_or_did_not_end_leaves_it_open(
    now: datetime, outcome: str
) -> None:
    alarm, agent = make_alarms.distress(now), make_inbox.agent()
    again = now + 30 * MINUTE if outcome == "call_back" else None
    task = make_alarms.called(alarm, by=agent, now=now, outcome=outcome, again_at=again)
    alarm.refresh_from_db()
    assert alarm.closed_at is None
    assert (task.state, task.reason, task.urgency) == ("open", "distress", 0)


def test_it_is_tried_again_soon_and_never_given_up(now: datetime) -> None:
    alarm, agent = make_alarms.distress(now), make_inbox.agent()
    for n in range(6):
        at = now + n * 20 * MINUTE
        task = make_alarms.called(alarm, by=agent, now=at, outcome="not_reached")
        assert task.not_before - at <= timedelta(minutes=15)
    assert (task.state, task.tries) == ("open", 6)


def test_a_call_begun_before_it_was_raised_does_not_close_it(now: datetime) -> None:
    person, agent = make_alarms.customer(), make_inbox.agent()
    task = actions.call_back(
        make_inbox.conversation("给我回电", at=now, customer=person), by=agent, now=now
    )
    work.dial(task, person.contact_points.get(), by=agent, now=now)
    alarm = make_alarms.distress(now + MINUTE, of=person)
    told = work.tell(task, outcome="reached", by=agent, now=now + 2 * MINUTE)
    alarm.refresh_from_db()
    assert (alarm.closed_at, told.state, told.reason) == (None, "open", "distress")


def test_a_supervisor_closes_it_with_a_reason_and_nobody_else_does(now: datetime) -> None:
    alarm, boss = make_alarms.distress(now), make.staff("supervisor")
    with pytest.raises(PermissionDenied):
        service.close_by_supervisor(alarm, reason="x", by=make_inbox.agent(), now=now)
    with pytest.raises(Refused, match="Say what was done"):
        service.close_by_supervisor(alarm, reason=" ", by=boss, now=now)
    service.close_by_supervisor(alarm, reason="家人已在身边", by=boss, now=now)
    alarm.refresh_from_db()
    assert (alarm.closed_how, alarm.closed_by) == ("supervisor", boss)
    assert alarm.reason
    assert "家人".encode() not in make_sealed.stored(alarm, "reason")
    assignment.resolve(alarm.conversation, by=boss, now=now)


@pytest.mark.parametrize(
    ("how", "role", "words"),
    [
        ("supervisor", "supervisor", "distress_needs_a_supervisor"),  # without a reason
        ("supervisor", "agent", "distress_needs_a_supervisor"),
        ("read", "supervisor", "distress_needs_a_call"),
        ("call", "supervisor", "distress_needs_a_call"),  # without one
    ],
)
def test_the_database_refuses_every_other_closing(
    now: datetime, how: str, role: str, words: str
) -> None:
    alarm, person = make_alarms.distress(now), make.staff(role)
    reason = b"x" if role == "agent" else None
    closed = {"closed_at": now, "closed_by": person, "closed_how": how, "reason": reason}
    refused_by_the_database(lambda: Alarm.objects.filter(pk=alarm.pk).update(**closed), words)


def test_another_customers_call_closes_nothing(now: datetime) -> None:
    alarm, agent = make_alarms.distress(now), make_inbox.agent()
    assert alarm.conversation.customer is not None
    lender = alarm.conversation.customer.loans.get().lender
    other = make_alarms.distress(now, of=make.loan(lender=lender).customer)
    make_alarms.called(other, by=agent, now=now, outcome="reached")
    call = Call.objects.get()
    closed = {"closed_at": now, "closed_by": agent, "closed_how": "call", "call": call}
    refused_by_the_database(
        lambda: Alarm.objects.filter(pk=alarm.pk).update(**closed), "distress_needs_a_call"
    )


def test_what_is_closed_stays_closed_and_the_next_reply_rings_anew(now: datetime) -> None:
    person, agent = make_alarms.customer(), make_inbox.agent()
    first = make_alarms.distress(now, of=person)
    make_alarms.called(first, by=agent, now=now, outcome="reached")
    refused_by_the_database(
        lambda: Alarm.objects.update(closed_at=None, closed_by=None, closed_how=""), "closed once"
    )
    second = make_alarms.distress(now + MINUTE, of=person)
    assert second.pk != first.pk
    with pytest.raises(Refused):
        assignment.resolve(second.conversation, by=agent, now=now + MINUTE)


def test_whoever_takes_it_has_conversation_call_and_alarm(now: datetime) -> None:
    alarm, agent = make_alarms.distress(now), make_inbox.agent()
    danger.take(alarm, by=agent, now=now + MINUTE)
    alarm.refresh_from_db()
    assert (alarm.taken_by, alarm.taken_at) == (agent, now + MINUTE)
    assert make_alarms.task_of(alarm).owner == alarm.conversation.owner == agent
    with pytest.raises(Refused, match=str(agent)):
        danger.take(alarm, by=make_inbox.agent(), now=now + MINUTE)


def test_an_owner_who_is_not_there_does_not_keep_others_from_taking_it(now: datetime) -> None:
    person, away, here = make_alarms.customer(), make_inbox.agent(), make_inbox.agent()
    assignment.take(make_inbox.conversation("在吗", at=now, customer=person), by=away, now=now)
    alarm = make_alarms.distress(now + MINUTE, of=person)
    assert danger.take(alarm, by=here, now=now + 2 * MINUTE).owner == here


def test_what_is_handed_over_or_given_back_rings_again(now: datetime) -> None:
    alarm, one, other = make_alarms.distress(now), make_inbox.agent(), make_inbox.agent()
    danger.take(alarm, by=one, now=now)
    assignment.hand_over(alarm.conversation, to=other, by=one, now=now)
    alarm.refresh_from_db()
    assert alarm.taken_by is None
    assignment.take(alarm.conversation, by=other, now=now)
    work.release(make_alarms.task_of(alarm), by=one)
    alarm.refresh_from_db()
    assert alarm.taken_by is None


def test_who_has_it_and_hears_nothing_of_the_next_reply_is_rung_again(now: datetime) -> None:
    person, agent = make_alarms.customer(), make_inbox.agent()
    alarm = make_alarms.distress(now, of=person)
    danger.take(alarm, by=agent, now=now)
    again = make_alarms.distress(now + MINUTE, of=person)
    assert (again.pk, again.taken_by, again.raised_at) == (alarm.pk, None, now + MINUTE)


def test_who_is_on_the_telephone_is_not_rung_again(now: datetime) -> None:
    person, agent = make_alarms.customer(), make_inbox.agent()
    alarm = make_alarms.distress(now, of=person)
    work.dial(make_alarms.task_of(alarm), person.contact_points.get(), by=agent, now=now)
    again = make_alarms.distress(now + MINUTE, of=person)
    assert (again.pk, again.taken_by) == (alarm.pk, agent)


def test_two_people_take_a_call_for_distress_off_the_list_each_with_a_reason(
    now: datetime,
) -> None:
    task = make_alarms.task_of(make_alarms.distress(now))
    one, other = make_inbox.agent(), make_inbox.agent()
    with pytest.raises(Refused, match="two people"):
        removing.cancel(task, by=one, now=now)
    with pytest.raises(Refused, match="Say why"):
        removing.ask(task, reason="", by=one, now=now)
    removing.ask(task, reason="号码是别人的", by=one, now=now)
    with pytest.raises(Refused, match="Somebody else"):
        removing.agree(task, reason="x", by=one, now=now)
    with pytest.raises(Refused, match="Say why"):
        removing.agree(task, reason="", by=other, now=now)
    removing.agree(task, reason="已核实", by=other, now=now)
    task.refresh_from_db()
    assert (task.state, task.removal_asked_by, task.closed_by) == ("cancelled", one, other)


@pytest.mark.parametrize(
    "written",
    [
        {"state": "cancelled"},
        {"state": "cancelled", "removal_reason": b"x", "removal_word": b"y"},
        {"state": "done"},
        {"reason": "agent"},
    ],
)
def test_the_database_keeps_it_on_the_list(now: datetime, written: dict[str, Any]) -> None:
    task, one = make_alarms.task_of(make_alarms.distress(now)), make_inbox.agent()
    columns: dict[str, Any] = dict(written)
    if "state" in columns:
        columns |= {"closed_at": now, "closed_by": one}
    if "removal_word" in columns:
        columns |= {"removal_asked_by": one, "removal_asked_at": now}
    refused_by_the_database(
        lambda: CallTask.objects.filter(pk=task.pk).update(**columns),
        "distress|removal_needs_a_second_person",
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_it_at_once_one_has_it_and_the_other_is_told(now: datetime) -> None:
    alarm, start = make_alarms.distress(now), Barrier(2)

    def take(agent: User) -> str:
        start.wait()
        try:
            danger.take(alarm, by=agent, now=now)
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(take, [make_inbox.agent(), make_inbox.agent()]))
    alarm.refresh_from_db()
    assert sorted(each == "taken" for each in told) == [False, True]
    assert str(alarm.taken_by) in next(each for each in told if each != "taken")

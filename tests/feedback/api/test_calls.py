"""A lender's telephone system: the number while a call runs, and what the line says of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.errors import Refused
from accounts.models import Lender, Reveal, User
from config.database_roles import granting
from feedback.calls import asking, work
from feedback.calls.limits import MOST_TRIES
from feedback.models import CallTask
from messaging.models import Call, Suppression
from tests import make, make_api, make_inbox

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr("config.clock.now", lambda: now)


@pytest.fixture
def agent() -> User:
    return make_inbox.agent()


@pytest.fixture
def call(lender: Lender, agent: User, now: datetime) -> Call:
    """Begun from the call list."""
    loan = make.loan(lender=make_inbox.ready(lender))
    task = asking.ask(loan.customer, reason="agent", source="test", now=now)
    return work.dial(task, loan.customer.contact_points.get(), by=agent, now=now)[0]


@pytest.fixture
def pbx(lender: Lender) -> make_api.Caller:
    return make_api.Caller(make_api.key(lender, scopes=["calls"])[1])


def said(outcome: str, now: datetime, **more: Any) -> dict[str, Any]:
    return {"outcome": outcome, "ended_at": now.isoformat(), **more}


def tell(pbx: make_api.Caller, call: Call, body: dict[str, Any], **more: Any) -> Any:
    return pbx.post(f"/calls/{call.pk}/outcome", body, **more)


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


def test_the_number_is_read_while_the_call_runs_and_each_look_is_on_record(
    pbx: make_api.Caller, call: Call, agent: User, now: datetime
) -> None:
    read = pbx.get(f"/calls/{call.pk}").json()
    assert read["number"] == call.contact_point.address
    assert (read["call_id"], read["agent"]) == (call.pk, agent.username)
    look = Reveal.objects.latest("pk")
    assert (look.why, look.reason, look.user.is_machine) == ("dialled", f"call:{call.pk}", True)
    looks = Reveal.objects.count()
    work.tell(CallTask.objects.get(), outcome="reached", by=agent, now=now)
    assert code(pbx.get(f"/calls/{call.pk}")) == (409, "conflict")
    assert Reveal.objects.count() == looks


@pytest.mark.parametrize("outcome", ["not_reached", "busy", "unallocated"])
def test_what_nobody_answered_is_ended_and_tried_again_and_stops_no_number(
    outcome: str, pbx: make_api.Caller, call: Call, agent: User, now: datetime
) -> None:
    assert tell(pbx, call, said(outcome, now)).json()["over"] is True
    call.refresh_from_db()
    assert (call.outcome, call.kind, call.line) == ("not_reached", "dial", outcome)
    task = CallTask.objects.get()
    assert (task.state, task.tries, task.outcome) == ("open", 1, "not_reached")
    assert not Suppression.objects.exists()
    with pytest.raises(Refused):
        work.tell(task, outcome="reached", by=agent, now=now)


def test_the_last_try_that_nobody_answered_closes_the_task(
    pbx: make_api.Caller, call: Call, now: datetime
) -> None:
    CallTask.objects.update(tries=MOST_TRIES - 1)
    tell(pbx, call, said("busy", now))
    task = CallTask.objects.get()
    assert task.closed_by is not None
    assert (task.state, task.closed_by.is_machine) == ("done", True)


def test_of_an_answered_call_the_agent_says_what_came_of_it(
    pbx: make_api.Caller, call: Call, agent: User, now: datetime
) -> None:
    answer = tell(pbx, call, said("answered", now, seconds=45)).json()
    assert (answer["over"], answer["seconds"]) == (False, 45)
    assert code(tell(pbx, call, said("busy", now))) == (409, "conflict")
    work.tell(CallTask.objects.get(), outcome="reached", by=agent, now=now)
    call.refresh_from_db()
    assert (call.outcome, call.line, call.line_seconds) == ("reached", "answered", 45)
    assert code(tell(pbx, call, said("answered", now, seconds=45))) == (409, "conflict")


def test_a_fault_is_nothing_of_the_customer_and_another_outcome_may_follow(
    pbx: make_api.Caller, call: Call, agent: User, now: datetime
) -> None:
    assert tell(pbx, call, said("failed", now)).json()["over"] is False
    with transaction.atomic():
        work.tell(CallTask.objects.get(), outcome="not_made", by=agent, now=now)
        task = CallTask.objects.get()
        assert (task.state, task.tries, task.outcome) == ("open", 0, "not_made")
        transaction.set_rollback(True)
    assert tell(pbx, call, said("not_reached", now)).json()["over"] is True


def test_only_a_fault_keeps_a_call_from_being_made(call: Call, agent: User, now: datetime) -> None:
    with pytest.raises(Refused):
        work.tell(CallTask.objects.get(), outcome="not_made", by=agent, now=now)


def test_the_same_call_again_does_nothing_and_is_answered_the_same(
    pbx: make_api.Caller, call: Call, now: datetime
) -> None:
    first, again = (tell(pbx, call, said("busy", now), once="k") for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert CallTask.objects.get().tries == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"outcome": "promised"},
        {"outcome": "wrong_number"},
        {"seconds": 3},
        {"outcome": "answered"},
        {"outcome": "answered", "seconds": -1},
        {"outcome": "answered", "seconds": 24 * 60 * 60 + 1},
        {"ended_at": timedelta(hours=1)},
        {"ended_at": timedelta(hours=-1)},
        {"note": "x"},
    ],
)
def test_what_a_telephone_system_cannot_know_or_say_is_refused(
    changed: dict[str, Any], pbx: make_api.Caller, call: Call, now: datetime
) -> None:
    moved = {
        name: (now + value).isoformat() if isinstance(value, timedelta) else value
        for name, value in changed.items()
    }
    assert code(tell(pbx, call, {**said("busy", now), **moved})) == (422, "invalid")
    call.refresh_from_db()
    assert (call.outcome, call.line) == ("", "")


def test_another_scope_does_neither(lender: Lender, call: Call, now: datetime) -> None:
    core = make_api.Caller(make_api.key(lender, scopes=["customers:read"])[1])
    assert code(core.get(f"/calls/{call.pk}")) == (403, "out-of-scope")
    assert code(tell(core, call, said("busy", now))) == (403, "out-of-scope")


def test_of_a_customer_of_two_lenders_the_calls_of_one_are_not_the_others(
    call: Call, now: datetime
) -> None:
    if not granting.exist():
        pytest.skip("this server has no roles but the owner")
    other = make.lender()
    make.loan(lender=other, customer=call.customer)
    core = make_api.Caller(make_api.key(other)[1])
    assert core.get(f"/customers/{call.customer.customer_no}").status_code == 200
    assert code(core.get(f"/calls/{call.pk}")) == (404, "not-found")
    assert code(tell(core, call, said("busy", now))) == (404, "not-found")
    assert not Reveal.objects.filter(why="dialled").exists()


@pytest.mark.parametrize(
    "columns",
    [
        {"line": "answered"},
        {"line": "loud", "line_ended_at": F("begun_at"), "line_by": F("by")},
        {"line": "busy", "line_ended_at": F("begun_at"), "line_by": F("by"), "line_seconds": 3},
        {
            "line": "busy",
            "line_ended_at": F("begun_at") - timedelta(seconds=1),
            "line_by": F("by"),
        },
        {"outcome": "not_made", "ended_at": F("begun_at"), "kind": "dial"},
    ],
)
def test_the_database_takes_nothing_else(columns: dict[str, Any], call: Call) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(**columns)


def test_what_the_line_said_is_never_changed(
    pbx: make_api.Caller, call: Call, now: datetime
) -> None:
    tell(pbx, call, said("answered", now, seconds=45))
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(line_seconds=46)

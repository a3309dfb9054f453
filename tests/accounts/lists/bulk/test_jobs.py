"""An act on many rows: row by row, by who asked, stopped, taken up again and taken back."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.errors import Refused
from accounts.lists.bulk import jobs
from accounts.lists.bulk.acts import ACTS, Act, offered
from accounts.models import BulkJob, BulkRow, Customer, User
from tests import make

pytestmark = pytest.mark.django_db


def _say(row: BulkRow, said: Mapping[str, Any], *, by: User, now: datetime) -> str:
    customer = Customer.objects.get(pk=row.object_id)
    if customer.salutation == "no":
        raise Refused("not this one")
    if customer.salutation == "broken":
        raise ZeroDivisionError
    Customer.objects.filter(pk=customer.pk).update(salutation=said["word"])
    return f"said {said['word']}"


def _unsay(row: BulkRow, _said: Mapping[str, Any], *, by: User, now: datetime) -> None:
    Customer.objects.filter(pk=row.object_id).update(salutation="")


def act(**changed: Any) -> Act:
    plain: dict[str, Any] = {
        "code": "say",
        "model": Customer,
        "title": "Say",
        "told": "",
        "one_of": ("accounts.record_wish",),
        "do": _say,
        "page": "accounts_customer_change",
        "undo": "unsay",
    }
    return Act(**plain | changed)


@pytest.fixture(autouse=True)
def _acts() -> Iterator[None]:
    ACTS["say"] = act()
    ACTS["unsay"] = act(code="unsay", do=_unsay, undo="", is_offered=False)
    yield
    del ACTS["say"], ACTS["unsay"]


@pytest.fixture
def agent() -> User:
    return make.staff("agent")


def asked(agent: User, now: datetime, *salutations: str) -> BulkJob:
    for salutation in salutations:
        make.customer(salutation=salutation)
    return jobs.ask(Customer.objects.all(), ACTS["say"], by=agent, now=now)


def said(job: BulkJob) -> list[tuple[str, str]]:
    return list(job.rows.order_by("pk").values_list("state", "said"))


def test_nothing_happens_before_it_is_begun(agent: User, now: datetime) -> None:
    job = asked(agent, now, "", "")
    jobs.carry_on(job, by=agent, now=now)
    assert said(job) == [("waiting", ""), ("waiting", "")]


def test_what_is_refused_or_breaks_stops_no_other_row(agent: User, now: datetime) -> None:
    job = asked(agent, now, "", "no", "broken", "")
    jobs.begin(job, {"word": "女士"}, by=agent)
    jobs.carry_on(job, by=agent, now=now)
    job.refresh_from_db()
    assert job.state == "done"
    states = [state for state, _said in said(job)]
    assert states == ["done", "refused", "refused", "done"]
    assert said(job)[1][1] == "not this one"
    assert jobs.counts(job) == {"waiting": 0, "done": 2, "refused": 2}
    assert Customer.objects.filter(salutation="女士").count() == 2


def test_it_stops_and_goes_on_with_the_rest(agent: User, now: datetime) -> None:
    job = asked(agent, now, "", "")
    jobs.begin(job, {"word": "女士"}, by=agent)
    jobs.stop(job, by=agent)
    jobs.carry_on(job, by=agent, now=now)
    assert jobs.counts(job)["waiting"] == 2
    jobs.resume(job, by=agent)
    jobs.carry_on(job, by=agent, now=now)
    assert jobs.counts(job)["done"] == 2


def test_it_is_taken_back_once_and_only_what_was_done(agent: User, now: datetime) -> None:
    job = asked(agent, now, "", "no")
    jobs.begin(job, {"word": "女士"}, by=agent)
    jobs.carry_on(job, by=agent, now=now)
    back = jobs.undo(job, by=agent, now=now)
    jobs.carry_on(back, by=agent, now=now)
    assert sorted(Customer.objects.values_list("salutation", flat=True)) == ["", "no"]
    job.refresh_from_db()
    with pytest.raises(Refused):
        jobs.undo(job, by=agent, now=now)


def test_only_who_asked_carries_on_and_only_while_allowed(agent: User, now: datetime) -> None:
    job = asked(agent, now, "")
    with pytest.raises(PermissionDenied):
        jobs.begin(job, {"word": "女士"}, by=make.staff("agent"))
    agent.groups.clear()
    with pytest.raises(PermissionDenied):
        jobs.begin(job, {"word": "女士"}, by=User.objects.get(pk=agent.pk))


def test_nothing_chosen_and_too_much_are_refused(agent: User, now: datetime) -> None:
    with pytest.raises(Refused):
        asked(agent, now)
    ACTS["say"] = act(most=1)
    with pytest.raises(Refused):
        asked(agent, now, "", "")


def test_what_was_unticked_when_it_was_looked_at_is_left_out(agent: User, now: datetime) -> None:
    job = asked(agent, now, "", "")
    first = job.rows.earliest("pk").object_id
    jobs.begin(job, {"word": "女士", jobs.ROWS: [first]}, by=agent)
    jobs.carry_on(job, by=agent, now=now)
    assert [state for state, _said in said(job)] == ["done", "refused"]


def test_an_act_is_offered_to_who_may_do_it(agent: User) -> None:
    assert [each.code for each in offered(Customer, agent)] == ["say"]
    assert offered(Customer, make.staff("auditor")) == []

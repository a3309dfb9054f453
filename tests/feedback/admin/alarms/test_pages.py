"""What rings is at the top of every page of whoever can act, with its clock; and who was told."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from feedback.alarms import notices
from feedback.models import Alarm, CallTask
from tests import make, make_alarms, make_inbox
from tests.feedback.admin.desks import desk
from tests.markup import flat

pytestmark = pytest.mark.django_db
WAITED = timedelta(minutes=12, seconds=34)
RINGS = "Somebody may be in danger, and nobody has taken it."


@pytest.fixture(autouse=True)
def _at_the_moment(now: datetime, monkeypatch: Any) -> Iterator[None]:
    monkeypatch.setattr("config.clock.now", lambda: now + WAITED)
    with translation.override("en"):
        yield


def url(name: str, *args: object) -> str:
    return reverse(f"admin:{name}", args=args)


@pytest.mark.parametrize("page", ["inbox", "call_list", "accounts_customer_changelist"])
@pytest.mark.parametrize("role", ["agent", "supervisor"])
def test_it_is_on_every_page_of_agents_and_supervisors(now: datetime, role: str, page: str) -> None:
    alarm = make_alarms.distress(now)
    client, _person = desk(role)
    text = client.get(url(page)).content.decode()
    assert RINGS in text
    assert '<time class="alarm-clock" data-waited="754" aria-live="off">12:34</time>' in flat(text)
    assert url("alarm_take", alarm.pk) in text


def test_who_cannot_act_on_it_is_not_shown_it(now: datetime) -> None:
    make_alarms.distress(now)
    for role in ("collector", "auditor", "administrator"):
        client, _person = desk(role)
        text = client.get(url("accounts_customer_changelist")).content.decode()
        assert RINGS not in text
        assert url("alarm_banner") not in text
        assert client.get(url("alarm_banner")).status_code == 403


def test_the_banner_comes_by_itself_and_only_when_something_changed(now: datetime) -> None:
    client, _person = desk("agent")
    page = client.get(url("inbox"))
    seen = f"?seen={page.context['alarms'].version}"
    assert client.get(url("alarm_banner") + seen).status_code == 204
    alarm = make_alarms.distress(now)
    rung = client.get(url("alarm_banner") + seen)
    assert RINGS in rung.content.decode()
    seen = f"?seen={rung.context['alarms'].version}"
    assert client.get(url("alarm_banner") + seen).status_code == 204
    client.post(url("alarm_take", alarm.pk))
    taken = client.get(url("alarm_banner") + seen).content.decode()
    assert RINGS not in taken
    assert "only a call, or a supervisor" in taken


def test_once_somebody_has_it_the_others_are_left_alone(now: datetime) -> None:
    alarm = make_alarms.distress(now)
    (one, person), (other, _other) = desk("agent"), desk("agent")
    answer = one.post(url("alarm_take", alarm.pk))
    assert answer["Location"] == url("conversation", alarm.conversation_id)
    assert not other.get(url("inbox")).context["alarms"]
    told = other.post(url("alarm_take", alarm.pk), follow=True).content.decode()
    assert f"{person} has this conversation." in told


def test_the_conversation_leads_to_the_call_and_a_supervisor_may_close_it(now: datetime) -> None:
    alarm = make_alarms.distress(now)
    (agent, _agent), (boss, person) = desk("agent"), desk("supervisor")
    page = url("conversation", alarm.conversation_id)
    task = CallTask.objects.get()
    text = agent.get(page).content.decode()
    assert url("call_task", task.pk) in text
    assert url("alarm_close", alarm.pk) not in text
    assert agent.post(url("alarm_close", alarm.pk), {"text": "x"}).status_code == 403
    assert url("alarm_close", alarm.pk) in boss.get(page).content.decode()
    boss.post(url("alarm_close", alarm.pk), {"text": " "})
    alarm.refresh_from_db()
    assert alarm.closed_at is None
    boss.post(url("alarm_close", alarm.pk), {"text": "家人已到"})
    alarm.refresh_from_db()
    assert alarm.closed_by == person
    assert "家人已到" in boss.get(url("alarms")).content.decode()


def test_taking_a_call_for_distress_off_is_asked_for_and_agreed_to(now: datetime) -> None:
    task = make_alarms.task_of(make_alarms.distress(now))
    (one, asking), (other, _other) = desk("agent"), desk("agent")
    assert url("call_cancel", task.pk) not in one.get(url("call_task", task.pk)).content.decode()
    one.post(url("call_cancel", task.pk))
    one.post(url("call_removal", task.pk, "ask"), {"reason": "号码已停用"})
    own = one.get(url("call_task", task.pk)).content.decode()
    assert "Somebody else has to agree." in own
    assert url("call_removal", task.pk, "agree") not in own
    seen = other.get(url("call_task", task.pk)).content.decode()
    assert "号码已停用" in seen
    assert str(asking) in seen
    other.post(url("call_removal", task.pk, "agree"), {"reason": "已另行联系"})
    task.refresh_from_db()
    assert task.state == "cancelled"
    assert "已另行联系" in other.get(url("call_task", task.pk)).content.decode()


def test_the_list_says_who_was_told_and_that_nobody_could_be(now: datetime, settings: Any) -> None:
    settings.ALARM_EMAILS = []
    make_alarms.distress(now)
    notices.tell_due(now + WAITED)
    client, _boss = desk("supervisor")
    text = client.get(url("alarms")).content.decode()
    assert "HUANCUI_ALARM_EMAILS" in text
    assert "not delivered" in text
    settings.ALARM_EMAILS = ["desk@example.com"]
    assert "HUANCUI_ALARM_EMAILS" not in client.get(url("alarms")).content.decode()


@pytest.mark.parametrize(("role", "questions"), [("agent", 1), ("supervisor", 3)])
def test_every_page_costs_few_questions_more_however_many_ring(
    now: datetime, django_assert_max_num_queries: Any, role: str, questions: int
) -> None:
    from feedback.alarms.open_alarms import open_alarms

    lender = make_inbox.ready(make.lender())
    for _ in range(5):
        make_alarms.distress(now, of=make.loan(lender=lender).customer)
    person = make.staff(role)
    person.has_perm("feedback.close_distress")
    with django_assert_max_num_queries(questions):
        found = open_alarms(person, now)
    assert (len(found.ringing), found.more) == (3, 2)
    assert Alarm.objects.count() == 5

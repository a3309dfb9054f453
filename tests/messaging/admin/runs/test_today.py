"""Today's run on screen."""

import re
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Lender, User
from messaging.dispatch.claim import claim
from messaging.models import Message, Run
from messaging.planning.service import carry_out, plan
from messaging.runs import control, release
from messaging.stops import service as stops
from tests import make, make_runs

pytestmark = pytest.mark.django_db
TODAY = reverse("admin:run_today")


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """The clock stands at 18:30 of the day."""
    monkeypatch.setattr("config.clock.now", lambda: now)


@pytest.fixture
def ready(now: datetime) -> Lender:
    return make_runs.ready_lender(code="anhe")


def plan_some(lender: Lender, now: datetime, *, count: int = 2, by: User | None = None) -> Run:
    for _ in range(count):
        make.loan(lender=lender)
    return plan(lender=lender, day=make.DAY, by=by, now=now)


def staff(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def page(user: User, url: str = TODAY, **query: object) -> str:
    answer = staff(user).get(url, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_without_a_lender_the_page_names_the_next_action() -> None:
    assert "There is no lender yet" in page(make.staff("supervisor"))


def test_without_a_plan_the_page_offers_to_plan(ready: Lender) -> None:
    text = page(make.staff("collector"))
    assert "No run is planned for 2026-09-15" in text
    assert reverse("admin:run_plan") in text
    assert reverse("admin:run_plan") not in page(make.staff("auditor"))


def test_the_funnel_adds_up_and_each_number_opens_its_list(ready: Lender, now: datetime) -> None:
    make.loan(lender=ready, customer=make.customer(phone=None))
    run = plan_some(ready, now)
    text = page(make.staff("supervisor"))
    lists = reverse("admin:run_candidates", args=[run.pk])
    assert f"{lists}?to_send=0&amp;reason=no_contact_point" in text
    assert f"{lists}?to_send=1" in text
    assert "Approve and send 2 texts" in text
    assert "0.18元" in text


def test_the_last_run_stands_beside_it(ready: Lender, now: datetime) -> None:
    last = plan_some(ready, now)
    Run.objects.filter(pk=last.pk).update(day="2026-09-14")
    plan_some(ready, now, count=1)
    assert "+1" in page(make.staff("supervisor"))


def test_the_run_of_the_same_weekday_may_stand_beside_it(ready: Lender, now: datetime) -> None:
    for day in ("2026-09-08", "2026-09-14"):
        Run.objects.filter(pk=plan_some(ready, now, count=1).pk).update(day=day)
    plan_some(ready, now, count=1)
    boss = make.staff("supervisor")
    text = page(boss)
    assert "+1" in text
    assert 'value="2026-09-14" selected' in text
    text = page(boss, beside="2026-09-08")
    assert "+2" in text
    assert 'value="2026-09-08" selected' in text
    assert 'value="2026-09-14" selected' in page(boss, beside="yesterday")


def test_another_lender_and_day_are_chosen_in_the_url(ready: Lender) -> None:
    other = make.lender(code="other")
    text = page(make.staff("supervisor"), lender="other", date="2026-09-20")
    assert "No run is planned for 2026-09-20" in text
    assert f'value="{other.code}" selected' in text


@pytest.mark.parametrize("query", [{"date": "soon"}, {"lender": "nobody"}])
def test_a_url_that_names_nothing_is_not_found(ready: Lender, query: dict[str, str]) -> None:
    assert staff(make.staff("supervisor")).get(TODAY, query).status_code == 404


def test_who_cannot_release_is_told_why(ready: Lender, now: datetime) -> None:
    boss = make.staff("supervisor")
    plan_some(ready, now, by=boss)
    assert "You planned this run" in page(boss)
    assert "Your training is not valid" in page(make.staff("supervisor", trained=False))
    assert "Your role does not release runs" in page(make.staff("collector"))


def test_releasing_queues_the_messages(ready: Lender, now: datetime) -> None:
    run = plan_some(ready, now)
    client = staff(make.staff("supervisor"))
    url = reverse("admin:run_release", args=[run.pk])
    answer = client.post(url, {"count": "2", "send_at_once": "on"}, follow=True)
    assert "Released: 2 texts are on their way." in answer.content.decode()
    assert Message.objects.filter(run=run, send_at_once=True).count() == 2


def test_under_a_stop_the_release_says_that_nothing_leaves_yet(
    ready: Lender, now: datetime
) -> None:
    plan_some(ready, now)
    boss = make.staff("supervisor")
    assert "A stop stands over this run" not in page(boss)
    stops.place(scope="lender", object_id=ready.pk, reason="wrong figures", by=boss, now=now)
    shown = page(boss)
    assert "A stop stands over this run" in shown
    assert "wrong figures" in shown
    assert "to leave after the stop" in shown


@pytest.mark.parametrize("count", ["", "x", "1", "-2"])
def test_another_count_than_the_plans_is_refused(ready: Lender, now: datetime, count: str) -> None:
    run = plan_some(ready, now)
    url = reverse("admin:run_release", args=[run.pk])
    staff(make.staff("supervisor")).post(url, {"count": count})
    assert not Message.objects.exists()


@pytest.mark.parametrize("act", ["release", "pause", "resume", "stop"])
def test_a_collector_can_do_none_of_this_by_url(ready: Lender, now: datetime, act: str) -> None:
    run = plan_some(ready, now)
    url = reverse(f"admin:run_{act}", args=[run.pk])
    assert staff(make.staff("collector")).post(url, {"count": "2"}).status_code == 403


@pytest.mark.parametrize("act", ["release", "pause", "resume"])
def test_looking_changes_nothing(ready: Lender, now: datetime, act: str) -> None:
    run = plan_some(ready, now)
    url = reverse(f"admin:run_{act}", args=[run.pk])
    assert staff(make.staff("supervisor")).get(url).status_code == 405


def test_planning_is_noted_and_carried_out_by_a_worker(
    ready: Lender, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    task = SimpleNamespace(delay=asked.append)
    monkeypatch.setattr("messaging.admin.runs.actions.plan_requested", task)
    make.loan(lender=ready)
    client = staff(make.staff("collector"))
    form = {"lender": "anhe", "date": "2026-09-15"}
    text = client.post(reverse("admin:run_plan"), form, follow=True).content.decode()
    assert "Being planned" in text
    assert asked == [Run.objects.get().pk]
    assert carry_out(asked[0], now).funnel["to_send"] == 1


def test_a_failed_plan_says_why(now: datetime) -> None:
    lender = make.lender()
    Run.objects.create(lender=lender, day=make.DAY, planned_at=now)
    Run.objects.update(state="failed", plan_error="No policy is in force.")
    assert "No policy is in force." in page(make.staff("supervisor"))


def test_while_sending_progress_pause_and_stop_are_in_sight(ready: Lender, now: datetime) -> None:
    boss = make.staff("supervisor")
    run = release.release(plan_some(ready, now).pk, by=boss, now=now, expected_count=2)
    text = page(boss)
    for act in ("pause", "halt"):
        assert reverse(f"admin:run_{act}", args=[run.pk]) in text
    assert 'hx-trigger="every 2s"' in text
    assert "22:00" in text


def test_the_fragment_refreshes_itself_and_reloads_the_page_on_a_change(
    ready: Lender, now: datetime
) -> None:
    boss = make.staff("supervisor")
    run = release.release(plan_some(ready, now).pk, by=boss, now=now, expected_count=2)
    url = reverse("admin:run_progress", args=[run.pk])
    assert "<strong>2</strong>" in page(boss, url, state="released")
    control.pause(run.pk, by=boss)
    answer = staff(boss).get(url, {"state": "released"})
    assert answer.headers["HX-Refresh"] == "true"


def test_pause_resume_and_stop_by_button(ready: Lender, now: datetime) -> None:
    boss = make.staff("supervisor")
    run = release.release(plan_some(ready, now).pk, by=boss, now=now, expected_count=2)
    client = staff(boss)
    for act, state in (("pause", "paused"), ("resume", "released"), ("stop", "stopped")):
        client.post(reverse(f"admin:run_{act}", args=[run.pk]), {"reason": "test"})
        run.refresh_from_db()
        assert run.state == state
    assert set(run.messages.values_list("state", "reason")) == {("cancelled", "run_stopped")}


def test_stopping_first_says_what_it_would_do(ready: Lender, now: datetime) -> None:
    boss = make.staff("supervisor")
    run = release.release(plan_some(ready, now).pk, by=boss, now=now, expected_count=2)
    text = page(boss, reverse("admin:run_stop", args=[run.pk]))
    assert re.search(r"2 texts that have not begun to leave are cancelled", text)
    run.refresh_from_db()
    assert run.state == "released"


def test_who_wants_to_stop_a_run_pauses_it_and_is_asked_after(ready: Lender, now: datetime) -> None:
    boss = make.staff("supervisor")
    run = release.release(plan_some(ready, now).pk, by=boss, now=now, expected_count=2)
    answer = staff(boss).post(reverse("admin:run_halt", args=[run.pk]), follow=True)
    run.refresh_from_db()
    assert run.state == "paused"
    assert "nothing begins to leave while you decide" in answer.content.decode()
    assert reverse("admin:run_resume", args=[run.pk]) in answer.content.decode()


def test_a_run_with_nobody_to_send_to_says_why_and_what_to_do(ready: Lender, now: datetime) -> None:
    make.loan(lender=ready, as_of=now - timedelta(days=9))
    plan(lender=ready, day=make.DAY, by=None, now=now)
    text = page(make.staff("supervisor"))
    assert "Nobody is to be sent to" in text
    assert "reason=stale_data" in text


def test_figures_that_will_be_too_old_are_said_before_the_release(
    ready: Lender, now: datetime
) -> None:
    run = plan_some(ready, now)
    assert "too old when" not in page(make.staff("supervisor"))
    run.candidates.update(until=now + timedelta(days=9))
    assert "too old when" in page(make.staff("supervisor"))


def test_beside_the_last_run_every_count_opens_its_rows(ready: Lender, now: datetime) -> None:
    first = plan_some(ready, now)
    Run.objects.filter(pk=first.pk).update(day=make.DAY - timedelta(days=1))
    second = plan_some(ready, now, count=1)
    boss = make.staff("supervisor")
    lists = reverse("admin:run_candidates", args=[second.pk])
    assert f"{lists}?since=new&amp;beside={first.pk}" in page(boss)
    found = staff(boss).get(lists, {"since": "new", "beside": first.pk})
    assert len(found.context["rows"]) == 1
    for junk in ({"since": "²", "beside": "x"}, {"since": "new"}, {"beside": first.pk}):
        assert staff(boss).get(lists, junk).status_code == 200


def test_past_runs_are_listed_and_open_their_page(ready: Lender, now: datetime) -> None:
    plan_some(ready, now)
    text = page(make.staff("auditor"), reverse("admin:messaging_run_changelist"))
    assert f"{TODAY}?lender=anhe&amp;date=2026-09-15" in text


def test_more_candidates_cost_the_page_no_more_queries(ready: Lender, now: datetime) -> None:
    boss = make.staff("supervisor")
    client = staff(boss)
    plan_some(ready, now)
    client.get(TODAY)
    with CaptureQueriesContext(connection) as few:
        client.get(TODAY)
    plan_some(ready, now, count=10)
    with CaptureQueriesContext(connection) as many:
        client.get(TODAY)
    assert len(few) == len(many)


def test_texts_that_contradict_the_ledger_raise_an_alarm_when_planned_and_when_sent(
    ready: Lender, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    supervisor = make.staff("supervisor")
    assert "contradict the ledger" not in page(supervisor) + page(supervisor)
    with monkeypatch.context() as fault:
        fault.setattr("messaging.content.values.money", lambda *_, **__: "9.99元")
        run = plan_some(ready, now)
    text = page(supervisor)
    assert "Texts that contradict the ledger were kept back." in text
    assert "2 when planned" in text
    assert "the text contradicts the ledger" in page(supervisor, candidates(run))
    run = plan(lender=ready, day=make.DAY, by=None, now=now)
    assert "contradict the ledger were kept back" not in page(supervisor)
    release.release(run.pk, by=supervisor, now=now, expected_count=2)
    monkeypatch.setattr("messaging.content.values.money", lambda *_, **__: "9.99元")
    claim(now=now)
    assert "2 when read before sending" in page(supervisor)
    listed = page(supervisor, candidates(run), message_reason="text_not_true")
    assert listed.count("the text contradicts the ledger") > 2


def candidates(run: Run) -> str:
    return reverse("admin:run_candidates", args=[run.pk])

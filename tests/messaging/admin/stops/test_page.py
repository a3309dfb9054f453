"""The emergency stop on screen: figures first, one button, everybody sees that it stands."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry, User
from messaging.models import GatewayState, Message, Run, Stop
from messaging.stops import service as stops
from tests import make, make_outbox, make_stops
from tests.markup import flat

pytestmark = pytest.mark.django_db
STOPS = reverse("admin:stops")
PLACE = reverse("admin:stop_place")


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


@pytest.fixture
def boss(db: None) -> User:
    return make.staff("supervisor")


def staff(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def page(user: User, url: str = STOPS, **query: object) -> str:
    answer = staff(user).get(url, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def a_run(count: int, *, sent: int = 0, at: datetime | None = None) -> Run:
    lender = make.lender()
    run = make_outbox.run(lender, policy_version=make_outbox.policy(lender))
    version = make_outbox.make_messaging.version(stage="dpd-4-7")
    for n in range(count):
        message = make_outbox.message(
            loan=make.loan(lender=lender), in_run=run, template_version=version
        )
        gateway = make_outbox.Gateway.objects.get()
        for state in ("claimed", "handing_over", "accepted") if n < sent else ():
            Message.objects.filter(pk=message.pk).update(
                state=state,
                body=b"x",
                gateway=gateway,
                handed_over_at=at,
                permit_until=at,
            )
    return run


def test_before_a_stop_is_placed_the_page_says_what_it_would_cover(
    boss: User, now: datetime
) -> None:
    run = a_run(5, sent=2, at=now)
    text = page(boss, PLACE, which=f"run:{run.pk}")
    assert '<dd id="stop-waiting">3</dd>' in flat(text)
    assert '<dd id="stop-sent">2</dd>' in flat(text)
    assert "安和消费金融" in text
    assert not Stop.objects.exists()


def test_a_stop_is_placed_by_a_reason_and_one_button(boss: User) -> None:
    answer = staff(boss).post(f"{PLACE}?which=all", {"reason": "wrong figure"})
    stop = Stop.objects.get()
    assert answer.headers["Location"] == reverse("admin:stop", args=[stop.pk])
    assert (stop.scope, stop.reason, stop.by) == ("all", "wrong figure", boss)


@pytest.mark.parametrize("which", ["run:999", "all:3", "moon", "run", "run:x", "run:-1", ""])
def test_what_there_is_not_cannot_be_stopped(boss: User, which: str) -> None:
    assert staff(boss).get(PLACE, {"which": which}).status_code == 404


def test_everybody_sees_on_every_page_that_a_stop_stands(boss: User, now: datetime) -> None:
    stops.place(scope="all", object_id=None, reason="wrong figure", by=boss, now=now)
    for role in ("collector", "agent", "auditor"):
        assert "wrong figure" in page(make.staff(role), reverse("admin:run_today"))


def test_a_paused_gateway_is_said_to_those_who_see_to_it(boss: User, now: datetime) -> None:
    gateway = make_outbox.gateway(code="carrier-a")
    GatewayState.objects.filter(pk=gateway.pk).update(
        mode="paused", paused_until=now + timedelta(minutes=1)
    )
    assert "carrier-a" in page(boss, reverse("admin:run_today"))
    assert "carrier-a" not in page(make.staff("agent"), reverse("admin:run_today"))


def test_the_list_names_masked_customers_and_comes_in_pages(boss: User, now: datetime) -> None:
    run = a_run(53, sent=52, at=now)
    stop = stops.place(scope="run", object_id=run.pk, reason="x", by=boss, now=now)
    url = reverse("admin:stop", args=[stop.pk])
    first = page(boss, url)
    assert flat(first).count("<tr><td><a href") == 50
    assert "王小明" not in first
    assert "王*明" in first
    after = first.split("?after=")[1].split("#")[0]
    assert flat(page(boss, url, after=after)).count("<tr><td><a href") == 2
    assert staff(boss).get(url, {"after": "x"}).status_code == 404


def test_the_list_as_a_file_is_masked_and_recorded(boss: User, now: datetime) -> None:
    run = a_run(2, sent=2, at=now)
    stop = stops.place(scope="run", object_id=run.pk, reason="x", by=boss, now=now)
    answer = staff(boss).post(reverse("admin:stop_export", args=[stop.pk]))
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.count("\r\n") == 3
    assert "王小明" not in text
    entry = AuditEntry.objects.get(action="export")
    assert (entry.table, entry.row_id, entry.actor) == ("messaging_stop", str(stop.pk), boss)


def test_the_figures_refresh_until_the_stop_is_lifted(boss: User, now: datetime) -> None:
    stop = stops.place(scope="all", object_id=None, reason="x", by=boss, now=now)
    url = reverse("admin:stop_now", args=[stop.pk])
    assert "hx-get" in page(boss, url)
    make_stops.lift(stop.pk, by=boss, reason="y", now=now)
    assert staff(boss).get(url).headers["HX-Refresh"] == "true"
    assert url not in page(boss, reverse("admin:stop", args=[stop.pk]))


def test_one_version_is_stopped_from_its_page_and_named_in_words(boss: User, now: datetime) -> None:
    version = a_run(1).messages.get().template_version
    assert version is not None
    link = f"{PLACE}?which=version:{version.pk}"
    assert link in page(boss, reverse("admin:template_version", args=[version.pk]))
    assert '<dd id="stop-waiting">1</dd>' in flat(page(boss, link))
    staff(boss).post(link, {"reason": "three complaints"})
    stop = Stop.objects.get()
    called = f"Text {version.template.title} · SMS v{version.number}"
    own = reverse("admin:template_version", args=[version.pk])
    for url in (STOPS, reverse("admin:stop", args=[stop.pk]), own):
        assert called in page(boss, url)
    assert own in page(boss, reverse("admin:stop", args=[stop.pk]))
    make_stops.lift(stop.pk, by=boss, now=now)
    assert not Stop.objects.filter(lifted_at=None).exists()


def test_one_asks_why_not_and_another_lifts(boss: User, now: datetime) -> None:
    stop = stops.place(scope="all", object_id=None, reason="x", by=boss, now=now)
    url, other = reverse("admin:stop_lift", args=[stop.pk]), make.staff("supervisor")
    assert staff(boss).post(url, {"reason": ""}).status_code == 422
    staff(boss).post(url, {"reason": "put right"})
    assert 'name="lift"' not in page(boss, url)
    assert staff(boss).post(url, {"lift": "1"}).status_code == 422
    for seen in (page(other, url), page(other), page(other, reverse("admin:stop", args=[stop.pk]))):
        assert "put right" in seen
    assert "queued before the stop" not in page(other, url)
    staff(other).post(url, {"lift": "1"})
    stop.refresh_from_db()
    assert (stop.lift_asked_by, stop.lifted_by, stop.lift_reason) == (boss, other, "put right")
    assert "put right" in page(boss)


def test_who_lifts_it_chooses_what_becomes_of_what_waits(boss: User, now: datetime) -> None:
    other = make.staff("supervisor")
    for choice, state in (("cancel", "cancelled"), ("send", "queued")):
        run = a_run(2)
        stop = stops.place(scope="run", object_id=run.pk, reason="x", by=boss, now=now)
        url = reverse("admin:stop_lift", args=[stop.pk])
        staff(boss).post(url, {"reason": "put right"})
        assert "Send it: 2 texts" in " ".join(page(other, url).split())
        staff(other).post(url, {"lift": "1", "queued": choice})
        assert set(run.messages.values_list("state", flat=True)) == {state}


def test_who_must_agree_sees_it_everywhere_and_may_say_no(boss: User, now: datetime) -> None:
    stop = stops.place(scope="all", object_id=None, reason="x", by=boss, now=now)
    url, other = reverse("admin:stop_lift", args=[stop.pk]), make.staff("supervisor")
    staff(boss).post(url, {"reason": "put right"})
    assert "asks you to lift it" in page(other, reverse("admin:morning"))
    assert "asks you to lift it" not in page(boss, reverse("admin:morning"))
    assert staff(boss).post(url, {"refuse": "1", "reason": "no"}).status_code == 422
    assert staff(other).post(url, {"refuse": "1", "reason": ""}).status_code == 422
    staff(other).post(url, {"refuse": "1", "reason": "figures are not checked"})
    stop.refresh_from_db()
    assert (stop.lifted_at, stop.lift_asked_by) == (None, None)
    assert f"{other}: figures are not checked" in page(boss, reverse("admin:stop", args=[stop.pk]))
    staff(boss).post(url, {"reason": "checked"})
    assert "not checked" not in page(other, url)


def test_while_it_stands_nobody_reads_that_all_is_sent(boss: User, now: datetime) -> None:
    run = a_run(3, sent=1, at=now)
    stops.place(scope="all", object_id=None, reason="x", by=boss, now=now)
    shown = page(boss, reverse("admin:run_today"), lender=run.lender.code, day=run.day.isoformat())
    assert "Stopped · 2 texts wait" in " ".join(shown.split())
    health = " ".join(page(make.staff("administrator"), reverse("admin:setting_up")).split())
    assert "an emergency stop stands" in health
    assert "Everything works" not in health


def test_the_reason_may_follow(boss: User, now: datetime) -> None:
    staff(boss).post(f"{PLACE}?which=all", {"reason": ""})
    stop = Stop.objects.get()
    own, why = (reverse(f"admin:{name}", args=[stop.pk]) for name in ("stop", "stop_explain"))
    assert why in page(boss, own)
    assert "the reason follows" in page(boss)
    staff(boss).post(why, {"reason": "wrong figure"})
    assert why not in page(boss, own)
    assert "wrong figure" in page(boss)


@pytest.mark.parametrize(("choice", "state"), [({}, "cancelled"), ({"queued": "send"}, "queued")])
def test_after_a_restored_database_what_was_queued_is_cancelled_unless_said_otherwise(
    boss: User, now: datetime, choice: dict[str, str], state: str
) -> None:
    run = a_run(2)
    stop = stops.place(scope="all", object_id=None, reason="x", by=None, now=now)
    url = reverse("admin:stop_lift", args=[stop.pk])
    staff(make.staff("supervisor")).post(url, {"reason": "checked"})
    assert "Cancel it (recommended): 2 texts." in page(boss, url)
    staff(boss).post(url, {"lift": "1", **choice})
    assert set(run.messages.values_list("state", flat=True)) == {state}


def test_more_messages_cost_the_page_no_more_queries(boss: User, now: datetime) -> None:
    counted = []
    client = staff(boss)
    for count in (2, 9):
        run = a_run(count, sent=count - 1, at=now)
        stop = stops.place(scope="run", object_id=run.pk, reason="x", by=boss, now=now)
        client.get(reverse("admin:stop", args=[stop.pk]))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("admin:stop", args=[stop.pk]))
        counted.append(len(queries))
        make_stops.lift(stop.pk, by=boss, reason="x", now=now)
    assert counted[0] == counted[1]


def test_what_is_to_be_stopped_is_found_by_its_name(boss: User) -> None:
    make.lender(name="安和消费金融")
    make_outbox.make_messaging.version(title="还款日当天")
    assert "choose" in page(boss)
    found = page(boss, find="当天 还款")
    assert "还款日当天" in found
    assert "which=template:" in found
    assert "which=lender:" not in found
    assert "Nothing that sends is called like this" in page(boss, find="没有这个")

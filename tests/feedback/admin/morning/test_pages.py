"""A supervisor's morning, and the rows behind its figures."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models.choices import Role
from config import sandbox_clock
from feedback.effect import reading
from feedback.effect.reading import Line, Reading, Verdict
from feedback.inbox import filing
from feedback.models import Alarm
from messaging.approval import steps
from messaging.inbound import replies
from messaging.models import Run
from messaging.stops import service as stops
from tests import make, make_messaging, make_runs
from tests.feedback.morning.test_delivery import message, run_of_today

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> Client:
    client = Client()
    client.force_login(make.staff(Role.SUPERVISOR))
    return client


@pytest.fixture(autouse=True)
def _on_the_day(now: datetime) -> None:
    sandbox_clock.start(now)


def written(text: str, now: datetime) -> None:
    lender = make_runs.ready_lender()
    loan = make.loan(lender=lender, dpd=5)
    address = loan.customer.contact_points.get().address
    replies.take(address=address, text=text, now=now)
    filing.file_missed(now)


def test_the_page_says_what_left_and_links_to_its_rows(boss: Client, now: datetime) -> None:
    run = run_of_today(now)
    sent = message(run, 0, now, state="undelivered", error_code="EXPIRED")
    boss.cookies["django_language"] = "en"
    page = boss.get(reverse("admin:morning"))
    [row] = page.context["failures"]
    assert row["failure"].number == 1
    assert "the phone was off or out of reach" in page.content.decode()
    assert re.search(r"<small[^>]*>EXPIRED</small>", page.content.decode())
    listed = boss.get(row["url"])
    assert [each.pk for each in listed.context["cl"].result_list] == [sent.pk]
    listed = boss.get(page.context["days"][-1]["undelivered_url"])
    assert [each.pk for each in listed.context["cl"].result_list] == [sent.pk]


def test_where_nothing_ever_left_the_page_says_what_is_missing(boss: Client, now: datetime) -> None:
    boss.cookies["django_language"] = "en"
    page = boss.get(reverse("admin:morning")).content.decode()
    assert "No text has ever left" in page
    assert reverse("admin:setting_up") in page
    assert "Everything arrived" not in page
    assert "There is no lender yet." in page
    message(run_of_today(now), 0, now, state="delivered")
    page = boss.get(reverse("admin:morning")).content.decode()
    assert "No text has ever left" not in page
    assert "Everything arrived" in page


def test_distress_comes_first_and_is_counted(boss: Client, now: datetime) -> None:
    written("我不想活了", now - timedelta(hours=1))
    assert Alarm.objects.exists()
    first = boss.get(reverse("admin:morning")).context["desks"][0]
    assert (first.page, first.number, first.late) == ("admin:alarms", 1, True)


def test_what_people_answered_leads_to_their_conversations(boss: Client, now: datetime) -> None:
    written("今天就还", now - timedelta(hours=1))
    [row] = boss.get(reverse("admin:morning")).context["said"]
    assert row["said"].number == 1
    assert f"{row['label']}\n" in boss.get(reverse("admin:morning")).content.decode()
    assert len(boss.get(row["url"]).context["rows"]) == 1


def test_a_meaning_that_does_not_exist_is_not_found(boss: Client) -> None:
    assert boss.get(reverse("admin:morning_replies", args=["nonsense"])).status_code == 404


def test_what_was_put_into_force_since_yesterday_is_told(boss: Client) -> None:
    make_runs.ready_lender()
    changes = boss.get(reverse("admin:morning")).context["changes"]
    assert {change.kind.code for change, _url in changes} == {"template"}  # the newest


def test_what_was_taken_out_of_use_is_told_with_its_reason(boss: Client, now: datetime) -> None:
    make_messaging.version(now=now - timedelta(days=3))
    gone = make_messaging.version(now=now - timedelta(days=2))
    steps.retire(gone, by=make.staff("supervisor"), reason="短网址写错了", now=now)
    [(change, _url)] = boss.get(reverse("admin:morning")).context["changes"]
    assert (change.version, change.retired, change.why) == (gone, True, "短网址写错了")


@pytest.mark.parametrize("page", ["morning_csv", "morning_xlsx"])
def test_the_figures_go_out_as_a_file(boss: Client, now: datetime, page: str) -> None:
    run = run_of_today(now, customers=2)
    message(run, 0, now, state="delivered")
    message(run, 1, now, state="undelivered", error_code="EXPIRED")
    answer: Any = boss.get(reverse(f"admin:{page}"))
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200
    assert len(body) > 200


def test_its_cost_does_not_grow_with_the_rows(
    boss: Client, now: datetime, django_assert_max_num_queries: Any
) -> None:
    run = run_of_today(now, customers=4)
    for place in range(4):
        message(run, place, now, state="delivered")
    boss.get(reverse("admin:morning"))
    with django_assert_max_num_queries(75):
        boss.get(reverse("admin:morning"))


def test_it_sounds_the_alarm_when_a_language_fares_otherwise_or_the_groups_are_off(
    boss: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_runs.ready_lender()
    apart = Line("language", "en", 500, 50, Verdict.HARMFUL)
    found = Reading(None, (apart,), 0.000_001, Decimal("0.05"), (apart,))
    monkeypatch.setattr(reading, "read", lambda _question: found)
    page = boss.get(reverse("admin:morning"), headers={"accept-language": "en"}).content.decode()
    assert "otherwise than everywhere" in page
    assert "English" in page
    assert "sizes that were drawn (p = 0.000001)" in page


def test_it_says_why_todays_run_is_another_than_yesterdays(boss: Client, now: datetime) -> None:
    run = run_of_today(now)
    kept = [{"reason": "hold", "count": 7}]
    Run.objects.filter(pk=run.pk).update(funnel={"due": 20, "minus": kept, "to_send": 13})
    yesterday = run.day - timedelta(days=1)
    before = {"due": 20, "minus": [], "to_send": 20}
    Run.objects.create(lender=run.lender, day=yesterday, state="planned", funnel=before)
    [row] = [each for each in boss.get(reverse("admin:morning")).context["runs"] if each["why"]]
    [why] = row["why"]
    assert (why["more"], why["now"], why["before"]) == ("+7", 7, 0)
    for url in (why["url"], why["before_url"]):
        assert boss.get(url).status_code == 200


def test_a_stop_that_was_lifted_since_yesterday_is_told_with_its_reason(
    boss: Client, now: datetime
) -> None:
    one, two = make.staff(Role.SUPERVISOR), make.staff(Role.SUPERVISOR)
    stop = stops.place(scope="all", object_id=None, reason="金额有误", by=one, now=now)
    stops.ask_to_lift(stop.pk, by=one, reason="已更正", now=now)
    assert stops.lift(stop.pk, by=two, now=now)
    page = boss.get(reverse("admin:morning")).content.decode()
    assert "金额有误" in page
    assert "已更正" in page

"""The supervisor's desk: figures that lead to rows, a file, and a look at the quality."""

import html
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import BulkJob
from feedback.desk import quality
from feedback.inbox import assignment
from feedback.models import Conversation
from tests import make_inbox
from tests.feedback.admin.desks import desk
from tests.make_complaints import logged

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _at_the_moment(now: datetime, monkeypatch: Any) -> Iterator[None]:
    monkeypatch.setattr("config.clock.now", lambda: now)
    with translation.override("en"):
        yield


def some(now: datetime) -> None:
    agent = make_inbox.agent()
    for hours in (1, 2, 50):
        found = make_inbox.conversation("怎么还款", at=now - hours * HOUR)
    assignment.resolve(found, by=agent, now=now)
    make_inbox.conversation("不想活了", at=now - HOUR)
    logged(now, severity="severe")


def test_what_may_not_wait_stands_first_with_a_clock(now: datetime) -> None:
    some(now)
    client, _boss = desk("supervisor")
    found = client.get(reverse("admin:desk"))
    assert [each.kind for each in found.context["grave"]] == ["distress", "complaint"]
    assert "nobody has it" in found.content.decode()


def test_every_link_of_the_page_leads_to_a_page(now: datetime) -> None:
    some(now)
    client, _boss = desk("supervisor")
    text = client.get(reverse("admin:desk")).content.decode()
    here = text[text.index("hc-desk-figures") :]
    links = {part.split('"')[0].replace("&amp;", "&") for part in here.split('href="')[1:]}
    links = {link for link in links if link.startswith("/staff/") and "logout" not in link}
    assert len(links) > 20
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_figure_of_a_day_opens_the_rows_of_that_day(now: datetime, language: str) -> None:
    some(now)
    client, _boss = desk("supervisor")
    client.cookies["django_language"] = language
    shown = client.get(reverse("admin:desk"))
    days = {row["day"].isoformat(): row["told"]["came"] for row in shown.context["trend"]}
    assert sorted(days.values())[-2:] == [1, 3]
    links = re.findall(r'href="([^"]+;day=(\d{4}-\d\d-\d\d))">(\d+)', shown.content.decode())
    opened = {day: client.get(html.unescape(link)).content.decode() for link, day, _n in links}
    assert {
        day: page.count("怎么还款") + page.count("不想活了") for day, page in opened.items()
    } == {day: days[day] for day in opened}


def test_the_number_of_queries_does_not_follow_the_rows(
    now: datetime, django_assert_max_num_queries
) -> None:
    some(now)
    client, _boss = desk("supervisor")
    client.get(reverse("admin:desk"))
    for _ in range(5):
        make_inbox.conversation("怎么还款", at=now - HOUR)
    with django_assert_max_num_queries(60):
        assert client.get(reverse("admin:desk")).status_code == 200


def test_what_a_closed_login_still_has_is_handed_over_in_one_act(now: datetime) -> None:
    agent, heir = make_inbox.agent(), make_inbox.agent()
    mine = [make_inbox.conversation("怎么还款", at=now - HOUR * n) for n in (1, 2)]
    for each in mine:
        assignment.take(each, by=agent, now=now)
    agent.is_active = False
    agent.save()
    client, _boss = desk("supervisor")
    shown = client.get(reverse("admin:desk")).content.decode()
    (way,) = re.findall(r'href="([^"]+)">Hand their conversations over', shown)
    listed = client.get(html.unescape(way))
    assert {each.pk for each in listed.context["cl"].result_list} == {each.pk for each in mine}
    act = {"action": "conversations_hand_over", "index": "0", "select_across": "1"}
    client.post(html.unescape(way), {**act, "_selected_action": [each.pk for each in mine]})
    job = BulkJob.objects.latest("pk")
    client.post(reverse("admin:many_begin", args=[job.pk]), {"to": heir.pk})
    client.post(reverse("admin:many_go_on", args=[job.pk]))
    assert {each.owner_id for each in Conversation.objects.all()} == {heir.pk}


def test_the_file_has_the_figures(now: datetime) -> None:
    some(now)
    client, _boss = desk("supervisor")
    answer: Any = client.get(reverse("admin:desk_csv"))
    text = b"".join(answer.streaming_content).decode()
    assert text.count("\n") > 15


def test_a_look_is_kept_and_a_half_one_comes_back(now: datetime) -> None:
    found = make_inbox.conversation("怎么还款", at=now - HOUR)
    assignment.resolve(found, by=make_inbox.agent(), now=now - HOUR)
    client, _boss = desk("supervisor")
    assert str(found.pk) in client.get(reverse("admin:desk_quality")).content.decode()
    page = reverse("admin:desk_look", args=[found.pk])
    half = client.post(page, {"kind": "2", "note": "再核实一下"})
    assert "再核实一下" in half.content.decode()
    whole = dict.fromkeys(quality.QUESTIONS, "1")
    assert client.post(page, whole)["Location"] == reverse("admin:desk_quality")
    assert found.events.filter(what="reviewed").exists()


def test_only_who_assigns_sees_it() -> None:
    client, _agent = desk("agent")
    for name in ("desk", "desk_rows", "desk_csv", "desk_quality"):
        assert client.get(reverse(f"admin:{name}")).status_code == 403

"""The page of effects: what was counted, and nothing of a few."""

import html
import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse

from feedback.effect import counting
from messaging.authoring import segments
from messaging.models.choices import Arm
from tests import make, make_complaints, make_outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make.staff("supervisor"))
    return client


@pytest.fixture
def counted(lender, assigned, paid, now):
    for at in range(20):
        episode = assigned(Arm.CONTACT if at % 2 else Arm.CONTROL, ago=35, amount_due=100)
        if at % 3 == 0:
            paid(episode, 100, after=2)
    counting.count_all(now)


def test_the_page_shows_both_groups_with_their_interval_and_harm(desk, counted):
    page = desk.get(reverse("admin:effect"), {"horizon": "7"}, headers={"accept-language": "en"})
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count("n = 10") >= 2
    assert "hc-interval" in text
    assert "Complaints" in text


def test_nobody_counted_yet_is_said(desk, lender):
    page = desk.get(reverse("admin:effect"), headers={"accept-language": "en"})
    assert "Nothing is counted yet" in page.content.decode()


def test_an_address_nobody_can_read_asks_for_the_usual(desk, counted):
    asked = {"lender": "x", "outcome": "y", "horizon": "99", "days": "-1"}
    page = desk.get(reverse("admin:effect"), asked)
    question = page.context["question"]
    assert (question.outcome, question.horizon, question.days) == ("full", 7, 90)


def test_the_export_has_a_line_a_group(desk, counted):
    answer = desk.get(reverse("admin:effect_export"), headers={"accept-language": "en"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Cut,Value,Customers written to")
    assert lines[1].startswith("All episodes,Written to against control,10,10,")


def test_the_workbook_says_the_same_in_figures(desk, counted):
    answer = desk.get(reverse("admin:effect_workbook"), headers={"accept-language": "en"})
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[0][:3] == ("Cut", "Value", "Customers written to")
    assert rows[1][:4] == ("All episodes", "Written to against control", 10, 10)
    assert isinstance(rows[1][4], float)


def test_a_count_leads_to_its_episodes(desk, counted, lender):
    page = desk.get(reverse("admin:effect"), {"horizon": "7"}).content.decode()
    links = re.findall(r'href="([^"]*effect/episodes/[^"]*)"', page)
    assert links
    for link in map(html.unescape, links):
        if "having=" in link:  # the few who were harmed
            continue
        behind = desk.get(link)
        assert len(behind.context["rows"]) == 10, link
    assert desk.get(reverse("admin:effect_episodes")).status_code == 302


def test_a_figure_of_harm_leads_to_those_who_were_harmed(desk, lender, assigned, now):
    for at in range(20):
        episode = assigned(Arm.CONTACT if at % 2 else Arm.CONTROL, ago=35)
        if at == 3:
            opened = episode.at + timedelta(days=1)
            make_complaints.logged(opened, customer=episode.loan.customer)
    counting.count_all(now)
    asked = {"lender": lender.pk, "cut": "cell", "value": "dpd-4-7:gentle:unknown", "days": 90}
    asked |= {"horizon": 30, "having": "complained"}
    for arm, number in ((Arm.CONTACT, 1), (Arm.CONTROL, 0)):
        behind = desk.get(reverse("admin:effect_episodes"), asked | {"arm": arm.value})
        assert len(behind.context["rows"]) == number
    assert desk.get(reverse("admin:effect_episodes"), asked | {"having": "x"}).status_code == 404


def test_a_segment_is_a_cut_of_those_it_held_for(desk, lender, assigned, now):
    boss = make.staff("supervisor")
    small = [{"fact": "amount_due", "below": "150", "currency": "CNY"}]
    segment = segments.save(None, lender=lender, title="小额", conditions=small, by=boss, now=now)
    for amount in (100, 200):
        for arm in (Arm.CONTACT, Arm.CONTROL):
            for _one in range(10):
                assigned(arm, ago=35, amount_due=amount)
    counting.count_all(now)
    page = desk.get(reverse("admin:effect"), {"horizon": "7"})
    table = next(each for each in page.context["tables"] if each["cut"] == "segment")
    assert [(row["line"].contact, row["line"].control) for row in table["rows"]] == [(10, 10)]
    asked = {"lender": lender.pk, "cut": "segment", "value": segment.pk, "arm": "contact"}
    behind = desk.get(reverse("admin:effect_episodes"), asked | {"days": 90, "horizon": 7})
    assert {row["episode"].amount_due for row in behind.context["rows"]} == {100}


def test_an_agent_has_no_business_there(client):
    client.force_login(make.staff("agent"))
    assert client.get(reverse("admin:effect")).status_code == 403


def test_the_price_of_one_more_unit_is_not_known_while_it_may_be_nothing(desk, counted):
    shown = desk.get(reverse("admin:effect"), headers={"accept-language": "en"})
    assert shown.context["cost"]["segment"] == "0.045元"
    assert shown.context["cost"]["price"] is None
    assert "contains 0" in shown.content.decode()


def test_the_price_of_one_more_unit_is_what_texts_cost_over_what_they_brought(
    desk, lender, assigned, paid, now
):
    """Two segments each at 0.045; everybody written to repays 100, nobody else."""
    for at in range(40):
        episode = assigned(Arm.CONTACT if at % 2 else Arm.CONTROL, ago=35, amount_due=100)
        if at % 2:
            paid(episode, 99 + at % 4, after=2)
            make_outbox.message(
                loan=episode.loan,
                in_run=episode.run,
                state="delivered",
                segments=2,
                body="您好",
                gateway=make_outbox.gateway(),
                handed_over_at=episode.at,
                permit_until=episode.at + timedelta(minutes=5),
            )
    counting.count_all(now)
    cost = desk.get(reverse("admin:effect"), headers={"accept-language": "en"}).context["cost"]
    assert cost["price"] == "0.0009元"

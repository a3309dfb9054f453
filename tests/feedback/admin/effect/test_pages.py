"""The page of effects: what was counted, and nothing of a few."""

import pytest
from django.urls import reverse

from feedback.effect import counting
from messaging.models.choices import Arm
from tests import make

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


def test_an_agent_has_no_business_there(client):
    client.force_login(make.staff("agent"))
    assert client.get(reverse("admin:effect")).status_code == 403

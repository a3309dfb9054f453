"""A supervisor begins a trial, sees what it takes, and asks for its approval."""

import html
import re

import pytest
from django.urls import reverse

from feedback.effect import counting
from messaging.models import Trial
from tests import make, make_messaging
from tests.feedback.effect.conftest import assigned, version

__all__ = ["assigned", "version"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make.staff("supervisor"))
    return client


@pytest.fixture
def text(db):
    return make_messaging.version(template=make_messaging.template(stage="dpd-1")).template


def _told(lender, text, **changed):
    return {
        "lender": lender.pk,
        "title": "有无",
        "stage": "dpd-1",
        "tone": "gentle",
        "cause": "unknown",
        "arm0": text.pk,
        "arm1": "none",
        "goal": "2.5",
        "days": "60",
    } | changed


def test_a_trial_is_begun_and_says_what_it_takes(desk, lender, text):
    answer = desk.post(reverse("admin:trial_new"), _told(lender, text))
    trial = Trial.objects.get()
    assert answer.url == reverse("admin:trial", args=[trial.pk])
    assert (trial.arms, trial.state) == ([text.pk, None], "draft")
    page = desk.get(answer.url, headers={"accept-language": "en"})
    plan = page.context["plan"]
    assert 5_900 < plan["each"] < 6_000  # 2.5 points on the 60 % that are assumed at first
    assert "No text" in page.content.decode()
    assert page.context["decision"].can_submit


def test_what_is_missing_is_said_beside_its_field(desk, lender, text):
    page = desk.post(reverse("admin:trial_new"), _told(lender, text, arm1="", goal="0"))
    assert {"arm1", "goal"} <= set(page.context["form"].errors)
    assert not Trial.objects.exists()


def test_a_trial_that_does_not_run_cannot_be_ended(desk, lender, text):
    desk.post(reverse("admin:trial_new"), _told(lender, text))
    trial = Trial.objects.get()
    desk.post(reverse("admin:trial_end", args=[trial.pk]))
    trial.refresh_from_db()
    assert trial.ended_at is None


def test_the_list_leads_to_a_new_one(desk, lender, text):
    desk.post(reverse("admin:trial_new"), _told(lender, text))
    page = desk.get(reverse("admin:messaging_trial_changelist")).content.decode()
    assert reverse("admin:trial_new") in page
    assert "有无" in page


def test_an_arm_may_name_the_hours_of_its_text(desk, lender, text):
    told = _told(lender, text, arm1=str(text.pk), hours0="18-19", hours1="20-21")
    desk.post(reverse("admin:trial_new"), told)
    trial = Trial.objects.get()
    assert trial.arm_hours == ["18-19", "20-21"]
    page = desk.get(reverse("admin:trial", args=[trial.pk])).content.decode()
    assert page.count("20:00–21:00") == 2  # what it takes, and its row


def test_the_customers_of_an_arm_are_the_rows_behind_it(desk, lender, text, assigned, now):
    desk.post(reverse("admin:trial_new"), _told(lender, text))
    trial = Trial.objects.get()
    for at in range(6):
        assigned(ago=at, trial=trial, trial_arm=at % 2)
    counting.count_all(now)
    page = desk.get(reverse("admin:trial", args=[trial.pk])).content.decode()
    links = re.findall(r'href="([^"]*effect/episodes/[^"]*)"', page)
    assert len(links) == 2
    for link in links:
        assert len(desk.get(html.unescape(link)).context["rows"]) == 3

"""The calendar: what went when, to how many, and how many could be reached on a coming day."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.holds import service as holds
from accounts.models import Hold, Lender
from messaging.dispatch.claim import claim
from messaging.education import calendar
from messaging.models import in_force
from tests import make, make_education
from tests.make_education import EVENING

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def lender() -> Lender:
    return make_education.ready()


def free(lender: Lender) -> list[int]:
    """How many could be reached today, tomorrow and so on."""
    policy = in_force.policy(lender, make.MORNING)[1]
    days = calendar.coming(lender, policy, make.MORNING)
    assert [each.day for each in days] == [make.DAY + n * DAY for n in range(28)]
    return [each.free for each in days]


def test_a_day_counts_who_is_far_from_every_reminder(lender: Lender) -> None:
    make_education.customer(lender, dpd=-30)
    make_education.customer(lender, agreed=False)
    # The first reminder comes seven days before the due date, and nothing within seven of it.
    assert free(lender) == [1] * 16 + [0] * 12


def test_who_is_held_declined_or_had_one_is_not_counted(lender: Lender) -> None:
    customer = make_education.customer(lender, dpd=-60)
    assert free(lender) == [1] * 28
    hold = Hold(
        customer=customer,
        kind=Hold.Kind.MANUAL,
        reason="x",
        source="test",
        starts_at=make.MORNING,
    )
    holds.place_all([hold])
    assert free(lender) == [0] * 28


def test_a_plan_says_how_many_it_is_for_and_how_many_have_left(lender: Lender) -> None:
    make_education.customer(lender, dpd=-60)
    make_education.customer(lender, dpd=40)
    make_education.customer(lender, agreed=False)
    make_education.released(lender)
    [planned] = calendar.plans(lender, make.MORNING)
    assert (planned.to_send, planned.control, planned.left_out) == (1, 0, 1)
    assert (planned.without_consent, planned.left) == (1, 0)
    claim(now=EVENING)
    assert free(lender)[:2] == [0, 0], "the next is thirty days off"


def test_the_page_shows_the_weeks_ahead_and_the_plans_there_were(
    lender: Lender, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _n in range(3):
        make_education.customer(lender, dpd=-60)
    plan = make_education.released(lender)
    monkeypatch.setattr("config.clock.now", lambda: make.MORNING)
    client.force_login(make.staff("supervisor"))
    page = client.get(reverse("admin:education"), headers={"accept-language": "en"})
    assert page.status_code == 200
    assert [len(week) for week in page.context["weeks"]] == [7] * 4
    said = page.content.decode()
    assert reverse("admin:education_plan", args=[plan.pk]) in said
    assert "Released" in said

"""A supervisor sees what could be spared and proposes it, where it is shown."""

import pytest
from django.urls import reverse

from accounts.rules.lender_day import lender_day
from config import clock
from feedback.models import SparingFinding
from messaging.models import Strategy
from tests import make, make_runs
from tests.feedback.effect.test_sparing import _finding

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def desk(client):
    client.force_login(make.staff("supervisor"))
    return client


def test_the_rule_is_read_and_proposed(desk):
    lender = make_runs.ready_lender()
    _finding(lender, as_of=lender_day(lender, clock.now()))
    page = desk.get(reverse("admin:sparing"), {"lender": lender.pk}, headers=ENGLISH)
    text = page.content.decode()
    assert "Repayment habit: Always on time" in text
    assert "99.5 %, at least 98.3 %" in text
    assert "hc-curve" in text
    assert page.context["points"][1] == ("50 %", "99.0 %")
    desk.post(reverse("admin:sparing_propose", args=[lender.pk]))
    assert Strategy.objects.filter(lender=lender, state="submitted").count() == 1


def test_what_is_not_shown_has_no_button_and_says_why(desk):
    lender = make_runs.ready_lender()
    _finding(lender, why=SparingFinding.Why.NOT_BETTER)
    page = desk.get(reverse("admin:sparing"), {"lender": lender.pk}, headers=ENGLISH)
    text = page.content.decode()
    assert "The rule is not shown to be better than chance" in text
    assert reverse("admin:sparing_propose", args=[lender.pk]) not in text
    desk.post(reverse("admin:sparing_propose", args=[lender.pk]))
    assert not Strategy.objects.filter(lender=lender, state="submitted").exists()


def test_before_the_first_night_it_says_so(desk, lender):
    page = desk.get(reverse("admin:sparing"), headers=ENGLISH).content.decode()
    assert "Nothing is counted yet" in page

"""Ready-made trials: seen with what they take, started as drafts by one button."""

import pytest
from django.urls import reverse

from messaging.models import Template, Trial
from tests import make, make_runs

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def desk(client):
    client.force_login(make.staff("supervisor"))
    return client


def test_each_is_shown_with_its_texts_its_sample_and_its_study(desk):
    make_runs.ready_lender(late_fee_in_contract=False)
    page = desk.get(reverse("admin:trial_library"), headers=ENGLISH).content.decode()
    for part in (
        "Du, Li, Lu",
        "Barboni",
        "Karlan",
        "Bursztyn",
        "customers an arm",
        "legal department",
    ):
        assert part in page
    assert page.count("Write the trial as a draft") == 3
    assert "not true of this lender" in page


def test_who_writes_texts_begins_those_and_no_trial(client):
    make_runs.ready_lender()
    client.force_login(make.staff("collector"))
    told = {"texts": "moral", "trial": "moral"}
    assert client.post(reverse("admin:trial_library"), told).status_code == 200
    assert Template.objects.filter(code="trial-moral").exists()
    client.post(reverse("admin:trial_library"), {"trial": "moral"})
    assert not Trial.objects.exists()


def test_the_button_writes_drafts_and_leads_to_the_trial_once(desk):
    lender = make_runs.ready_lender()
    told = {"lender": lender.pk, "trial": "on_time"}
    answer = desk.post(reverse("admin:trial_library"), told)
    trial = Trial.objects.get()
    assert answer["Location"] == reverse("admin:trial", args=[trial.pk])
    assert desk.get(answer["Location"]).status_code == 200
    again = desk.post(reverse("admin:trial_library"), told, headers=ENGLISH)
    assert again.status_code == 200
    assert Trial.objects.count() == 1


@pytest.mark.parametrize("told", [{}, {"trial": "x"}, {"trial": "on_time", "lender": "999999"}])
def test_what_is_not_there_starts_nothing(desk, told):
    make_runs.ready_lender()
    assert desk.post(reverse("admin:trial_library"), told).status_code in (200, 404)
    assert not Trial.objects.exists()


def test_texts_are_read_with_their_values_named_and_no_pace_is_told_as_nought(desk, monkeypatch):
    make_runs.ready_lender()
    monkeypatch.setattr("feedback.effect.trials.per_day", lambda *_, **__: 0.03)
    page = desk.get(reverse("admin:trial_library"), headers=ENGLISH).content.decode()
    assert "Hardly anybody came into this cell" in page
    assert "0.0 customers" not in page
    assert "{{" not in page

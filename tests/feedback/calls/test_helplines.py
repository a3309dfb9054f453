"""A call in distress names the helpline of the customer's region, with where it was read."""

from datetime import datetime

import pytest
from django.utils import translation

from feedback.calls import helplines
from messaging.policy import profiles
from tests import make, make_alarms
from tests.feedback.admin.desks import desk

FIRST = {
    "+8613800138000": "12356",
    "+85251234567": "2382 0000",
    "+886912345678": "1925",
    "+12125550100": "988",
    "+447400123456": "116 123",
    "+61412345678": "13 11 14",
    "+6581234567": "1767",
    "+919876543210": "14416",
}


@pytest.mark.parametrize("name", profiles.NAMES)
def test_every_country_of_a_policy_has_one_with_its_source(name: str) -> None:
    lines = helplines.of_country(profiles.load(name).country)
    assert lines
    for line in lines:
        assert line.seen
        assert set(line.names) == set(line.open_at) == {"zh", "en"}


@pytest.mark.django_db
@pytest.mark.parametrize(("number", "helpline"), FIRST.items())
def test_the_region_is_that_of_the_number(number: str, helpline: str) -> None:
    point = make.customer(phone=number).contact_points.get()
    assert helplines.for_customer([point], country="CN")[0].number == helpline


@pytest.mark.django_db
def test_a_number_of_a_region_without_one_leaves_the_policys_country() -> None:
    point = make.customer(phone="+33612345678").contact_points.get()
    assert helplines.for_customer([point], country="HK")[0].number == "2382 0000"
    assert helplines.for_customer([point], country="") == ()


@pytest.mark.django_db
def test_the_script_of_the_call_names_it(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)
    with translation.override("en"):
        task = make_alarms.task_of(make_alarms.distress(now))
        client, _agent = desk("agent")
        text = client.get(f"/staff/calls/{task.pk}/").content.decode()
    assert "12356" in text
    assert "National psychological aid line" in text

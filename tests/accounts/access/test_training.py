"""Who is trained until when: said to everybody it concerns before it ends, and what follows."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, strategies as st

from accounts.access import training
from accounts.access.four_eyes import is_trained
from accounts.access.training import Trained, TrainingStatus
from accounts.models import TrainingCourse, User
from tests import make

DAY = date(2026, 9, 15)


def _passed(person: User, *, until: date, qualifies: bool = True) -> None:
    course, _made = TrainingCourse.objects.get_or_create(
        code="yes" if qualifies else "no", defaults={"title": "课", "qualifies": qualifies}
    )
    day = until - timedelta(days=365)
    make.give_training(person, course, day)


@pytest.mark.parametrize(
    ("days_left", "standing"),
    [(365, "valid"), (31, "valid"), (30, "ending"), (0, "ending"), (-1, "ended")],
)
def test_a_training_is_announced_to_end_thirty_days_before(days_left: int, standing: str) -> None:
    trained = Trained(User(), DAY + timedelta(days=days_left), DAY)
    assert trained.status == standing


def test_who_passed_nothing_was_never_trained() -> None:
    assert Trained(User(), None, DAY).status == TrainingStatus.NEVER


@given(days=st.none() | st.integers(-1000, 365))
def test_who_may_act_is_who_has_days_left(days: int | None) -> None:
    until = None if days is None else DAY + timedelta(days=days)
    assert Trained(User(), until, DAY).may_act == (days is not None and days >= 0)


@pytest.mark.django_db
@pytest.mark.parametrize("days_left", [-1, 0, 1])
def test_it_agrees_with_the_rule_of_the_database(days_left: int, now: datetime) -> None:
    person = make.staff("supervisor", trained=False)
    _passed(person, until=DAY + timedelta(days=days_left))
    assert training.training_of(person, now).may_act == is_trained(person, now) == (days_left >= 0)


@pytest.mark.django_db
def test_only_qualifying_courses_count_and_the_latest_day_decides(now: datetime) -> None:
    person = make.staff("supervisor", trained=False)
    _passed(person, until=DAY + timedelta(days=300), qualifies=False)
    assert training.training_of(person, now).status == TrainingStatus.NEVER
    _passed(person, until=DAY - timedelta(days=3))
    _passed(person, until=DAY + timedelta(days=3))
    assert training.training_of(person, now).until == DAY + timedelta(days=3)


@pytest.mark.django_db
def test_the_list_has_whoever_needs_it_those_in_need_first(
    now: datetime, django_assert_num_queries: Any
) -> None:
    valid = make.staff("supervisor")
    never = make.staff("supervisor", trained=False)
    ended = make.staff("supervisor", trained=False)
    _passed(ended, until=DAY - timedelta(days=1))
    make.staff("collector", trained=False)
    make.staff("supervisor", trained=False, is_active=False)
    with django_assert_num_queries(2):
        found = training.overview(now)
    assert [each.user for each in found] == [never, ended, valid]


def _desk(person: User) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(person)
    return client


@pytest.fixture
def _clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


@pytest.mark.django_db
@pytest.mark.usefixtures("_clock")
def test_the_page_filters_by_status() -> None:
    make.staff("supervisor", trained=False)
    page = _desk(make.staff("supervisor")).get(reverse("admin:training") + "?status=never")
    assert [row["trained"].status for row in page.context["rows"]] == ["never"]
    assert page.context["total"] == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("_clock")
@pytest.mark.parametrize(
    ("days_left", "words"),
    [
        (40, None),
        (30, "Your training ends on 2026-10-15, in 30 days."),
        (-1, "Your training ended on 2026-09-14."),
        (None, "You have no training yet."),
    ],
)
def test_a_supervisor_is_reminded_on_every_page_and_told_what_they_may_not_do(
    days_left: int | None, words: str | None
) -> None:
    person = make.staff("supervisor", trained=False)
    if days_left is not None:
        _passed(person, until=DAY + timedelta(days=days_left))
    text = _desk(person).get(reverse("admin:reviews")).content.decode()
    assert ("training-banner" in text) == (words is not None)
    assert words is None or words in text
    assert ("release runs" in text) == (days_left is None or days_left < 0)


@pytest.mark.django_db
@pytest.mark.usefixtures("_clock")
def test_who_needs_no_training_is_not_reminded() -> None:
    person = make.staff("collector", trained=False)
    page = _desk(person).get(reverse("admin:approval_queue"))
    assert "training-banner" not in page.content.decode()


@pytest.mark.django_db
def test_a_page_of_many_parts_asks_once(django_assert_max_num_queries: Any) -> None:
    """Each part that is rendered by itself is given the reminder, and does not look."""
    desk = Client()
    desk.force_login(make.staff("supervisor"))
    address = reverse("admin:messaging_template_changelist")
    with django_assert_max_num_queries(100) as asked:
        desk.get(address)
    of_training = [each for each in asked if "accounts_trainingrecord" in each["sql"]]
    assert len(of_training) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("_clock")
def test_supervisors_are_told_of_their_colleagues_where_their_day_begins(lender: Any) -> None:
    make.staff("supervisor", trained=False)
    desk = _desk(make.staff("supervisor"))
    landing = desk.get(reverse("admin:run_today")).content.decode()
    assert "The training of 1 colleague has ended or ends soon." in landing
    assert "training-banner" not in desk.get(reverse("admin:reviews")).content.decode()


@pytest.mark.django_db
def test_a_record_is_counted_from_the_day_it_was_passed(now: datetime) -> None:
    person = make.staff("supervisor", trained=False)
    _passed(person, until=DAY + timedelta(days=366))  # passed tomorrow
    assert training.training_of(person, now).status == TrainingStatus.NEVER

"""A person's page takes the fields it shows, whatever else is posted to it."""

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests import make

pytestmark = pytest.mark.django_db
TAKEN_BY_NOBODY = {
    "is_superuser": "on",
    "password": "argon2$x",
    "password_is_own": "on",
    "last_login_0": "2026-01-01",
    "user_permissions": ["1"],
}


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(make.staff("administrator"))
    return client


def typed(person: User, **more: object) -> dict[str, object]:
    groups = [str(group.pk) for group in Group.objects.all()]
    return {
        "username": person.username,
        "display_name": "陈静",
        "email": "",
        "is_active": "on",
        "groups": groups,
        **TAKEN_BY_NOBODY,
        **more,
    }


def test_more_than_the_form_shows_changes_nothing(desk: Client) -> None:
    person = make.staff("agent")
    held, hashed = set(person.groups.all()), person.password
    page = reverse("admin:accounts_user_change", args=[person.pk])
    assert desk.post(page, typed(person, username="another")).status_code == 302
    name = person.username
    person.refresh_from_db()
    assert person.display_name == "陈静"  # what the form shows is taken
    assert (person.username, person.password, person.is_superuser) == (name, hashed, False)
    assert set(person.groups.all()) == held
    assert not person.user_permissions.exists()


def test_a_new_login_comes_with_nothing(desk: Client) -> None:
    desk.post(reverse("admin:accounts_user_add"), typed(User(username="mallory")))
    mallory = User.objects.get(username="mallory")
    assert not mallory.is_superuser
    assert not mallory.has_usable_password()
    assert not mallory.groups.exists()


def test_a_closed_login_is_opened_by_no_form(desk: Client) -> None:
    person = make.staff("agent")
    User.objects.filter(pk=person.pk).update(is_active=False)
    desk.post(reverse("admin:accounts_user_change", args=[person.pk]), typed(person))
    person.refresh_from_db()
    assert not person.is_active


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_nothing_of_a_password_is_shown_to_anybody(role: str) -> None:
    """Django's own page tells the algorithm, its costs and the ends of salt and hash."""
    person = make.staff("agent")
    person.set_password("a long way home")
    person.save()
    client = Client()
    client.force_login(make.staff(role))
    page = client.get(reverse("admin:accounts_user_change", args=[person.pk]))
    assert page.status_code == 200
    algorithm, *parts = person.password.split("$")
    shown = page.content.decode()
    assert algorithm not in shown.lower()
    assert not [part for part in parts if len(part) > 3 and part[:6] in shown]


def test_people_are_filtered_by_role_in_words(desk: Client) -> None:
    agent = make.staff("agent", username="zhaomin")
    desk.cookies["django_language"] = "zh-hans"
    listed = desk.get(reverse("admin:accounts_user_changelist"))
    shown = listed.context["cl"]
    by_role = shown.filter_specs[0]
    choices = {each["display"]: each["query_string"] for each in by_role.choices(shown)}
    assert "客服" in choices
    assert "agent" not in choices
    found = desk.get(reverse("admin:accounts_user_changelist") + choices["客服"])
    assert [each.pk for each in found.context["cl"].result_list] == [agent.pk]


def test_nobody_is_called_as_a_colleague_is(desk: Client) -> None:
    """A second person reads who asks; the trail says who acted."""
    boss, other = make.staff("supervisor", display_name="Wang Min"), make.staff("agent")
    page = reverse("admin:accounts_user_change", args=[other.pk])
    for name in ("Wang Min", "wang  min", "Ｗａｎｇ Ｍｉｎ", boss.username):
        assert desk.post(page, typed(other, display_name=name)).status_code == 200, name
        new = {"username": "new", "display_name": name, "email": ""}
        assert desk.post(reverse("admin:accounts_user_add"), new).status_code == 200, name
    assert not User.objects.filter(username="new").exists()
    with pytest.raises(IntegrityError, match="a_name_is_one_persons"), transaction.atomic():
        User.objects.filter(pk=other.pk).update(display_name="WANG MIN")
    assert desk.post(page, typed(other, display_name="Wang Min (team 2)")).status_code == 302

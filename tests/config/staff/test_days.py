"""Each role sees its day in four to seven places, all of which it may open."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.access.roles import PERMISSIONS
from accounts.models.choices import Role
from config.staff import days
from config.staff.places.acts import ACTS
from config.staff.places.catalogue import every, is_open
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
def test_a_role_s_day_is_four_to_seven_places_it_may_open(role: str) -> None:
    person = make.staff(role)
    day = days.day_of(person)
    assert tuple(place.name for place in day) == days.DAYS[role]
    assert 4 <= len(day) <= 7


def test_who_has_two_roles_sees_both_days_and_no_place_twice() -> None:
    person = make.staff(Role.AGENT)
    make.give_role(person, Role.AUDITOR)
    names = [place.name for place in days.day_of(type(person).objects.get(pk=person.pk))]
    assert set(names) == {*days.DAYS[Role.AGENT], *days.DAYS[Role.AUDITOR]}
    assert len(names) == len(set(names))


def test_every_permission_a_place_asks_for_is_some_role_s() -> None:
    known = {"", *(code for codes in PERMISSIONS.values() for code in codes)}
    assert {place.permission for place in (*every(), *ACTS)} <= known


def test_every_place_opens_for_a_role_it_is_offered_to_and_for_no_other(client: Client) -> None:
    people = [make.staff(role) for role in Role]
    for place in every():
        may = {is_open(place, person): person for person in people}
        for expected, person in may.items():
            client.force_login(person)
            status = client.get(reverse(f"admin:{place.name}")).status_code
            assert (status == 200) == expected, (place.name, str(person), status)


@pytest.mark.parametrize("role", list(Role))
def test_all_pages_lists_what_the_person_may_open(role: str, client: Client) -> None:
    person = make.staff(role)
    client.force_login(person)
    listed = client.get(reverse("admin:all_pages")).content.decode()
    for place in every():
        link = f'href="{reverse(f"admin:{place.name}")}" data-row'
        assert (link in listed) == is_open(place, person), place.name


def test_the_menu_holds_the_day_and_the_page_one_stands_on(client: Client) -> None:
    client.force_login(make.staff(Role.AGENT))
    page = client.get(reverse("admin:accounts_loan_changelist")).content.decode()
    menu = page[page.index('id="nav-sidebar-apps"') : page.index('id="user-links"')]
    assert menu.count("<a href=") == len(days.DAYS[Role.AGENT]) + 2
    assert menu.count('aria-current="page"') == 1
    assert f'href="{reverse("admin:accounts_loan_changelist")}"' in menu

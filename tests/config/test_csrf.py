"""No act of staff is done by a form of another site: every one asks for the session's token."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models.choices import Role
from tests import make
from tests.accounts.access.test_roles import MAY_DO, MAY_OPEN, address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
def test_nothing_is_done_without_the_token_of_the_session(role: Role) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(make.staff(role))
    answers = {
        name: client.post(address(name)).status_code
        for name, roles in {**MAY_OPEN, **MAY_DO}.items()
        if role in roles
    }
    assert len(answers) > 10
    # 405: a page that is only looked at.
    assert {name: status for name, status in answers.items() if status not in {403, 405}} == {}


@pytest.mark.parametrize("name", ["login", "logout", "password_change"])
def test_the_frame_asks_for_it_as_well(name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.staff("agent"))
    assert client.post(reverse(f"admin:{name}")).status_code == 403

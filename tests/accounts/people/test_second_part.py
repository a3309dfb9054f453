"""A link to a new password for somebody without an e-mail address: two people hold a half each."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.audit import trail
from accounts.errors import Refused
from accounts.models import StaffRequest, User
from accounts.people import requests, second_part
from accounts.signin import passwords
from accounts.signin.limits import SECOND_PART
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at_now")]
PASSWORD = "a long way home in winter"
WANTED = requests.Wanted(kind="password")


@pytest.fixture
def chen() -> User:
    return make.staff("agent", username="chen", email="")


def asked(subject: User, now: datetime) -> StaffRequest:
    return requests.ask(subject, WANTED, why="forgot it", by=make.staff("administrator"), now=now)


def approved(request: StaffRequest, now: datetime) -> StaffRequest:
    code = request.code
    done = requests.approve(request, by=make.staff("administrator"), now=now)
    done.code = code
    return done


def typed(link: str, code: str, password: str = PASSWORD) -> Any:
    client = Client(headers={"accept-language": "en"})
    page = client.get(link, follow=True)
    sent = {"code": code, "new_password1": password, "new_password2": password}
    return client.post(page.request["PATH_INFO"], sent)


def knows(user: User, password: str = PASSWORD) -> bool:
    user.refresh_from_db()
    return user.check_password(password)


def test_without_a_mail_server_nobody_waits_for_a_mail(now: datetime, settings: Any) -> None:
    reached, other = (make.staff("agent", email=f"{name}@example.com") for name in ("li", "wu"))
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    waits = asked(reached, now)
    assert waits.code == ""  # a sandbox shows what it keeps
    settings.SANDBOX = False
    assert asked(other, now).code
    with pytest.raises(Refused):
        approved(waits, now)


def test_the_two_halves_together_set_a_password_once(now: datetime, chen: User) -> None:
    done = approved(asked(chen, now), now)
    link = second_part.link(done)
    assert typed(link, done.code).status_code == 302
    assert knows(chen)
    typed(link, done.code, "another long way home")
    assert knows(chen)


def test_who_approves_and_sees_the_link_cannot_use_it_first(now: datetime, chen: User) -> None:
    done = approved(asked(chen, now), now)
    answer = typed(second_part.link(done), "2345-6789-ABCD")
    assert "That is not the code" in answer.content.decode()
    assert not knows(chen)
    assert done.code.replace("-", "") not in done.second_part


def test_who_asks_and_sees_the_code_has_no_page_to_type_it_on(now: datetime, chen: User) -> None:
    request = asked(chen, now)
    assert Client().get(second_part.link(request)).status_code == 404  # not approved yet
    done = approved(request, now)
    ordinary = passwords.link(chen).rstrip("/").rpartition("/")[2]
    path = reverse("set_password_in_two_parts", args=["MQ", done.pk, ordinary])
    assert "too old" in typed(path, done.code).content.decode()
    assert not knows(chen)


def test_a_link_of_two_halves_is_no_ordinary_link(now: datetime, chen: User) -> None:
    done = approved(asked(chen, now), now)
    who, _request, token = second_part.link(done).strip("/").split("/")[2:]
    answer = typed(reverse("set_password", args=[who, token]), "")
    assert "too old" in answer.content.decode()
    assert not knows(chen)


def test_a_code_of_another_request_opens_nothing(now: datetime, chen: User) -> None:
    other = asked(make.staff("agent", email=""), now)
    done = approved(asked(chen, now), now)
    typed(second_part.link(done), other.code)
    assert not knows(chen)


def test_codes_are_not_guessed_in_a_row(now: datetime, chen: User) -> None:
    done = approved(asked(chen, now), now)
    link = second_part.link(done)
    for n in range(SECOND_PART.free):
        typed(link, f"2345-6789-ABC{n}")
    assert "Try again in" in typed(link, done.code).content.decode()
    assert not knows(chen)


def test_the_code_is_shown_once_and_to_who_asked(now: datetime, chen: User) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.staff("administrator"))
    page = reverse("admin:staff_ask", args=[chen.pk])
    answer = client.post(page, {"kind": "password", "why": "forgot it"})
    shown = re.search(r'hc-code">([A-Z2-9-]{14})<', answer.content.decode())
    assert shown is not None
    assert "no-store" in answer["Cache-Control"]
    request = StaffRequest.objects.get(subject=chen, kind="password")
    assert second_part.mark(shown[1]) == request.second_part
    assert shown[1] not in client.get(reverse("admin:staff_requests")).content.decode()


def test_with_an_address_there_is_no_code_and_without_one_no_other_way(
    now: datetime, chen: User
) -> None:
    reachable = User.objects.create(username="li", email="li@example.com", is_staff=True)
    request = asked(reachable, now)
    assert (request.code, request.second_part) == ("", "")
    with trail.acting(user=reachable, source="web"):
        User.objects.filter(pk=reachable.pk).update(email="")
    with pytest.raises(Refused):
        requests.approve(request, by=make.staff("administrator"), now=now)


def test_after_a_day_it_is_over(
    now: datetime, chen: User, clock_at_now: Any, settings: Any
) -> None:
    done = approved(asked(chen, now), now)
    settings.PASSWORD_RESET_TIMEOUT = 0
    assert Client().get(second_part.link(done)).status_code == 404

"""The address that links to a password go to is changed by its person alone, by the password."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import StaffRequest, User
from accounts.signin import notices
from tests import make
from tests.make_sign_in import PASSWORD, Clock, browser, comes_in, person

pytestmark = pytest.mark.django_db
OLD, NEW = "chen@example.com", "chen@example.org"


@pytest.fixture
def reachable(chen: User) -> User:
    User.objects.filter(pk=chen.pk).update(email=OLD)
    chen.refresh_from_db()
    return chen


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for task in (notices.mail_about_login, notices.mail_password_link):
        monkeypatch.setattr(task, "delay", task)


def change(client: Client, password: str = PASSWORD) -> Any:
    return client.post(reverse("admin:own_address"), {"email": NEW, "password": password})


def test_it_asks_for_the_password_and_tells_both_addresses(
    clock: Clock, reachable: User, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client = browser()
    comes_in(client)
    assert "not your password" in change(client, "wrong").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert change(client).status_code == 302
    reachable.refresh_from_db()
    assert reachable.email == NEW
    assert sorted(mail.to for mail in mailoutbox) == [[OLD], [NEW]]


def test_nobody_else_turns_it_to_themselves(clock: Clock, reachable: User) -> None:
    boss = person("boss", "administrator")
    client = browser()
    comes_in(client, "boss")
    page = reverse("admin:accounts_user_change", args=[reachable.pk])
    assert 'name="email"' not in client.get(page).content.decode()
    with pytest.raises(IntegrityError, match="password go to this"), transaction.atomic():
        User.objects.filter(pk=reachable.pk).update(email="mallory@example.net")
    assert boss.email == ""


def test_a_link_to_a_new_password_goes_there_and_stands_on_no_screen(
    clock: Clock, reachable: User, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    make.staff("administrator", username="asks")
    decides = Client(headers={"accept-language": "en"})
    decides.force_login(make.staff("administrator", username="decides"))
    asks = Client()
    asks.force_login(User.objects.get(username="asks"))
    asks.post(
        reverse("admin:staff_ask", args=[reachable.pk]), {"kind": "password", "why": "forgotten"}
    )
    asked = StaffRequest.objects.get(subject=reachable, kind="password")
    with django_capture_on_commit_callbacks(execute=True):
        answer = decides.post(
            reverse("admin:staff_decide", args=[asked.pk, "approve"]), follow=True
        )
    assert "set-password" not in answer.content.decode()
    assert "by e-mail" in answer.content.decode()
    (mail,) = mailoutbox
    assert mail.to == [OLD]
    assert "/staff/set-password/" in mail.body

"""Changing one's password: by the old one, for all sessions; at once where another set it."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import SignInAttempt, User
from accounts.signin import passwords
from tests.make_sign_in import PASSWORD, Clock, browser, comes_in, person

pytestmark = pytest.mark.django_db
NEW = "seven quiet boats at noon"


def change(client: Client, old: str = PASSWORD, new: str = NEW):
    form = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(reverse("admin:password_change"), form)


def signed_in(client: Client) -> bool:
    return bool(client.get(reverse("admin:my_login")).status_code == 200)


def test_the_old_password_is_asked_for_and_other_sessions_end(
    clock: Clock, chen: User, mailoutbox, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    monkeypatch.setattr("accounts.signin.notices.mail_about_login.delay", _mail_at_once)
    User.objects.filter(pk=chen.pk).update(email="chen@example.com")
    here, there = browser(), browser("10.0.0.2")
    assert comes_in(here)
    assert comes_in(there)
    assert change(here, old="wrong").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert change(here).status_code == 302
    assert signed_in(here)
    assert not signed_in(there)
    chen.refresh_from_db()
    assert chen.check_password(NEW)
    assert chen.password_is_own
    assert [mail.to for mail in mailoutbox] == [["chen@example.com"]]
    steps = SignInAttempt.objects.filter(step="change").order_by("pk")
    assert [each.outcome for each in steps] == ["wrong", "right"]


def _mail_at_once(user_id: int, event: str) -> None:
    from accounts.signin.notices import mail_about_login

    mail_about_login(user_id, event)


def test_an_open_session_lets_nobody_guess_the_old_password(clock: Clock, chen: User) -> None:
    client = browser()
    comes_in(client)
    for _ in range(5):
        change(client, old="wrong")
    assert "Too many wrong tries" in change(client).content.decode()
    chen.refresh_from_db()
    assert chen.check_password(PASSWORD)


def test_the_old_password_is_no_new_one(clock: Clock, chen: User) -> None:
    client = browser()
    comes_in(client)
    assert "Take another" in change(client, new=PASSWORD).content.decode()


def test_whose_password_another_set_changes_it_first(clock: Clock, chen: User) -> None:
    chen.set_password(PASSWORD)
    chen.save()
    client = browser()
    assert comes_in(client)
    page = client.get(reverse("admin:accounts_customer_changelist"))
    assert page["Location"] == reverse("admin:password_change")
    assert "Somebody else set your password" in client.get(page["Location"]).content.decode()
    change(client)
    assert client.get(reverse("admin:accounts_customer_changelist")).status_code == 200


def test_a_sample_login_keeps_its_password_in_a_sandbox_only(chen: User, settings) -> None:
    chen.is_sample, chen.password_is_own = True, False
    assert not passwords.must_change(chen)
    settings.SANDBOX = False
    assert passwords.must_change(chen)


def test_a_login_without_a_password_has_none_to_change(db: None) -> None:
    new = person("new")
    new.set_unusable_password()
    assert not passwords.must_change(new)

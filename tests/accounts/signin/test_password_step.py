"""The door: the same answer whoever is named, waits for who guesses and for nobody else."""

import logging

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import SignInAttempt, User
from accounts.signin.limits import LOGIN, NETWORK
from tests.make_sign_in import PASSWORD, Clock, browser, comes_in, person, typed

pytestmark = pytest.mark.django_db


def outcomes() -> list[str]:
    return list(SignInAttempt.objects.order_by("pk").values_list("outcome", flat=True))


def said(response) -> str:
    return " ".join(response.context["form"].non_field_errors())


def test_who_knows_the_password_comes_in(clock: Clock, chen: User) -> None:
    assert comes_in(browser())
    [attempt] = SignInAttempt.objects.all()
    assert (attempt.user, attempt.outcome, attempt.at) == (chen, "signed-in", clock.now)
    assert (attempt.network, attempt.login_hash) == ("10.0.0.1", None)


def test_known_unknown_and_closed_logins_get_one_answer_at_one_cost(
    clock: Clock, chen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, unset = person("closed"), person("unset")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    User.objects.filter(pk=unset.pk).update(password="!")
    hashed: list[str] = []
    encode = hashers.MD5PasswordHasher.encode

    def counted(self, password, salt):
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)
    answers = set()
    for n, login in enumerate(["chen", "nobody", "closed", "unset", "CHEN"]):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = typed(browser(f"10.0.1.{n}"), login, "wrong")
        answers.add((said(response), len(queries), len(hashed)))
        hashed.clear()
    assert len(answers) == 1
    assert outcomes() == ["wrong", "wrong", "closed", "wrong", "wrong"]


def test_a_closed_login_with_its_password_is_told_no_more(clock: Clock, chen: User) -> None:
    User.objects.filter(pk=chen.pk).update(is_active=False)
    wrong, right = (said(typed(browser(), "chen", word)) for word in ("wrong", PASSWORD))
    assert wrong == right
    assert outcomes() == ["closed", "closed"]


def test_an_unknown_login_is_kept_as_a_hash(clock: Clock) -> None:
    typed(browser(), "MyPassword!2026", "x")
    typed(browser(), "mypassword!2026 ", "x")
    first, second = SignInAttempt.objects.all()
    assert first.user is None
    assert bytes(first.login_hash) == bytes(second.login_hash)
    assert b"assword" not in bytes(first.login_hash)


def test_a_guesser_waits_and_the_right_password_waits_too(clock: Clock, chen: User) -> None:
    guesser = browser()
    for _ in range(5):
        typed(guesser, "chen", "wrong")
    response = typed(guesser, "chen", PASSWORD)
    assert said(response) == "Too many wrong tries. Try again in 30 seconds."
    assert said(typed(guesser, "chen", "wrong")) == said(response)
    clock.forward(seconds=30)
    assert comes_in(guesser)
    assert outcomes() == ["wrong"] * 5 + ["waited"] * 2 + ["signed-in"]


def test_an_unknown_login_waits_as_a_known_one(clock: Clock, chen: User) -> None:
    for login in ("chen", "nobody"):
        client = browser()
        answers = [said(typed(client, login, "wrong")) for _ in range(6)]
        assert answers[4:] == [
            "Login or password is wrong.",
            "Too many wrong tries. Try again in 30 seconds.",
        ]


def test_a_stranger_keeps_nobody_out(clock: Clock, chen: User) -> None:
    """Not from another network; and not from the same one, where the owner has been before."""
    at_desk = browser()
    assert comes_in(at_desk)
    at_desk.post("/staff/logout/")
    for n in range(LOGIN.free + 5):
        typed(browser(f"10.9.0.{n}"), "chen", "wrong")
    for n in range(NETWORK.free + 5):
        typed(browser(), "chen", "wrong")
        typed(browser(), f"guess{n}", "wrong")
    assert not comes_in(browser("10.9.9.9"))
    assert not comes_in(browser())
    assert comes_in(at_desk)


def test_a_known_browser_is_known_for_its_own_login_only(clock: Clock, chen: User) -> None:
    person("mallory")
    mallory = browser()
    assert comes_in(mallory, "mallory")
    for _ in range(5):
        typed(mallory, "chen", "wrong")
    assert "Too many" in said(typed(browser(), "chen", "wrong"))


def test_a_forged_device_is_a_stranger(clock: Clock, chen: User) -> None:
    stranger = browser()
    stranger.cookies["huancui_device"] = "WzEsICJhIl0:1abc:forged"
    for _ in range(5):
        typed(stranger, "chen", "wrong")
    stranger.cookies["huancui_device"] = "WzEsICJiIl0:1abc:forged"
    assert "Too many" in said(typed(stranger, "chen", "wrong"))


def test_many_logins_from_one_network_wait_together(clock: Clock, chen: User) -> None:
    for n in range(NETWORK.free):
        typed(browser(), f"guess{n}", "wrong")
    assert "Try again in 10 seconds" in said(typed(browser(), "chen", PASSWORD))
    assert comes_in(browser("10.0.0.2"))


def test_the_log_says_what_happened_and_names_nobody(
    clock: Clock, chen: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="accounts.signin")
    client = browser()
    typed(client, "chen", "my secret")
    comes_in(client)
    client.post("/staff/logout/")
    wrong, right = SignInAttempt.objects.order_by("pk")
    assert [record.getMessage() for record in caplog.records] == [
        f"sign-in by password: wrong (attempt {wrong.pk})",
        f"sign-in by password: signed-in (attempt {right.pk})",
        f"signed out: login {chen.pk}",
    ]


def test_who_comes_in_hears_what_was_tried_meanwhile(clock: Clock, chen: User) -> None:
    client = browser()
    comes_in(client)
    for _ in range(2):
        typed(browser("10.7.7.7"), "chen", "wrong")
    response = client.post(
        "/staff/login/?next=/staff/my-login/",
        {"username": "chen", "password": PASSWORD, "next": "/staff/my-login/"},
        follow=True,
    )
    page = response.content.decode()
    assert "somebody tried 2 times in vain" in page
    assert "10.7.7.7" in page
    assert "in vain" not in client.get("/staff/my-login/").content.decode()


def test_a_browser_never_used_before_is_told_of(
    clock: Clock, chen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("accounts.signin.notices.tell", lambda _user, event: told.append(event))
    first = browser()
    comes_in(first)
    first.post("/staff/logout/")
    comes_in(first)
    assert told == []
    comes_in(browser("10.0.0.2"))
    assert told == ["browser"]

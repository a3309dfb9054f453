"""Signing in with a second factor, adding one, and being asked for one."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Factor, SignInAttempt, StaffSession, User
from accounts.signin import factors, recovery
from accounts.signin.limits import CODE_PAIR
from tests import make
from tests.make_sign_in import PASSWORD, Clock, browser, code_of, typed, with_app
from tests.soft_key import SoftKey

pytestmark = pytest.mark.django_db
SECOND, ADD, MINE = (reverse(f"admin:{name}") for name in ("second_step", "factor_add", "my_login"))
ORIGIN = "http://localhost"


@pytest.fixture
def machine(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Real time and the product's are one."""
    monkeypatch.setattr("config.clock.machine", lambda: clock.now)
    return clock


def inside(client: Client) -> bool:
    return bool(client.get(MINE).status_code == 200)


def at_second(client: Client) -> Client:
    answer = typed(client, "chen", PASSWORD)
    assert answer["Location"] == SECOND
    return client


def test_a_code_follows_the_password(machine: Clock, chen: User) -> None:
    app = with_app(chen, machine.now)
    client = at_second(browser())
    assert not inside(client)
    answer = client.post(SECOND, {"code": code_of(app, machine.now)})
    assert answer.status_code == 302
    assert inside(client)
    steps = SignInAttempt.objects.order_by("pk").values_list("step", "outcome")
    assert list(steps) == [("password", "right"), ("code", "signed-in")]


def test_a_code_opens_one_browser(machine: Clock, chen: User) -> None:
    app = with_app(chen, machine.now)
    code = code_of(app, machine.now)
    first, second = at_second(browser()), at_second(browser("10.0.0.2"))
    first.post(SECOND, {"code": code})
    assert second.post(SECOND, {"code": code}).status_code == 422
    assert not inside(second)


def test_codes_are_guessed_no_faster_than_passwords(machine: Clock, chen: User) -> None:
    app = with_app(chen, machine.now)
    client = at_second(browser())
    for n in range(CODE_PAIR.free):
        client.post(SECOND, {"code": f"00000{n}"})
    answer = client.post(SECOND, {"code": code_of(app, machine.now)})
    assert "Try again in 30 seconds" in answer.content.decode()
    at_second(client)
    assert "Try again in" in client.post(SECOND, {"code": "123456"}).content.decode()
    machine.forward(seconds=31)
    client.post(SECOND, {"code": code_of(app, machine.now)})
    assert inside(client)


def test_the_second_step_lasts_five_minutes_and_begins_at_the_door(
    machine: Clock, chen: User
) -> None:
    app = with_app(chen, machine.now)
    assert browser().get(SECOND)["Location"] == reverse("admin:login")
    client = at_second(browser())
    machine.forward(minutes=5)
    answer = client.post(SECOND, {"code": code_of(app, machine.now)})
    assert answer["Location"] == reverse("admin:login")
    assert not inside(client)


def test_a_recovery_code_opens_it_once(machine: Clock, chen: User) -> None:
    with_app(chen, machine.now)
    [code, *_] = recovery.renew(chen, now=machine.now)
    client = at_second(browser())
    client.post(SECOND, {"code": code.lower()})
    assert inside(client)
    again = at_second(browser("10.0.0.2"))
    assert again.post(SECOND, {"code": code}).status_code == 422


def test_a_passkey_opens_it(machine: Clock, chen: User) -> None:
    client = local()
    key = add_passkey(client)
    client.post(reverse("admin:logout"))
    at_second(client)
    assert "Use a passkey" in client.get(SECOND).content.decode()
    asked = client.get(reverse("admin:second_step_ask")).json()
    client.post(SECOND, {"passkey": key.sign(asked)})
    assert inside(client)


@pytest.mark.parametrize("answer", ["", "nonsense", "[]", "{}"])
def test_a_passkey_that_answers_nonsense_is_wrong(machine: Clock, chen: User, answer: str) -> None:
    client = local()
    add_passkey(client)
    client.post(reverse("admin:logout"))
    at_second(client)
    client.get(reverse("admin:second_step_ask"))
    assert client.post(SECOND, {"passkey": answer}).status_code == 422


def test_who_has_no_half_signed_in_session_is_asked_nothing(machine: Clock, chen: User) -> None:
    assert browser().get(reverse("admin:second_step_ask")).status_code == 403


def local() -> Client:
    client = Client(headers={"accept-language": "en", "host": "localhost"})
    assert client.login(username="chen", password=PASSWORD)
    return client


def add_passkey(client: Client) -> SoftKey:
    key = SoftKey(origin=ORIGIN)
    asked = client.get(reverse("admin:factor_passkey_ask")).json()
    client.post(reverse("admin:factor_passkey"), {"passkey": key.make(asked), "name": "stick"})
    return key


def test_an_app_is_added_by_its_first_code_and_codes_are_shown_once(
    machine: Clock, chen: User
) -> None:
    client = browser()
    client.force_login(chen)
    page = client.get(ADD).content.decode()
    factor = Factor.objects.get(user=chen)
    shown = re.search(r'hc-secret">([A-Z2-7 ]+)<', page)
    assert shown is not None
    assert shown[1].replace(" ", "") == factor.secret
    form = reverse("admin:factor_app")
    assert client.post(form, {"code": "000000"}).status_code == 422
    answer = client.post(form, {"code": code_of(factor, machine.now), "name": "phone"})
    codes = re.findall(r"<code>([A-Z2-9-]{14})</code>", answer.content.decode())
    assert len(codes) == recovery.CODES
    assert "phone" in client.get(MINE).content.decode()


def test_whose_role_asks_for_one_adds_it_first(machine: Clock, chen: User, settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = ("collector",)
    client = browser()
    client.force_login(chen)
    answer = client.get(reverse("admin:accounts_customer_changelist"))
    assert answer["Location"] == ADD
    assert client.get(ADD).status_code == 200
    factor = Factor.objects.get(user=chen)
    client.post(reverse("admin:factor_app"), {"code": code_of(factor, machine.now)})
    assert client.get(reverse("admin:accounts_customer_changelist")).status_code == 200
    client.post(reverse("admin:factor_remove", args=[factor.pk]))
    assert client.get(reverse("admin:accounts_customer_changelist"))["Location"] == ADD


def test_one_removes_no_factor_of_anothers(machine: Clock, chen: User) -> None:
    app = with_app(chen, machine.now)
    client = browser()
    client.force_login(make.staff("administrator"))
    client.post(reverse("admin:factor_remove", args=[app.pk]))
    assert factors.of(chen).exists()


def test_a_second_sign_in_in_a_browser_ends_the_first(machine: Clock, chen: User) -> None:
    client = browser()
    client.force_login(chen)
    with_app(chen, machine.now)
    at_second(client)
    assert not inside(client)
    assert StaffSession.objects.get().ended_how == "signed-out"


def test_the_sandbox_says_that_a_password_is_enough(settings: Any) -> None:
    door = reverse("admin:login")
    assert "password alone" in browser().get(door).content.decode()
    settings.SECOND_FACTOR_ROLES = ("all",)
    assert "password alone" not in browser().get(door).content.decode()

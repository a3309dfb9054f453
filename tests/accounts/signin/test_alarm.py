"""Very many wrong tries are told once, and stand over the pages of who looks after them."""

import pytest
from django.test import Client

from accounts.signin import alarm
from accounts.signin.limits import EVERYWHERE
from accounts.tasks import watch_sign_ins
from tests import make
from tests.make_sign_in import Clock, browser, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def attack(clock: Clock) -> None:
    for n in range(EVERYWHERE.free):
        typed(browser(f"10.3.0.{n}"), f"login{n}", "wrong")


@pytest.mark.usefixtures("attack")
def test_an_attack_is_told_by_mail_and_log_once(clock: Clock, settings, mailoutbox, caplog) -> None:
    settings.ALARM_EMAILS = ["duty@example.com"]
    watch_sign_ins()
    assert alarm.tell(clock.now) == 0
    [mail] = mailoutbox
    assert str(EVERYWHERE.free) in mail.body
    assert [r.getMessage() for r in caplog.records if r.levelname == "ERROR"] == [
        f"alarm: {EVERYWHERE.free} wrong tries to sign in within minutes"
    ]


@pytest.mark.usefixtures("attack")
@pytest.mark.parametrize(("role", "sees"), [("auditor", True), ("agent", False)])
def test_who_looks_after_sign_ins_sees_it_on_every_page(
    clock: Clock, role: str, sees: bool
) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.staff(role))
    page = "/staff/my-login/"
    assert ("guessing passwords" in client.get(page).content.decode()) is sees
    clock.forward(minutes=11)
    assert "guessing passwords" not in client.get(page).content.decode()

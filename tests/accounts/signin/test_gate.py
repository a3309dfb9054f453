"""A session lasts as long as somebody is there; what a page fetches by itself is nobody."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import StaffSession
from accounts.signin.gate import POLLS
from accounts.signin.sessions import IDLE, LONGEST
from tests import make
from tests.make_sign_in import Clock, browser, comes_in

pytestmark = pytest.mark.django_db
PAGE = "admin:my_login"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
LIVE = {
    "accounts/import_state.html": "import_state",
    "accounts/sealed_chain_state.html": "sealed_chain_state",
    "feedback/inbox_list.html": "inbox_list",
    "feedback/thread.html": "conversation_thread",
    "messaging/gateway_now.html": "gateway_now",
    "messaging/handset.html": "handset_texts",
    "messaging/handset_own.html": "handset_own_texts",
    "messaging/phone_sends.html": "phone_sends",
    "messaging/rehearsal_result.html": "rehearsal_state",
    "messaging/report_state.html": "report_state",
    "messaging/what_if.html": "policy_what_if_state",
    "messaging/run.html": "run_progress",
    "messaging/run_progress.html": "run_progress",
    "messaging/stop_figures.html": "stop_now",
    "staff/alarm_banner.html": "alarm_banner",
    "staff/poll.html": "",
    "staff/sandbox_banner.html": "",  # the page it stands in, by itself
    "staff/watched_banner.html": "watched_banner",
}
"""Templates that fetch themselves, and by which page."""


@dataclass
class Machine:
    now: datetime

    def forward(self, span: timedelta) -> None:
        self.now += span


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine(datetime(2026, 9, 15, 1, 0, tzinfo=UTC))
    monkeypatch.setattr("config.clock.machine", lambda: machine.now)
    return machine


@pytest.fixture
def desk(machine: Machine) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.staff("supervisor"))
    return client


def there(client: Client, page: str = PAGE) -> bool:
    return bool(client.get(reverse(page)).status_code == 200)


def test_who_is_there_stays_signed_in_for_half_a_day(machine: Machine, desk: Client) -> None:
    while machine.now.hour < 12:
        machine.forward(IDLE - timedelta(seconds=1))
        assert there(desk)
    machine.forward(LONGEST - (machine.now - datetime(2026, 9, 15, 1, 0, tzinfo=UTC)))
    answer = desk.get(reverse(PAGE))
    assert answer["Location"].startswith(reverse("admin:login"))
    assert StaffSession.objects.get().ended_how == "over"


def test_twenty_minutes_without_anybody_end_it(machine: Machine, desk: Client) -> None:
    machine.forward(IDLE)
    assert not there(desk)
    assert StaffSession.objects.get().ended_how == "idle"
    machine.forward(-IDLE)
    assert not there(desk)


def test_what_the_page_fetches_by_itself_is_nobody(machine: Machine, desk: Client) -> None:
    for _ in range(19):
        machine.forward(timedelta(minutes=1))
        assert there(desk, "admin:inbox_list")
    machine.forward(timedelta(minutes=1))
    assert not there(desk, "admin:inbox_list")


def test_a_part_that_fetches_its_own_page_is_nobody(machine: Machine, desk: Client) -> None:
    machine.forward(timedelta(minutes=15))
    assert desk.get(reverse(PAGE), headers={"X-By-Itself": "1"}).status_code == 200
    machine.forward(timedelta(minutes=15))
    assert not there(desk)


def test_whoever_types_is_there(machine: Machine, desk: Client) -> None:
    machine.forward(timedelta(minutes=15))
    assert desk.get(reverse("admin:here")).status_code == 204
    machine.forward(timedelta(minutes=15))
    assert there(desk)


@pytest.mark.parametrize(
    "template",
    sorted(
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if re.search(r'hx-trigger="every|staff/poll\.html', path.read_text())
    ),
)
def test_every_part_that_fetches_itself_is_known(template: str) -> None:
    assert LIVE[template] in {*POLLS, ""}


def test_every_known_part_is_a_page() -> None:
    for name in POLLS:
        staff = get_resolver().namespace_dict["admin"][1]
        assert staff.reverse_dict.getlist(name), name


def test_signing_out_ends_it(machine: Machine, desk: Client) -> None:
    cookie = desk.cookies["sessionid"].value
    desk.post(reverse("admin:logout"))
    assert StaffSession.objects.get().ended_how == "signed-out"
    desk.cookies["sessionid"] = cookie
    assert not there(desk)


def test_one_ends_ones_other_sessions_and_nobody_elses(clock: Clock, chen: object) -> None:
    here, there_, third = (
        browser(device="Firefox/1 Linux"),
        browser("10.0.0.2"),
        browser("10.0.0.3"),
    )
    for client in (here, there_, third):
        assert comes_in(client)
    other = StaffSession.objects.get(network="10.0.0.2")
    here.post(reverse("admin:session_end", args=[other.pk]))
    assert not there(there_)
    assert there(third)
    page = here.get(reverse(PAGE)).content.decode()
    assert "Firefox · Linux" in page
    assert reverse("admin:session_end", args=[other.pk]) not in page
    here.post(reverse("admin:sessions_end"))
    assert not there(third)
    assert there(here)


def test_an_administrator_ends_anothers_from_their_page(clock: Clock, chen: object) -> None:
    client = browser()
    comes_in(client)
    [session] = StaffSession.objects.all()
    stranger, admin = (Client(headers={"accept-language": "en"}) for _ in range(2))
    stranger.force_login(make.staff("agent"))
    admin.force_login(make.staff("administrator"))
    end = reverse("admin:session_end", args=[session.pk])
    assert stranger.post(end).status_code == 404
    assert there(client)
    page = reverse("admin:accounts_user_change", args=[session.user_id])
    assert end in admin.get(page).content.decode()
    assert admin.post(end)["Location"] == page
    assert not there(client)


def test_a_session_of_before_is_none(desk: Client) -> None:
    """A cookie whose session names no row of ours opens nothing."""
    stored = desk.session
    del stored["staff_session"]
    stored.save()
    assert not there(desk)

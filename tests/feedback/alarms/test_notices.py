"""Ten minutes without anybody: an e-mail and a signed call go out, once, and are on record."""

import json
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_network
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.exceptions import PermissionDenied
from django.utils import translation

from accounts.errors import Refused
from feedback.alarms import lapsing, notices, service, webhook
from feedback.alarms.open_alarms import open_alarms
from feedback.inbox import danger
from feedback.models import AlarmNotice
from tests import make, make_alarms, make_inbox

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
SECRET = "a secret of sixteen or more"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


class Mailbox:
    """What a mail server on this machine took."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], Any]] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append((envelope.rcpt_tos, message))
        return "250 taken"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    settings.ALARM_EMAILS = ["desk@example.com"]
    settings.STAFF_URL = "https://desk.example.com"
    yield box
    server.stop()


class Pager(BaseHTTPRequestHandler):
    """What another system was called with."""

    calls: list[tuple[Any, bytes]]
    status: int

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).calls.append((self.headers, body))
        self.send_response(type(self).status)
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        """Quiet."""


@pytest.fixture
def pager(settings: Any) -> Iterator[type[Pager]]:
    class Ours(Pager):
        calls: list[tuple[Any, bytes]] = []
        status = 204

    server = HTTPServer(("127.0.0.1", 0), Ours)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.ALARM_WEBHOOK = f"http://127.0.0.1:{server.server_port}/alarm?team=1"
    settings.ALARM_WEBHOOK_SECRET = SECRET
    yield Ours
    server.shutdown()
    server.server_close()


def test_an_alarm_is_posted_to_no_private_address_unless_the_environment_says_so(
    now: datetime, settings: Any, pager: type[Pager]
) -> None:
    settings.OUTGOING_NETWORKS = ()
    make_alarms.distress(now)
    notices.tell_due(now + 10 * MINUTE)
    assert pager.calls == []
    assert AlarmNotice.objects.get(way="webhook").error == "Forbidden"
    settings.OUTGOING_NETWORKS = (ip_network("127.0.0.0/8"),)
    notices.tell_due(now + 12 * MINUTE)
    assert len(pager.calls) == 1


def test_nothing_goes_out_before_ten_minutes_and_one_mail_then(
    now: datetime, mailbox: Mailbox
) -> None:
    alarm = make_alarms.distress(now)
    assert notices.tell_due(now + 10 * MINUTE - timedelta(seconds=1)) == 0
    assert notices.tell_due(now + 10 * MINUTE) == 1
    assert notices.tell_due(now + 11 * MINUTE) == 0
    ((to, mail),) = mailbox.taken
    assert to == ["desk@example.com"]
    assert "10" in mail["Subject"]
    page = f"https://desk.example.com/staff/inbox/{alarm.conversation_id}/"
    assert page in mail.get_content()
    notice = AlarmNotice.objects.get()
    assert (notice.step, notice.way, notice.people) == (10, "mail", 1)
    assert (notice.delivered_at, notice.error) == (now + 10 * MINUTE, "")


def test_nothing_of_the_customer_is_in_it(now: datetime, mailbox: Mailbox) -> None:
    customer = make_alarms.customer()
    make_alarms.distress(now, of=customer)
    notices.tell_due(now + 10 * MINUTE)
    ((_to, mail),) = mailbox.taken
    text = mail.as_string() + mail.get_content()
    assert customer.customer_no not in text
    assert make_alarms.DESPAIR not in text


def test_from_half_an_hour_on_supervisors_are_told_too_again_and_again(
    now: datetime, mailbox: Mailbox
) -> None:
    boss = make.staff("supervisor")
    type(boss).objects.filter(pk=boss.pk).update(email="boss@example.com")
    make_alarms.distress(now)
    for minutes in range(0, 125, 5):
        notices.tell_due(now + minutes * MINUTE)
    told = [sorted(to) for to, _mail in mailbox.taken]
    both = ["boss@example.com", "desk@example.com"]
    assert told == [["desk@example.com"], both, both, both]
    assert list(AlarmNotice.objects.order_by("step").values_list("step", flat=True)) == [
        *(10, 30, 60, 120)
    ]


def test_what_somebody_has_taken_is_told_to_nobody(now: datetime, mailbox: Mailbox) -> None:
    danger.take(make_alarms.distress(now), by=make_inbox.agent(), now=now + MINUTE)
    assert notices.tell_due(now + 10 * MINUTE) == 0
    assert mailbox.taken == []


def test_taken_and_left_lying_it_rings_again_and_is_told(now: datetime, mailbox: Mailbox) -> None:
    alarm = make_alarms.distress(now)
    danger.take(alarm, by=make_inbox.agent(), now=now)
    assert lapsing.lapse(now + 59 * MINUTE) == 0
    assert lapsing.lapse(now + 60 * MINUTE) == 1
    assert notices.tell_due(now + 60 * MINUTE) == 1
    alarm.refresh_from_db()
    assert alarm.taken_by is None
    assert alarm.conversation.events.filter(what="lapsed").exists()


def test_who_works_on_it_keeps_it(now: datetime) -> None:
    from feedback.inbox import assignment

    alarm, agent = make_alarms.distress(now), make_inbox.agent()
    danger.take(alarm, by=agent, now=now)
    assignment.add_note(alarm.conversation, text="正在联系家人", by=agent, now=now + 30 * MINUTE)
    assert lapsing.lapse(now + 60 * MINUTE) == 0


def test_a_standstill_of_the_workers_sends_one_mail_not_all_it_missed(
    now: datetime, mailbox: Mailbox
) -> None:
    make_alarms.distress(now)
    assert notices.tell_due(now + 3 * 60 * MINUTE) == 1
    assert AlarmNotice.objects.get().step == 120


def test_a_mail_that_fails_is_tried_again_and_says_so_meanwhile(
    now: datetime, mailbox: Mailbox, settings: Any
) -> None:
    make_alarms.distress(now)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert notices.tell_due(now + 10 * MINUTE) == 0
    notice = AlarmNotice.objects.get()
    assert (notice.delivered_at, notice.error) == (None, "ConnectionRefusedError")
    settings.EMAIL_PORT = port
    assert notices.tell_due(now + 10 * MINUTE) == 0  # not at once
    assert notices.tell_due(now + 12 * MINUTE) == 1
    notice.refresh_from_db()
    assert (notice.tries, notice.error) == (2, "")


def test_with_nobody_to_tell_that_is_on_record(now: datetime, settings: Any) -> None:
    settings.ALARM_EMAILS = []
    make_alarms.distress(now)
    for minutes in (10, 11, 20):
        notices.tell_due(now + minutes * MINUTE)
    notice = AlarmNotice.objects.get()
    assert (notice.delivered_at, notice.error, notice.tries) == (None, notices.NOBODY, 1)


def test_the_call_to_another_system_is_signed(
    now: datetime, mailbox: Mailbox, pager: type[Pager]
) -> None:
    alarm = make_alarms.distress(now)
    assert notices.tell_due(now + 10 * MINUTE) == 2
    ((headers, body),) = pager.calls
    assert json.loads(body) == {
        "kind": "distress",
        "alarm": alarm.pk,
        "minutes": 10,
        "raised_at": now.isoformat(),
        "page": f"https://desk.example.com/staff/inbox/{alarm.conversation_id}/",
    }
    stamp = headers[webhook.TIMESTAMP]
    assert headers[webhook.SIGNATURE] == webhook.signature(stamp, body, SECRET)
    assert webhook.signature(stamp, body + b" ", SECRET) != headers[webhook.SIGNATURE]


@pytest.mark.parametrize("status", [302, 404, 500])
def test_what_the_other_system_does_not_take_is_not_delivered(
    now: datetime, mailbox: Mailbox, pager: type[Pager], status: int
) -> None:
    pager.status = status
    make_alarms.distress(now)
    assert notices.tell_due(now + 10 * MINUTE) == 1
    notice = AlarmNotice.objects.get(way="webhook")
    assert (notice.delivered_at, notice.error) == (None, "NotTaken")


def test_a_supervisor_is_asked_to_join_at_once_and_until_one_does(
    now: datetime, mailbox: Mailbox
) -> None:
    boss, agent = make.staff("supervisor"), make_inbox.agent()
    type(boss).objects.filter(pk=boss.pk).update(email="boss@example.com")
    alarm = make_alarms.distress(now)
    danger.take(alarm, by=agent, now=now)
    service.ask_to_join(alarm, by=agent, now=now + MINUTE)
    assert notices.tell_due(now + MINUTE) == 1
    ((to, _mail),) = mailbox.taken
    assert "boss@example.com" in to
    assert len(open_alarms(boss, now).joining) == 1
    assert not open_alarms(agent, now).joining
    service.join(alarm, by=boss, now=now + 2 * MINUTE)
    assert not open_alarms(boss, now).joining
    assert notices.tell_due(now + 3 * MINUTE) == 0
    with pytest.raises(PermissionDenied):
        service.join(alarm, by=agent, now=now)
    with pytest.raises(Refused, match=str(boss)):
        service.join(alarm, by=make.staff("supervisor"), now=now)

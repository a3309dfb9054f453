"""What comes back by mail, fetched from a real dovecot: once each, nothing lost with a crash."""

import logging
import os
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from messaging.gateways.email import mailbox
from messaging.gateways.email.addresses import bounce_address
from messaging.inbound import mailboxes
from messaging.inbound.requests import work as requests
from messaging.models import Gateway, InboundRequest, Message, Reply, Suppression
from tests import make, make_channels, make_outbox
from tests.dovecot import server as dovecot
from tests.dovecot.server import PASSWORD, USER, Dovecot
from tests.make_outbox import FixedClock
from tests.messaging.gateways.email.test_incoming import answer, failed
from tests.messaging.gateways.email.test_security import certified

REQUIRED = "HUANCUI_REQUIRE_DOVECOT"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        dovecot.is_missing() and not os.environ.get(REQUIRED),
        reason="dovecot is not here: apt install dovecot-imapd",
    ),
]
CLOCK = FixedClock(make.MORNING + timedelta(hours=1)).clock


@pytest.fixture(scope="session")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Dovecot, Path]]:
    folder = tmp_path_factory.mktemp("certificate")
    certified("localhost", folder)
    with dovecot.running(folder / "cert.pem", folder / "key.pem") as server:
        yield server, folder / "cert.pem"


@pytest.fixture
def box(_running: tuple[Dovecot, Path], monkeypatch: pytest.MonkeyPatch, settings: Any) -> Dovecot:
    """The mailbox, with nothing unseen; not in a sandbox, which fetches nothing."""
    server, certificate = _running
    monkeypatch.setenv("HUANCUI_GATEWAY_BOX", f"{USER}:{PASSWORD}")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    settings.SANDBOX = False
    assert server.unseen() == 0
    return server


def gateway(box: Dovecot, code: str = "mail", **settings: Any) -> Gateway:
    return make_outbox.gateway(
        code=code,
        driver="smtp",
        channel="email",
        settings={
            "host": "127.0.0.1",
            "security": "none",
            "from": "service@anhe.example",
            "return_path": "bounces@anhe.example",
            "imap_host": "localhost",
            "imap_port": box.tls_port,
            "imap_credentials": "env:HUANCUI_GATEWAY_BOX",
            **settings,
        },
    )


@pytest.fixture
def handed_over(handed: Any, box: Dovecot) -> tuple[Gateway, Message]:
    one = gateway(box)
    loan = make.loan(customer=make.customer())
    make_channels.address(loan.customer, "email", "c1@example.com")
    return one, handed(one, loan=loan, channel="email")


def collected() -> int:
    """What was fetched, and worked."""
    number = mailboxes.collect(clock=CLOCK)
    requests.work(now=CLOCK.now())
    return number


def bounce_of(message: Message) -> bytes:
    to = bounce_address("bounces@anhe.example", message.pk).encode()
    return failed("5.1.1").replace(bounce_address("bounces@anhe.example", 17).encode(), to)


def test_a_bounce_ends_its_message_and_the_mailbox_that_is_none(
    box: Dovecot, handed_over: tuple[Gateway, Message]
) -> None:
    _gateway, message = handed_over
    box.put(bounce_of(message))
    assert (collected(), box.unseen()) == (1, 0)
    message.refresh_from_db()
    assert (message.state, message.error_code) == ("undelivered", "mailbox_gone")
    assert collected() == 0


def test_an_answer_is_a_reply_and_stops_what_it_says_at_once(
    box: Dovecot, handed_over: tuple[Gateway, Message]
) -> None:
    box.put(answer("TD", **{"Message-ID": "<r1@example.com>"}))
    box.put(answer("I am away", **{"Auto-Submitted": "auto-replied"}))
    assert mailboxes.collect(clock=CLOCK) == 2
    assert Suppression.objects.filter(channel="email").exists(), "before anything is worked"
    requests.work(now=CLOCK.now())
    assert [reply.intent for reply in Reply.objects.all()] == ["opt_out"]


def test_what_a_crash_left_unmarked_comes_again_and_changes_nothing(
    box: Dovecot, handed_over: tuple[Gateway, Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    _gateway, message = handed_over
    box.put(bounce_of(message))
    box.put(answer("我下周还", **{"Message-ID": "<r2@example.com>"}))
    with monkeypatch.context() as broken:
        broken.setattr(mailbox, "SEEN", "(no flag")
        assert collected() == 0
    assert box.unseen() == 2
    assert collected() == 2
    assert (Reply.objects.count(), Message.objects.get().state) == (1, "undelivered")


def test_a_long_mail_is_read_by_its_beginning(
    box: Dovecot, handed_over: tuple[Gateway, Message]
) -> None:
    long = EmailMessage()
    long["From"], long["To"] = "c1@example.com", "service@anhe.example"
    long.set_content("TD\n\n" + "> x\n" * 200_000)
    box.put(long.as_bytes())
    assert collected() == 1
    assert Reply.objects.get().intent == "opt_out"
    kept = InboundRequest.objects.get()
    assert len(kept.body) <= mailbox.MOST_BYTES * 4 // 3 + 8


@pytest.mark.parametrize(
    "wrong",
    [
        {"imap_host": "127.0.0.1"},  # not the name in its certificate
        {"imap_port": 9},
        {"imap_credentials": "env:HUANCUI_GATEWAY_NOWHERE"},
        {"imap_credentials": "env:HUANCUI_GATEWAY_WRONG"},
    ],
    ids=str,
)
def test_a_mailbox_that_cannot_be_read_keeps_no_other_waiting_and_stands_in_no_log(
    box: Dovecot,
    wrong: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("HUANCUI_GATEWAY_WRONG", f"{USER}:not its password")
    caplog.set_level(logging.DEBUG)
    gateway(box, **wrong)
    gateway(box, "other")
    box.put(answer("TD"))
    assert mailboxes.collect(clock=CLOCK) == 1
    assert PASSWORD not in caplog.text
    assert "C1@example.com" not in caplog.text
    assert "mailbox of gateway mail" in caplog.text


def test_starttls_does_as_well_and_in_a_sandbox_nothing_is_fetched(
    box: Dovecot, settings: Any
) -> None:
    gateway(box, imap_port=box.port, imap_security="starttls")
    box.put(answer("TD"))
    settings.SANDBOX = True
    assert mailboxes.collect(clock=CLOCK) == 0
    settings.SANDBOX = False
    assert mailboxes.collect(clock=CLOCK) == 1

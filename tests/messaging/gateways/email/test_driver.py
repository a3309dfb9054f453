"""E-mail over a real SMTP server that misbehaves on command."""

import socket
from email.message import EmailMessage
from typing import Any

import pytest

from messaging.gateways import permit as permits
from messaging.gateways.base import Result
from messaging.gateways.email.addresses import bounced_message, is_stop_token
from messaging.gateways.options import BadSettings
from tests.make_outbox import FixedClock
from tests.messaging.gateways.email.relay import NOW, Relay, driver, outgoing, sent


def test_a_mail_says_what_it_is_and_how_to_stop_it(relay: Relay, port: int) -> None:
    [outcome] = driver(port).deliver([outgoing()])
    assert outcome.result == Result.ACCEPTED
    mail = sent(relay)
    assert str(mail["Subject"]) == "安和的还款提醒"
    assert str(mail["From"]) == "安和 <service@anhe.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    *_, stop, message_id, token, _end = str(mail["List-Unsubscribe"]).strip("<>").split("/")
    assert (stop, message_id) == ("stop", "17")
    assert is_stop_token(17, token)
    assert str(mail["Message-ID"]).endswith("@anhe.example>")


def test_text_and_html_say_the_same_side_by_side(relay: Relay, port: int) -> None:
    driver(port).deliver([outgoing()])
    plain, page = sent(relay).iter_parts()
    assert isinstance(plain, EmailMessage)
    assert isinstance(page, EmailMessage)
    assert plain.get_content().startswith("【安和】王小明先生您好，本期应还￥1,234.56。")
    assert page.get_content().strip() == "<!doctype html><p>王小明先生您好</p>"


def test_it_comes_back_to_an_address_that_names_it(relay: Relay, port: int) -> None:
    driver(port).deliver([outgoing()])
    back = relay.taken[0].mail_from or ""
    assert back.startswith("bounces+m17-")
    assert bounced_message(back) == 17
    assert bounced_message(back.replace("m17", "m18")) is None


def test_the_connection_is_used_again(relay: Relay, port: int) -> None:
    one = driver(port)
    for message_id in range(1, 4):
        one.deliver([outgoing(message_id)])
    assert (len(relay.taken), relay.connections) == (3, 1)


@pytest.mark.parametrize(
    ("rcpt", "data", "result", "code"),
    [
        ("550 5.1.1 no such user", "250 OK", Result.REFUSED, "mailbox_gone"),
        ("550 5.7.1 not by this relay", "250 OK", Result.REFUSED, "smtp_550"),
        ("450 4.2.1 later", "250 OK", Result.RETRY, "smtp_450"),
        ("250 OK", "554 5.6.0 no", Result.REFUSED, "smtp_554"),
        ("250 OK", "451 4.3.0 later", Result.RETRY, "smtp_451"),
    ],
)
def test_what_the_relay_says_is_heeded(
    relay: Relay, port: int, rcpt: str, data: str, result: Result, code: str
) -> None:
    relay.rcpt, relay.data = rcpt, data
    [outcome] = driver(port).deliver([outgoing()])
    assert (outcome.result, outcome.error_code) == (result, code)
    relay.rcpt, relay.data = "250 OK", "250 OK"


def test_after_a_refusal_the_connection_still_serves(relay: Relay, port: int) -> None:
    one = driver(port)
    relay.rcpt = "550 5.1.1 no such user"
    one.deliver([outgoing(1)])
    relay.rcpt = "250 OK"
    [outcome] = one.deliver([outgoing(2)])
    assert (outcome.result, relay.connections) == (Result.ACCEPTED, 1)


def test_a_relay_that_hangs_up_after_the_data_leaves_the_outcome_unknown(
    relay: Relay, port: int
) -> None:
    relay.data = ""
    one = driver(port)
    clock = FixedClock(NOW)
    permit = permits.issue(window_end=NOW.replace(hour=14), timeout_seconds=10, clock=clock.clock)
    [outcome] = one.send([outgoing()], permit)
    assert outcome.result == Result.UNKNOWN
    assert len(relay.taken) == 1


def test_a_kept_connection_that_was_closed_is_opened_again(relay: Relay, port: int) -> None:
    one = driver(port)
    one.deliver([outgoing(1)])
    one._mine.smtp.sock.shutdown(socket.SHUT_RDWR)
    [outcome] = one.deliver([outgoing(2)])
    assert (outcome.result, len(relay.taken)) == (Result.ACCEPTED, 2)


def test_without_encryption_nothing_is_sent(relay: Relay, port: int) -> None:
    one = driver(port, security="starttls")
    clock = FixedClock(NOW)
    permit = permits.issue(window_end=NOW.replace(hour=14), timeout_seconds=10, clock=clock.clock)
    [outcome] = one.send([outgoing()], permit)
    assert outcome.result == Result.RETRY
    assert not relay.taken


@pytest.mark.parametrize(
    "settings",
    [
        {"host": ""},
        {"from": "no address"},
        {"host": "smtp.example.com", "security": "none"},
        {"security": "rot13"},
        {"dkim_selector": "mail2026"},
        {"dkim_selector": "no part of a name", "dkim_key": "file:dkim"},
        {"dkim_selector": "mail2026", "dkim_key": "/etc/passwd"},
    ],
)
def test_settings_that_cannot_be_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(BadSettings):
        driver(25, **settings)

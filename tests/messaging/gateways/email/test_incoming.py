"""What comes back by mail: bounces, complaints, automatic answers, and answers of people."""

from typing import Any

import pytest
from hypothesis import given, strategies as st

from messaging.gateways.email.addresses import bounce_address, stop_token
from messaging.gateways.email.incoming import Kind, read
from messaging.gateways.email.webhook import MailWebhook

BACK = bounce_address("bounces@anhe.example", 17)


def report(kind: str, status: str, *, to: str = BACK) -> bytes:
    """A multipart/report as postfix writes it."""
    return f"""\
From: MAILER-DAEMON@mx.example.com
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="b"

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/{kind}

{status}

--b
Content-Type: message/rfc822

Message-ID: <17.{stop_token(17)[:10]}@anhe.example>
Subject: x

--b--
""".replace("\n", "\r\n").encode()


def failed(status: str, action: str = "failed") -> bytes:
    fields = f"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; a@b\nAction: {action}"
    return report("delivery-status", f"{fields}\nStatus: {status}")


def answer(text: str, **headers: str) -> bytes:
    more = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return (
        f"From: Wang <C1@example.com>\r\nTo: service@anhe.example\r\n{more}"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}"
    ).encode()


@pytest.mark.parametrize(
    ("status", "code"), [("5.1.1", "mailbox_gone"), ("5.7.1", "5.7.1"), ("4.4.7", "4.4.7")]
)
def test_a_bounce_is_a_receipt_of_its_message(status: str, code: str) -> None:
    [receipt] = MailWebhook().receipts(failed(status), "").entries
    assert (receipt.message_id, receipt.result, receipt.error_code) == (17, "undelivered", code)


def test_a_bounce_that_came_to_another_address_names_its_message_by_our_id() -> None:
    mail = failed("5.1.1").replace(BACK.encode(), b"service@anhe.example")
    [receipt] = MailWebhook().receipts(mail, "").entries
    assert receipt.message_id == 17


def test_a_bounce_of_a_message_nobody_sent_is_none() -> None:
    mail = failed("5.1.1").replace(BACK.encode(), b"bounces+m18-" + b"0" * 20 + b"@anhe.example")
    made_up = mail.replace(stop_token(17)[:10].encode(), b"0" * 10)
    assert not MailWebhook().receipts(made_up, "").entries


def test_what_is_only_late_moves_nothing() -> None:
    assert read(failed("4.4.1", action="delayed")).kind == Kind.DELAYED
    assert not MailWebhook().receipts(failed("4.4.1", action="delayed"), "").entries


def test_a_complaint_counts_as_an_opt_out() -> None:
    arf = report("feedback-report", "Feedback-Type: abuse\nUser-Agent: x\nVersion: 1")
    [receipt] = MailWebhook().receipts(arf, "").entries
    assert (receipt.message_id, receipt.error_code) == (17, "blacklisted")


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X-Autoreply": "yes"},
    ],
)
def test_an_out_of_office_is_no_answer(headers: dict[str, Any]) -> None:
    mail = answer("我在休假", **headers)
    assert not MailWebhook().replies(mail, "").entries
    assert not MailWebhook().receipts(mail, "").entries


def test_a_real_answer_is_a_reply_without_what_it_quotes() -> None:
    mail = answer("下周五还\r\n\r\n在 2026年9月15日，安和 写道：\r\n> 【安和】您好")
    [reply] = MailWebhook().replies(mail, "").entries
    assert (reply.sender, reply.text) == ("C1@example.com", "下周五还")


@given(st.binary(max_size=300))
def test_no_mail_however_broken_stops_the_reading(raw: bytes) -> None:
    read(raw)

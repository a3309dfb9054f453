"""A relay of the tests' own: what it takes, what it says, and a driver that speaks to it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope

from messaging.gateways.base import Outgoing
from messaging.gateways.email.driver import SmtpDriver
from messaging.models import Gateway
from tests.make_outbox import FixedClock

NOW = datetime(2026, 9, 15, 11, 0, tzinfo=UTC)


@dataclass
class Relay:
    """What it has taken, and what it says to RCPT and at the end of DATA ("": it hangs up)."""

    taken: list[Envelope] = field(default_factory=list)
    rcpt: str = "250 OK"
    data: str = "250 OK"
    connections: int = 0
    together: bool = False

    async def handle_EHLO(self, server: Any, session: Any, _e: Any, host: str, said: Any) -> Any:  # noqa: N802
        session.host_name = host
        self.connections += 1
        return [said[0], "250-PIPELINING", *said[1:]] if self.together else said

    async def handle_RCPT(self, _s: Any, _session: Any, envelope: Any, to: str, _o: Any) -> str:  # noqa: N802
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(to)
        return self.rcpt

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.data.startswith("250"):
            self.taken.append(envelope)
        if not self.data:
            self.taken.append(envelope)
            server.transport.close()
        return self.data


def driver(port: int, **settings: Any) -> SmtpDriver:
    gateway = Gateway(
        code="mail",
        driver="smtp",
        channel="email",
        settings={
            "host": "127.0.0.1",
            "port": port,
            "security": "none",
            "connections": 1,
            "from": "service@anhe.example",
            "return_path": "bounces@anhe.example",
            **settings,
        },
        content_classes=["collection_service"],
    )
    return SmtpDriver.of_gateway(gateway, FixedClock(NOW).clock)


def outgoing(message_id: int = 17, to: str = "c1@example.com") -> Outgoing:
    return Outgoing(
        message_id=message_id,
        address=to,
        text="【安和】王小明先生您好，本期应还￥1,234.56。",
        not_after=NOW,
        content={
            "subject": "安和的还款提醒",
            "html": "<!doctype html><p>王小明先生您好</p>",
            "sender": "安和",
            "link": "https://anhe.example/c/anhe/",
        },
        language="zh-hans",
    )


def sent(relay: Relay) -> EmailMessage:
    [envelope] = relay.taken
    mail = message_from_bytes(envelope.content, policy=default)  # type: ignore[arg-type]
    assert isinstance(mail, EmailMessage)
    return mail

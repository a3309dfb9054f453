"""E-mail over a real SMTP server that misbehaves on command."""

import socket
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import dkim
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from messaging.gateways import permit as permits
from messaging.gateways.base import NotSent, Outgoing, Result
from messaging.gateways.email.addresses import bounced_message, is_stop_token
from messaging.gateways.email.driver import SmtpDriver
from messaging.gateways.options import BadSettings
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


@pytest.fixture(params=[False, True], ids=["one by one", "together"])
def relay(request: pytest.FixtureRequest) -> Relay:
    return Relay(together=request.param)


@pytest.fixture
def port(relay: Relay) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    controller = Controller(relay, hostname="127.0.0.1", port=number)
    controller.start()
    yield number
    controller.stop()


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


@pytest.fixture
def dkim_key(settings: Any, tmp_path: Path) -> dict[str, Any]:
    """The gateway's settings for a key in the folder of credentials; `record` is in the DNS."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    settings.GATEWAY_FOLDER = tmp_path
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (tmp_path / "dkim").write_bytes(pem)
    return {"dkim_selector": "mail2026", "dkim_key": "file:dkim"}


def record_of(folder: Path) -> bytes:
    """What stands in the DNS for the key in that folder."""
    key = serialization.load_pem_private_key((folder / "dkim").read_bytes(), None)
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return b"v=DKIM1; k=rsa; p=" + b64encode(public)


def verified(mail: bytes, folder: Path) -> bool:
    """By another reader of the specification; asked for any name but ours, the DNS knows none."""
    record = {b"mail2026._domainkey.anhe.example.": record_of(folder)}
    return bool(dkim.verify(mail, dnsfunc=lambda name, timeout=5: record.get(name, b"")))


def test_a_mail_that_we_sign_is_verified_as_the_relay_took_it(
    relay: Relay, port: int, dkim_key: dict[str, Any], tmp_path: Path
) -> None:
    [outcome] = driver(port, **dkim_key).deliver([outgoing()])
    assert outcome.result == Result.ACCEPTED
    mail = relay.taken[0].original_content
    assert verified(mail, tmp_path)
    signed = str(sent(relay)["DKIM-Signature"]).replace(" ", "")
    assert {"from", "list-unsubscribe", "list-unsubscribe-post"} <= set(
        signed.partition("h=")[2].partition(";")[0].split(":")
    ), "as RFC 8058 asks"
    for changed in (
        mail.replace(b"Auto-Submitted: auto-generated", b"Auto-Submitted: no"),
        mail.replace(b"List-Unsubscribe: <https://anhe", b"List-Unsubscribe: <https://fake"),
        mail.replace(b"\r\nFrom:", b"\r\nFrom: other@elsewhere.example\r\nFrom:"),
        mail[:-40] + b"A" + mail[-39:],
    ):
        assert changed != mail
        assert not verified(changed, tmp_path)


def test_without_the_key_nothing_leaves_unsigned(
    relay: Relay, port: int, dkim_key: dict[str, Any], tmp_path: Path
) -> None:
    for content in ("", "x" * 40, weak_key()):
        (tmp_path / "dkim").write_text(content)
        with pytest.raises(NotSent, match="no_dkim_key"):
            driver(port, **dkim_key).deliver([outgoing()])
    assert not relay.taken


def weak_key() -> str:
    return (
        rsa.generate_private_key(public_exponent=65537, key_size=1024)
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


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


NAME = "relay.anhe.example"


@pytest.fixture
def resolves(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """What the relay's name leads to, one answer a look-up; what was asked, in order."""
    real = socket.getaddrinfo

    def answers(*found: str) -> list[str]:
        asked: list[str] = []
        left = iter(found)

        def getaddrinfo(host: str, port: int, *args: Any, **named: Any) -> Any:
            if host != NAME:
                return real(host, port, *args, **named)
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(left), port))]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        return asked

    return answers


def through(made: SmtpDriver) -> Result:
    permit = permits.issue(
        window_end=NOW + timedelta(hours=1), timeout_seconds=2, clock=FixedClock(NOW).clock
    )
    [outcome] = made.send([outgoing()], permit)
    return outcome.result


def test_the_address_that_was_looked_at_is_the_one_called(
    relay: Relay, port: int, resolves: Callable[..., list[str]]
) -> None:
    """A name that says something else a moment later gains nothing: it is asked once."""
    made = driver(port)
    made._target = (NAME, port)
    asked = resolves("127.0.0.1", "169.254.169.254")
    assert through(made) == Result.ACCEPTED
    assert (asked, len(relay.taken)) == ([NAME], 1)


def test_a_relay_whose_name_leads_to_our_own_services_is_not_called(
    relay: Relay, port: int, resolves: Callable[..., list[str]]
) -> None:
    made = driver(port)
    made._target = (NAME, port)
    resolves("169.254.169.254")
    assert through(made) == Result.RETRY
    assert relay.connections == 0


def certified(name: str, folder: Path) -> ssl.SSLContext:
    """A server's own certificate for this name, in `folder` as cert.pem."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize(
    ("name", "result"), [(NAME, Result.ACCEPTED), ("relay.other.example", Result.RETRY)]
)
def test_a_certificate_is_checked_against_the_name_and_not_the_address(
    relay: Relay,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    resolves: Callable[..., list[str]],
    security: str,
    name: str,
    result: Result,
) -> None:
    context = certified(name, tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    resolves(*["127.0.0.1"] * 4)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    how = {"ssl_context": context} if security == "tls" else {"tls_context": context}
    controller = Controller(relay, hostname="127.0.0.1", port=number, **how)
    controller.start()
    try:
        assert through(driver(number, host=NAME, security=security)) == result
    finally:
        controller.stop()
    assert len(relay.taken) == (result == Result.ACCEPTED)

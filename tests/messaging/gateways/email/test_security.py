"""Which relay is called: the address that was looked at, by its own certificate."""

import socket
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from messaging.gateways import permit as permits
from messaging.gateways.base import Result
from messaging.gateways.email.driver import SmtpDriver
from tests.make_outbox import FixedClock
from tests.messaging.gateways.email.relay import NOW, Relay, driver, outgoing

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

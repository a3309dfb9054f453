"""Mails that are signed: verified as the relay took them, or not sent at all."""

from base64 import b64encode
from pathlib import Path
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from messaging.gateways.base import NotSent, Result
from tests.messaging.gateways.email.relay import Relay, driver, outgoing, sent


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

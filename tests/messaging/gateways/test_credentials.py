"""Whatever a gateway names goes to a stranger's server: nothing but its own can be named."""

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from messaging.gateways import credentials
from messaging.gateways.base import NotSent
from messaging.gateways.credentials import NoCredentials
from messaging.gateways.kannel.driver import KannelDriver
from messaging.models import Gateway
from tests import make_outbox
from tests.make_outbox import FixedClock
from tests.messaging.gateways.conftest import texts

FOREIGN = (
    "env:HUANCUI_FIELD_KEYS",
    "env:HUANCUI_SECRET_KEY",
    "env:DATABASE_URL",
    "env:huancui_gateway_x",
    "env:HUANCUI_GATEWAY_",
    "env: HUANCUI_GATEWAY_X",
    "file:/etc/passwd",
    "file:/proc/self/environ",
    "file:../secrets.json",
    "file:..",
    "file:.hidden",
    "file:sub/../../secrets.json",
    "env:HUANCUI_GATEWAY_X\nfile:/etc/passwd",
)


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.GATEWAY_FOLDER = tmp_path / "gateways"
    settings.GATEWAY_FOLDER.mkdir()
    return settings.GATEWAY_FOLDER  # type: ignore[no-any-return]


def test_credentials_come_from_a_variable_or_a_file_of_their_own(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setenv("HUANCUI_GATEWAY_CARRIER", "0123456789abcdef")
    assert credentials.read("env:HUANCUI_GATEWAY_CARRIER") == "0123456789abcdef"
    (folder / "carrier").write_text("fedcba9876543210\n")
    assert credentials.read("file:carrier") == "fedcba9876543210"


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("", "No credentials are named"),
        ("plain-secret", "No credentials are named"),
        ("env:", "No credentials are named"),
        ("env:HUANCUI_GATEWAY_UNSET", "GATEWAY_UNSET is unset or shorter than 16 bytes"),
        ("env:HUANCUI_GATEWAY_SHORT", "GATEWAY_SHORT is unset or shorter than 16 bytes"),
        ("file:missing", "file:missing cannot be read: FileNotFoundError"),
    ],
)
def test_missing_credentials_are_named_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, folder: Path, reference: str, said: str
) -> None:
    monkeypatch.setenv("HUANCUI_GATEWAY_SHORT", "abc123")
    with pytest.raises(NoCredentials, match=said) as refused:
        credentials.read(reference)
    assert "abc123" not in str(refused.value)


@pytest.mark.parametrize("reference", FOREIGN)
def test_no_other_variable_or_file_can_be_named(
    reference: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUANCUI_GATEWAY_", "a value of sufficient length")
    (folder / ".hidden").write_text("a value of sufficient length")
    (folder.parent / "secrets.json").write_text("a value of sufficient length")
    with pytest.raises(NoCredentials, match="No credentials are named"):
        credentials.read(reference)


@pytest.mark.django_db
@pytest.mark.parametrize("reference", FOREIGN)
def test_the_database_takes_no_other_name_either(reference: str) -> None:
    with pytest.raises(IntegrityError, match="credentials_are_only_named"), transaction.atomic():
        make_outbox.gateway(credentials_ref=reference)


@pytest.mark.parametrize("link_to", ["../secrets.json", "/etc/passwd", "/proc/self/environ"])
def test_no_link_leads_out_of_the_folder(folder: Path, link_to: str) -> None:
    (folder.parent / "secrets.json").write_text("a value of sufficient length")
    (folder / "carrier").symlink_to(link_to)
    with pytest.raises(NoCredentials, match="leads out of it"):
        credentials.read("file:carrier")


def test_a_link_within_the_folder_is_followed_as_mounted_secrets_are(folder: Path) -> None:
    (folder / "..data").mkdir()
    (folder / "..data" / "carrier").write_text("fedcba9876543210\n")
    (folder / "carrier").symlink_to("..data/carrier")
    assert credentials.read("file:carrier") == "fedcba9876543210"


def test_a_folder_is_no_file(folder: Path) -> None:
    (folder / "carrier").mkdir()
    with pytest.raises(NoCredentials, match="no file"):
        credentials.read("file:carrier")


@pytest.mark.parametrize("name", ["SECRET_KEY", "FIELD_KEYS", "INDEX_KEY", "SUPPRESSION_KEY"])
def test_a_secret_of_the_installation_is_given_to_nobody(
    monkeypatch: pytest.MonkeyPatch, folder: Path, settings: Any, name: str, now: Any
) -> None:
    """Kannel's driver would take `1:<field key>` for a user and a password, and send them."""
    ours = getattr(settings, name)
    monkeypatch.setenv("HUANCUI_GATEWAY_X", ours.partition(":")[2] or ours)
    (folder / "x").write_text(f"somebody:{ours}")
    for reference in ("env:HUANCUI_GATEWAY_X", "file:x"):
        with pytest.raises(NoCredentials, match="a secret of this installation") as refused:
            credentials.read(reference)
        assert ours not in str(refused.value)
        gateway = Gateway(
            code="k",
            driver="kannel",
            settings={"url": "http://127.0.0.1:1"},
            credentials_ref=reference,
            content_classes=["answer"],
        )
        driver = KannelDriver.of_gateway(gateway, FixedClock(now).clock)
        with pytest.raises(NotSent, match="no_credentials"):
            driver.deliver(texts(1))

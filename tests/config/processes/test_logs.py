"""What is written when somebody is refused: a line that holds no secret, and no traceback."""

import io
import logging
from collections.abc import Iterator
from logging.config import dictConfig
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from config.processes import logs
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the handler of the settings writes."""
    made: Any = io.StringIO()
    said: dict[str, Any] = django_settings.LOGGING
    console = {**said["handlers"]["console"], "stream": made}
    before = logging.root.handlers[:]
    dictConfig({**said, "handlers": {"console": console}})
    yield made
    dictConfig(said)
    logging.root.handlers[:] = before


def test_a_refusal_is_one_line(written: io.StringIO) -> None:
    client, agent = Client(), make.staff("agent")
    client.force_login(agent)
    assert client.get(reverse("admin:accounts_auditentry_changelist")).status_code == 403
    assert client.get(reverse("admin:feedback_complaint_changelist") + "?x=1").status_code == 400
    assert client.get("/staff/", headers={"Host": "evil.example"}).status_code == 400
    lines = written.getvalue().splitlines()
    [refused] = [line for line in lines if "Forbidden (Permission denied)" in line]
    assert "/staff/accounts/auditentry/" in refused
    assert refused.endswith(f"(GET, login {agent.pk})")
    assert agent.username not in written.getvalue()
    assert len(lines) <= 6
    assert "Traceback" not in written.getvalue()


def test_a_fault_of_ours_keeps_its_traceback(
    written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: Any, **_kwargs: Any) -> Any:
        raise RuntimeError("ours")

    client = Client(raise_request_exception=False)
    client.force_login(make.staff("supervisor"))
    monkeypatch.setattr("accounts.admin.lender.LenderScreen.get_queryset", fails)
    assert client.get(reverse("admin:accounts_lender_changelist")).status_code == 500
    assert "Traceback" in written.getvalue()


def test_a_token_in_an_address_is_written_nowhere(written: io.StringIO) -> None:
    Client().get("/gateways/cloud/0123456789abcdef/receipts/x/")
    assert "/gateways/cloud/" in written.getvalue()
    assert "0123456789abcdef" not in written.getvalue()


@pytest.mark.parametrize("name", ["celery.beat", "celery.worker.strategy", "celery.app.trace"])
def test_what_goes_well_with_each_tick_is_no_line_and_what_fails_is(name: str) -> None:
    logger = logging.getLogger(name)
    assert not logger.isEnabledFor(logging.INFO)
    assert logger.isEnabledFor(logging.WARNING)


def test_what_beat_cannot_give_is_one_line_each_time() -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(logs.BeatInOneLine())
    logger = logging.getLogger("celery.beat")
    logger.addHandler(handler)
    try:
        try:
            raise ConnectionError("full")
        except ConnectionError as error:
            logger.exception("Message Error: %s\n%s", error, "File …\nFile …")  # noqa: TRY401
    finally:
        logger.removeHandler(handler)
    assert out.getvalue() == "Message Error: full\n"

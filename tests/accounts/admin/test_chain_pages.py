"""The auditor's page of the sealed chain, and the banner that rings when it does not work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.chain import checks, publishing, sealer
from accounts.chain.findings import Verified
from accounts.errors import Refused
from accounts.models import ChainCheck
from tests import make
from tests.accounts.chain.planted import as_owner

pytestmark = pytest.mark.django_db
SILENT = "Nothing is being sealed"


@pytest.fixture(autouse=True)
def _english(settings: Any, tmp_path: Path) -> Any:
    settings.LANGUAGE_CODE = "en"
    settings.HEADS_FOLDER = tmp_path
    with translation.override("en"):
        yield


def desk(role: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.staff(role))
    return client


def page(role: str) -> str:
    return desk(role).get(reverse("admin:sealed_chain")).content.decode()


@pytest.mark.parametrize("role", ["auditor", "supervisor", "administrator"])
def test_a_silent_sealer_rings_on_every_page_of_whoever_can_act(role: str) -> None:
    answer = desk(role).get(reverse("admin:run_today")).content.decode()
    assert SILENT in answer


def test_it_rings_for_nobody_else() -> None:
    assert SILENT not in desk("collector").get(reverse("admin:run_today")).content.decode()


def test_a_sealer_that_works_does_not_ring() -> None:
    sealer.beat("")
    assert SILENT not in page("auditor")


def test_one_that_stopped_two_minutes_ago_rings() -> None:
    sealer.beat("")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_chainpulse SET at = at - interval '121 seconds'")
    assert SILENT in page("auditor")


def test_heads_that_differ_ring() -> None:
    sealer.beat(publishing.HEADS_DIFFER)
    assert "not the one whose heads were published" in page("auditor")


@pytest.mark.django_db(transaction=True)
def test_a_verification_started_on_the_page_says_what_it_found(
    monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    begun: list[int] = []
    monkeypatch.setattr("accounts.tasks.verify_chain.delay", begun.append)
    auditor = desk("auditor")
    sealer.seal()
    table = "accounts_auditentry"
    as_owner(table, f"UPDATE {table} SET source = 'x' WHERE id = (SELECT min(id) FROM {table})")
    auditor.post(reverse("admin:sealed_chain_verify"))
    assert "Being verified" in auditor.get(reverse("admin:sealed_chain")).content.decode()
    checks.carry_out(begun[0])
    shown = auditor.get(reverse("admin:sealed_chain")).content.decode()
    assert "accounts_auditentry, row" in shown
    assert "was changed (source)" in shown
    assert "last verification of the sealed chain found that it is broken" in shown
    state = auditor.get(reverse("admin:sealed_chain_state"))
    assert state["HX-Refresh"] == "true"


def test_one_verification_runs_at_a_time() -> None:
    checks.begin(by=None)
    with pytest.raises(Refused):
        checks.begin(by=None)


def test_one_that_could_not_be_carried_out_says_so_and_the_next_may_begin(monkeypatch: Any) -> None:
    def fails(**_how: Any) -> None:
        raise OSError

    monkeypatch.setattr(checks, "verify", fails)
    check = checks.carry_out(checks.begin(by=None).pk)
    assert (check.error, check.holds) == ("OSError", False)
    assert checks.begin(by=None).pk != check.pk


def test_how_far_it_is_is_shown() -> None:
    check = checks.begin(by=None)
    assert checks.progress_of(check) is None
    checks._report(check.pk, Verified(links=10, of_links=40))
    progress = checks.progress_of(check)
    assert progress is not None
    assert progress.percent == 25
    assert ChainCheck.objects.get().ended_at is None

"""`manage.py verify_audit` says by its exit code what it found, and by its lines where."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from accounts.audit import trail
from accounts.chain import keys, sealer
from accounts.chain.signing import SealKeys
from tests.accounts.chain.planted import as_owner, run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def sealed() -> None:
    trail.record(action="x", table="x", row_id="1", after={})
    sealer.seal()


def verify(*argv: str) -> tuple[int, str]:
    said = StringIO()
    try:
        call_command("verify_audit", *argv, stdout=said)
    except CommandError as error:
        return error.returncode, said.getvalue() + str(error)
    return 0, said.getvalue()


def test_a_whole_chain_is_0_and_its_head_is_said(sealed: None, heads: Path) -> None:
    code, said = verify("--heads", str(heads))
    assert (code, "1 links, 1 rows" in said) == (0, True)


def test_a_broken_one_is_1_and_names_row_and_column(sealed: None) -> None:
    as_owner("accounts_auditentry", "UPDATE accounts_auditentry SET source = 'x'")
    code, said = verify()
    assert code == 1
    assert "accounts_auditentry, row" in said
    assert "was changed (source)" in said


def test_heads_that_are_not_there_are_2(sealed: None, tmp_path: Path) -> None:
    assert verify("--heads", str(tmp_path / "none"))[0] == 2


def test_no_key_to_verify_with_is_2(sealed: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(
        "accounts.management.commands.verify_audit.seal_keys", lambda: SealKeys.parse("")
    )
    assert verify()[0] == 2


def test_rows_that_wait_too_long_are_3(sealed: None) -> None:
    run(
        'INSERT INTO accounts_auditentry (at, source, reason, action, "table", row_id)'
        " VALUES (clock_timestamp() - interval '10 minutes', '', '', 'x', 'x', '1')"
    )
    code, said = verify()
    assert (code, "1 row waits to be sealed" in said) == (3, True)


def test_the_public_keys_are_printed() -> None:
    code, said = verify("--keys")
    assert (code, said.split()) == (
        0,
        [f"{number}:{key}" for number, key in keys.seal_keys().printed().items()],
    )


@pytest.mark.parametrize("day", ["2026-09-15", "2026-09-15T10:00:00+08:00"])
def test_since_takes_a_day_or_a_moment(sealed: None, day: str) -> None:
    assert verify("--since", day)[0] == 0


@pytest.mark.parametrize("day", ["yesterday", "2026-02-31", "2026-13-01 25:00"])
def test_what_is_no_day_is_said(day: str) -> None:
    code, said = verify("--since", day)
    assert code != 0
    assert day in said

"""Nothing reads a file the virus scanner has not looked at."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts import tasks
from accounts.intake.jobs import lifecycle, messages, run_file, stored_files
from accounts.models import ImportFile, Loan
from tests import clamd_server, make, make_intake
from tests.clamd_server import EICAR, Scanner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]


@pytest.fixture
def scanner(settings: Any) -> Iterator[Scanner]:
    with clamd_server.running() as running:
        settings.CLAMD = running.address
        yield running


@pytest.fixture
def table() -> bytes:
    lender = make.lender()
    return make_intake.as_csv([make_intake.loan(lender=lender.code)])


def test_a_clean_file_is_scanned_once_and_goes_its_way(
    now: datetime, scanner: Scanner, table: bytes
) -> None:
    import_file = make_intake.checked(table, now=now)
    lifecycle.begin_apply(import_file.pk, now=now)
    lifecycle.apply(import_file.pk, by=None, source="test", now=now, wait=True)
    import_file.refresh_from_db()
    assert (import_file.state, import_file.scan) == ("applied", "clean")
    assert scanner.seen == [table]


def test_a_virus_is_read_by_nothing_and_the_file_is_gone(
    now: datetime, scanner: Scanner, table: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_file, "run", None)  # whoever reads it fails
    import_file = make_intake.checked(table + EICAR, now=now)
    assert (import_file.state, import_file.stored_as) == ("refused", "")
    assert "Eicar-Signature" in messages.why(import_file)


def test_without_an_answer_it_waits_unread_and_goes_on_by_itself(
    now: datetime, scanner: Scanner, table: bytes, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CLAMD = clamd_server.nobody()
    with monkeypatch.context() as patched:
        patched.setattr(run_file, "run", None)
        import_file = make_intake.checked(table, now=now)
        tasks.recover_imports()  # still nobody there
        import_file.refresh_from_db()
    assert (import_file.state, import_file.scan) == ("uploaded", "waiting")
    assert "virus scanner" in messages.why(import_file) or "病毒" in messages.why(import_file)
    assert list(stored_files.folder().glob("*.sealed"))

    settings.CLAMD = scanner.address
    monkeypatch.setattr(tasks.check_import, "delay", tasks.check_import)
    tasks.recover_imports()
    import_file.refresh_from_db()
    assert (import_file.state, import_file.scan) == ("checked", "clean")


def test_a_command_brings_nothing_in_unscanned(
    now: datetime, table: bytes, settings: Any, tmp_path: Path
) -> None:
    settings.CLAMD = clamd_server.nobody()
    (tmp_path / "loans.csv").write_bytes(table)
    with pytest.raises(CommandError):
        call_command("import_loans", str(tmp_path / "loans.csv"))
    assert ImportFile.objects.get().state == "uploaded"
    assert not Loan.objects.exists()


def test_a_file_too_large_for_the_scanner_waits_until_somebody_looks(
    now: datetime, scanner: Scanner, table: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanner.behaves(most=10)
    import_file = make_intake.checked(table, now=now)
    assert import_file.state == "uploaded"
    assert "StreamMaxLength" in messages.why(import_file)
    monkeypatch.setattr(tasks.check_import, "delay", None)
    tasks.recover_imports()  # not again and again by itself


def test_without_a_scanner_the_file_says_that_it_was_not_scanned(
    now: datetime, table: bytes
) -> None:
    assert make_intake.checked(table, now=now).scan == "none"

"""A year of the work calendar brought in by a command: asked for, never confirmed."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from messaging.models import CalendarYear
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


@pytest.fixture
def writer() -> str:
    return str(make.staff("administrator").username)


def bring(*arguments: object, by: str, source: str = "gazette") -> CalendarYear:
    call_command("import_calendar", *map(str, arguments), by=by, source=source)
    return CalendarYear.objects.get()


def test_a_spreadsheet_becomes_a_request(tmp_path: Path, writer: str) -> None:
    book = openpyxl.Workbook()
    for row in [("date", "kind", "name"), (datetime(2027, 12, 27), "off", "Christmas")]:  # noqa: DTZ001
        book.active.append(row)
    book.save(tmp_path / "gb.xlsx")
    asked = bring("GB", 2027, tmp_path / "gb.xlsx", by=writer)
    assert (asked.state, asked.source) == ("submitted", "gazette")
    assert asked.days == [{"date": "2027-12-27", "working": False, "name": "Christmas"}]


def test_a_notice_is_read_as_it_was_published(tmp_path: Path, writer: str) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text("一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n1月9日（周六）上班。")
    assert len(bring("CN", 2027, notice, by=writer).days) == 3


def test_without_a_file_the_proposal_is_asked_for(writer: str) -> None:
    assert len(bring("AU", 2027, by=writer).days) == 7


@pytest.mark.parametrize("text", ["2027-02-30 off x", "2026-01-01 off x", ""])
def test_what_is_no_year_is_refused_and_nothing_is_kept(
    tmp_path: Path, writer: str, text: str
) -> None:
    file = tmp_path / "days.txt"
    file.write_text(text)
    with pytest.raises(CommandError):
        bring("AU", 2027, file, by=writer)
    assert not CalendarYear.objects.exists()


@pytest.mark.parametrize("name", ["nobody", "agent"])
def test_only_those_who_write_calendars_bring_them_in(name: str) -> None:
    by = make.staff("agent").username if name == "agent" else name
    with pytest.raises(CommandError):
        bring("AU", 2027, by=by)

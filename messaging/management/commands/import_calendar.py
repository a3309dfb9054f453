"""Bring in a country's year of the work calendar; somebody else confirms it on its page."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.audit.trail import acting
from accounts.intake.readers.errors import FileError
from accounts.models import User
from config import clock
from messaging.approval import steps
from messaging.approval.errors import ApprovalRefused
from messaging.authoring.calendar import drafting, lines
from messaging.authoring.calendar.proposal import proposed
from messaging.authoring.calendar.table import text_of_table
from messaging.models.calendar import Country
from messaging.policy.calendar import Calendar

TEXT = {".txt", ""}


class Command(BaseCommand):
    help = "Ask for confirmation of a year of the work calendar, from a file or as proposed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("country", choices=Country.values)
        parser.add_argument("year", type=int)
        parser.add_argument(
            "file", nargs="?", help="CSV, XLSX, lines or the notice as .txt; without: a proposal"
        )
        parser.add_argument("--source", required=True, help="the official notice compared with")
        parser.add_argument("--by", required=True, metavar="USER", help="who brings it in")

    def handle(self, *args: Any, **options: Any) -> None:
        by = _writer(options["by"])
        country, year, now = options["country"], options["year"], clock.now()
        days = _days(options["file"], country, year)
        try:
            with acting(user=by, source="command", reason="import_calendar"), transaction.atomic():
                draft = drafting.new_draft(
                    country, year, by=by, now=now, days=days, source=options["source"]
                )
                steps.submit(draft, by=by, now=now)
        except ApprovalRefused as refused:
            found = [finding.reason for finding in refused.findings]
            raise CommandError(" ".join([str(refused), *found])) from refused
        self.stdout.write(
            f"{draft}: {len(draft.days)} days unlike their weekday; waits to be confirmed"
        )


def _days(file: str | None, country: str, year: int) -> Calendar:
    if file is None:
        return proposed(country, year)
    path = Path(file)
    try:
        if path.suffix.lower() in TEXT:
            text = path.read_text(encoding="utf-8")
        else:
            text = text_of_table(path, path.name)
    except (OSError, UnicodeError) as error:
        raise CommandError(f"{file}: {error}") from error
    except FileError as error:
        raise CommandError(f"{file}: {error.message_en}") from error
    reading = lines.read_days(text, year)
    if reading.problems:
        told = (f"line {p.line}: {p.said} ({p.reason})" for p in reading.problems)
        raise CommandError("\n".join(told))
    return reading.days


def _writer(username: str) -> User:
    """Who may write calendars on screen may bring one in."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no active login {username}.")
    if not user.has_perm("messaging.change_calendaryear"):
        raise CommandError(f"The role of {username} does not write calendars.")
    return user

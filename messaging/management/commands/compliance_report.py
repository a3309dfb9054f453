"""`manage.py compliance_report --from DAY --to DAY`: quiet hours, caps, opt-outs, four eyes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from config import clock
from messaging.management.periods import beginning, day, end
from messaging.report import writing
from messaging.report.service import compliance

FORMATS = {"text": writing.as_text, "json": writing.as_json, "csv": writing.as_csv}


class Command(BaseCommand):
    help = "Prove from the rows that what was sent was allowed. Fails when something was not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", type=day, required=True, help="first day")
        parser.add_argument("--to", dest="last", type=day, required=True, help="last day, included")
        parser.add_argument("--format", choices=sorted(FORMATS), default="text")

    def handle(
        self, *args: Any, first: date, last: date, format: str = "text", **options: Any
    ) -> None:
        if last < first:
            raise CommandError(_("The last day is before the first."))
        report = compliance(since=beginning(first), until=end(last), now=clock.now())
        self.stdout.write(FORMATS[format](report), ending="")
        if not report.holds:
            raise CommandError(_("There are violations; see the report."))

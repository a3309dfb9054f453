"""Load the sample: 3,000 shipped customers, or all 30,000 with --from FILE."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Customer
from config.models import SandboxClock
from config.sample.load import DAYS, is_loaded, load
from config.sandbox import reset


class Command(BaseCommand):
    help = "Load sample staff, rules, texts and real loans into a sandbox, and plan its day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from",
            dest="source",
            type=Path,
            help="the UCI credit card file (.csv or .csv.gz); default: the 3,000 shipped",
        )
        parser.add_argument(
            "--days",
            type=int,
            default=int(os.environ.get("HUANCUI_SAMPLE_DAYS") or DAYS),
            help="how many days of the past to begin with; default: HUANCUI_SAMPLE_DAYS, or 90",
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there are customers already"
        )
        parser.add_argument(
            "--replace", action="store_true", help="empty the sandbox first (people stay)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SANDBOX:
            raise CommandError("The sample is for sandboxes; HUANCUI_MODE is production.")
        source: Path | None = options["source"]
        if source is not None and not source.is_file():
            raise CommandError(f"There is no file {source}. Give the path of the UCI file.")
        if options["if_empty"] and is_loaded():
            return
        if options["replace"] or self._was_interrupted():
            reset.empty()
        elif Customer.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError(
                "There are customers already. Use --replace to empty the sandbox first."
            )
        load(source, days=options["days"], say=self.stdout.write)

    def _was_interrupted(self) -> bool:
        """A sandbox whose clock was started by a loading that never came to its end."""
        return SandboxClock.objects.exists() and not is_loaded()

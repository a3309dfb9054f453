"""Write every wording in force to a YAML file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import clock
from messaging.interchange import writing


class Command(BaseCommand):
    help = "Write every wording in force to a YAML file; - writes to the standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")

    def handle(self, *args: Any, **options: Any) -> None:
        text = writing.write(clock.now())
        if options["file"] == "-":
            self.stdout.write(text, ending="")
            return
        try:
            Path(options["file"]).write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise CommandError(str(error)) from error

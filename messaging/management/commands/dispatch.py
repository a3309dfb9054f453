"""`manage.py dispatch`: one sweep, then send what is due, without a worker."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.database import clocks
from config import clock as config_clock
from messaging.dispatch.loop import TICK_SECONDS, dispatch
from messaging.dispatch.sweep import sweep
from messaging.tasks import CLOCK


class Command(BaseCommand):
    help = "Send the messages that are due."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--until-empty", action="store_true", help="go on until nothing is due any more"
        )

    def handle(self, *args: Any, until_empty: bool = False, **options: Any) -> None:
        if not clocks.agree(config_clock.machine):
            raise CommandError(
                _("Nothing was sent: this machine's clock differs from the database's.")
            )
        sweep(clock=CLOCK)
        tally = dispatch(clock=CLOCK, seconds=None if until_empty else TICK_SECONDS)
        for what, count in sorted(tally.items()):
            self.stdout.write(f"{what}: {count}")
        if not tally.get("decided"):
            self.stdout.write(_("Nothing was due."))

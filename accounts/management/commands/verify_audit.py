"""`manage.py verify_audit [--since DAY] [--heads FILE]`: is the sealed chain whole?

Exit codes: 0 it is; 1 it is not; 2 it could not be verified; 3 it is, and rows wait to be sealed
for longer than they should.
"""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from accounts.chain import saying, watching
from accounts.chain.keys import seal_keys
from accounts.chain.verifying import verify

BROKEN, NOT_VERIFIED, WAITING = 1, 2, 3


class Command(BaseCommand):
    help = "Read the sealed chain again and name what was changed, removed or put in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--since", type=_moment, help="only what was sealed since (day or time)"
        )
        parser.add_argument("--heads", type=Path, help="published heads to hold against the chain")
        parser.add_argument("--keys", action="store_true", help="print the public keys, and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        keys = seal_keys()
        if options["keys"]:
            for number, key in keys.printed().items():
                self.stdout.write(f"{number}:{key}")
            return
        heads: Path | None = options["heads"]
        if heads is not None and not heads.is_file():
            raise CommandError(
                _("%(file)s is not there or cannot be read.") % {"file": heads},
                returncode=NOT_VERIFIED,
            )
        if not keys.public:
            raise CommandError(
                _("No key is set: HUANCUI_SEAL_PUBLIC_KEYS says what heads are verified with."),
                returncode=NOT_VERIFIED,
            )
        found = verify(keys=keys, since=options["since"], published=heads)
        for line in saying.as_lines(found):
            self.stdout.write(line)
        if not found.holds:
            raise CommandError(_("The chain is broken; see above."), returncode=BROKEN)
        if found.tail_seconds > watching.TAIL_SECONDS:
            raise CommandError(
                _("The chain is whole, and rows wait too long to be sealed."), returncode=WAITING
            )


def _moment(text: str) -> datetime:
    try:
        found = parse_datetime(text) if "T" in text or " " in text else None
        if found is None and (day := parse_date(text)):
            found = datetime.combine(day, time.min)
    except ValueError:
        found = None
    if found is None:
        raise CommandError(_("%(text)s is no day such as 2026-09-15.") % {"text": text})
    return found if timezone.is_aware(found) else timezone.make_aware(found)

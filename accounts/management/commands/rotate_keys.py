"""`manage.py rotate_keys`: bring everything encrypted to the current field key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.audit import trail
from accounts.keys import keyring
from accounts.models import KnownKey
from accounts.rotation import known_keys
from accounts.rotation.service import BATCH_ROWS, NAMED_IDS, Rotated, rotate
from config import clock


class Command(BaseCommand):
    help = (
        "Re-encrypt every personal value under the current field key (the highest number in "
        "HUANCUI_FIELD_KEYS). Restart every process with the new key first: from the first one on, "
        "those without it do nothing. Safe beside running workers; may be ended at any moment and "
        "run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--batch-rows", type=int, default=BATCH_ROWS, help="rows per transaction"
        )

    def handle(self, *args: Any, batch_rows: int = BATCH_ROWS, **options: Any) -> None:
        keys = keyring()
        with trail.acting(source="rotate_keys"):
            known_keys.require()
            known_keys.make_known(now=clock.now())
            done = rotate(keys, batch_rows=batch_rows)
            if done.complete:
                known_keys.retire_others(KnownKey.Purpose.FIELD, now=clock.now())
        for label, count in sorted(done.values.items()):
            self.stdout.write(f"{label}: {count}")
        if done.files:
            self.stdout.write(_("uploaded files: %(count)d") % {"count": done.files})
        if not done.complete:
            raise CommandError("\n".join(_what_is_left(done)))
        self.stdout.write(
            _("Everything is under key %(key)d; no other field key is needed any more.")
            % {"key": keys.current}
        )


def _what_is_left(done: Rotated) -> list[str]:
    lines = [_("Some values are not under the current key; keep the old ones:")]
    for label, count in sorted(done.left.items()):
        broken = done.unreadable.get(label, [])
        if broken:
            ids = ", ".join(map(str, broken[:NAMED_IDS]))
            said = _("%(column)s: %(count)d cannot be read, rows %(ids)s")
            lines.append(said % {"column": label, "count": len(broken), "ids": ids})
        if count > len(broken):
            said = _("%(column)s: %(count)d in use or just written under an old key; run again")
            lines.append(said % {"column": label, "count": count - len(broken)})
    said = _("uploaded file %(name)s cannot be read")
    return lines + [said % {"name": name} for name in done.unreadable_files]

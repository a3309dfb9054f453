"""`manage.py check_encrypted`: open every encrypted value, and say which cannot be read."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.keys import keyring
from accounts.rotation.unreadable import unreadable

NAMED_IDS = 20


class Command(BaseCommand):
    help = (
        "Open every encrypted value and count those that cannot be read: changed outside of this "
        "software, or without their key. Run it after a backup was restored. Changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = unreadable(keyring())
        if not found:
            self.stdout.write(_("Every encrypted value can be read."))
            return
        said = _("%(column)s: %(count)d cannot be read, rows %(ids)s")
        lines = [
            said
            % {
                "column": label,
                "count": len(ids),
                "ids": ", ".join(map(str, ids[:NAMED_IDS])),
            }
            for label, ids in sorted(found.items())
        ]
        raise CommandError("\n".join(lines))

"""`manage.py rotate_index`: bring every blind index to the current index key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _, gettext_noop

from accounts.audit import trail
from accounts.keys import keyring
from accounts.models import KnownKey
from accounts.rotation import known_keys
from accounts.rotation.indexes import rotate
from config import clock

NAMED_IDS = 20
AGING = {
    gettext_noop("customers' identity secrets"): """SELECT count(*) FROM accounts_customer
        WHERE id_last4_hash IS NOT NULL AND substring(id_last4_hash from 1 for 2) <> %(now)s""",
    gettext_noop("check codes"): """SELECT count(*) FROM messaging_checkcode
        WHERE substring(code_hash from 1 for 2) <> %(now)s""",
    gettext_noop("recovery codes"): """SELECT count(*) FROM accounts_recoverycode
        WHERE ended_at IS NULL AND substring(code_hash from 1 for 2) <> %(now)s""",
}
"""What is kept of a value that nobody can compute anew."""


class Command(BaseCommand):
    help = (
        "Make every blind index anew under the current index key (the highest number in "
        "HUANCUI_INDEX_KEY). Restart every process with both keys first, pages before workers. "
        "Safe beside running workers; may be ended at any moment and run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        keys = keyring()
        with trail.acting(source="rotate_index"):
            known_keys.require()
            known_keys.make_known(now=clock.now())
            done = rotate(keys, aging=AGING)
            if done.complete and not done.unreadable:
                known_keys.retire_others(KnownKey.Purpose.INDEX, now=clock.now())
        self.stdout.write(_("indexes: %(count)d") % {"count": done.indexes})
        if done.unreadable:
            ids = ", ".join(map(str, done.unreadable[:NAMED_IDS]))
            said = _("contact points that cannot be read: %(ids)s")
            raise CommandError(said % {"ids": ids})
        if done.left:
            said = _("%(count)d are in use by somebody; run again")
            raise CommandError(said % {"count": done.left})
        if done.complete:
            said = _("Everything is under index key %(key)d; no other is needed any more.")
            self.stdout.write(said % {"key": keys.current_index})
            return
        self.stdout.write(_("Keep the old key. Under it are still, until their time is over:"))
        for name, count in done.aging.items():
            self.stdout.write(f"  {_(name)}: {count}")

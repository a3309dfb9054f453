"""`manage.py seal`: one round of the sealer now, for a start whose workers come after the pages."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.chain import saying
from accounts.chain.sealer import seal
from accounts.chain.signing import NoKey


class Command(BaseCommand):
    help = "Seal what is not sealed yet. The workers do it every two seconds."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = seal()
        except NoKey as error:
            raise CommandError(str(error)) from error
        if done.busy:
            self.stdout.write(_("Another sealer is at it."))
        if done.trouble:  # it is sealed all the same, and the pages ring
            self.stderr.write(saying.trouble(done.trouble))

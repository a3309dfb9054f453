"""`first_administrators NAME NAME`: the two logins that ask and decide about everybody else's."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit.trail import acting
from accounts.models import User
from accounts.models.choices import Role
from accounts.people import first
from accounts.signin import passwords
from config import clock


class Command(BaseCommand):
    help = "Make the first two administrators, and print a link for each to set a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs=2, metavar="NAME", help="login of a person")

    def handle(self, *_args: Any, **options: Any) -> None:
        names = options["names"]
        if len(set(names)) != 2:
            raise CommandError("Two people are needed: one asks, another decides.")
        with acting(source="first_administrators", reason=_("first administrators")):
            try:
                people = self._make(names)
            except IntegrityError:
                raise CommandError(
                    "There are administrators already, or a login of that name: "
                    "ask an administrator, on the page of the person."
                ) from None
        for person in people:
            self.stdout.write(f"{person.username}: {settings.STAFF_URL}{passwords.link(person)}")
        self.stdout.write("Each link sets a password once, within a day.")

    @transaction.atomic
    def _make(self, names: list[str]) -> list[User]:
        now = clock.now()
        people = []
        for name in names:
            person = User(username=name, is_staff=True)
            person.set_unusable_password()
            person.save()
            first.give_lender(person, None, why=_("first administrators"), now=now)
            first.give_role(person, Role.ADMINISTRATOR, why=_("first administrators"), now=now)
            people.append(person)
        return people

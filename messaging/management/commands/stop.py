"""`manage.py stop --scope all --reason … --by USER`: the same checks as on the page."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from accounts.audit.trail import acting
from accounts.errors import Refused
from accounts.models import User
from config import clock
from messaging.models import Stop
from messaging.stops import coverage, service as stops
from messaging.stops.theirs import is_theirs


class Command(BaseCommand):
    help = "Place an emergency stop in the name of somebody who may."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scope", required=True, choices=Stop.Scope.values)
        parser.add_argument("--id", type=int, help="of the lender, run, template or gateway")
        parser.add_argument("--reason", required=True)
        parser.add_argument("--by", required=True, help="user name of who stops")

    def handle(self, *_args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["by"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user {options['by']}.")
        if not is_theirs(user, scope=options["scope"], object_id=options["id"]):
            raise CommandError(f"There is no {options['scope']} {options['id']}.")
        now = clock.now()
        try:
            with acting(user=user, source="stop"):
                stop = stops.place(
                    scope=options["scope"],
                    object_id=options["id"],
                    reason=options["reason"],
                    by=user,
                    now=now,
                )
        except PermissionDenied as error:
            raise CommandError(f"{user} may not stop.") from error
        except Refused as error:
            raise CommandError(str(error)) from error
        seen = coverage.figures(coverage.covered_by(stop), now=now)
        self.stdout.write(
            f"stop {stop.pk} stands: {seen.on_the_wire} on the wire, {seen.waiting} stopped, "
            f"{seen.sent} sent before"
        )

"""`manage.py lift_stop ID --by USER`: the same checks as on the page. With `--reason …` that person
asks; without, another one lifts."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from accounts.audit.trail import acting
from accounts.errors import Refused
from accounts.models import User
from config import clock
from messaging.models import Stop
from messaging.stops import service as stops
from messaging.stops.theirs import is_theirs


class Command(BaseCommand):
    help = "Ask that an emergency stop be lifted (--reason), or lift it as a second person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("stop", type=int, help="the id of the stop")
        parser.add_argument("--reason", help="ask for it; somebody else lifts it then")
        parser.add_argument("--by", required=True, help="user name of who asks, or lifts")
        parser.add_argument(
            "--queued",
            choices=["cancel", "send"],
            help="over a restored database: what becomes of what was queued before the stop",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        stop = Stop.objects.filter(pk=options["stop"]).first()
        user = User.objects.filter(username=options["by"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user {options['by']}.")
        if stop is None or not is_theirs(user, scope=stop.scope, object_id=stop.object_id):
            raise CommandError(f"There is no stop {options['stop']}.")
        if options["reason"] is not None:
            self._ask(stop, user, options["reason"])
            return
        if stop.is_over_a_restored_database and options["queued"] is None:
            raise CommandError(
                "The database was restored: what was queued may have been sent. Say "
                "--queued cancel, or --queued send when the gateway's log shows it was not."
            )
        try:
            with acting(user=user, source="lift_stop"):
                lifted = stops.lift(
                    stop.pk,
                    by=user,
                    now=clock.now(),
                    cancel_queued=options["queued"] == "cancel",
                )
        except PermissionDenied as error:
            raise CommandError(f"{user} may not lift a stop.") from error
        except Refused as error:
            raise CommandError(str(error)) from error
        if lifted is None:
            raise CommandError(f"Stop {stop.pk} had been lifted already.")
        self.stdout.write(
            f"stop {stop.pk} lifted: {lifted.woken} waiting texts are decided anew, "
            f"{lifted.cancelled} cancelled"
        )

    def _ask(self, stop: Stop, user: User, reason: str) -> None:
        try:
            with acting(user=user, source="lift_stop"):
                asked = stops.ask_to_lift(stop.pk, by=user, reason=reason, now=clock.now())
        except PermissionDenied as error:
            raise CommandError(f"{user} may not lift a stop.") from error
        except Refused as error:
            raise CommandError(str(error)) from error
        if not asked:
            raise CommandError(f"Stop {stop.pk} had been lifted already.")
        self.stdout.write(f"asked; another person lifts it with: lift_stop {stop.pk} --by NAME")

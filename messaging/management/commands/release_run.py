"""`manage.py release_run ID --by USER`: the same checks as on the page."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.access import lenders
from accounts.audit.trail import acting
from accounts.errors import Refused
from accounts.models import User
from config import clock
from messaging.models import Run
from messaging.runs import release


class Command(BaseCommand):
    help = "Release a planned run in the name of somebody who may."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", type=int, help="the id of the run")
        parser.add_argument("--by", required=True, help="user name of who releases it")
        parser.add_argument("--at-once", action="store_true", help="ignore the preferred hours")

    def handle(self, *_args: Any, **options: Any) -> None:
        run = Run.objects.filter(pk=options["run"]).first()
        user = User.objects.filter(username=options["by"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user {options['by']}.")
        if run is None or not lenders.works_with(user, run.lender_id):
            raise CommandError(f"There is no run {options['run']}.")
        count = run.funnel.get("to_send", 0)
        try:
            with acting(user=user, source="release_run"):
                release.release(
                    run.pk,
                    by=user,
                    now=clock.now(),
                    expected_count=count,
                    send_at_once=options["at_once"],
                )
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"run {run.pk} released: {count} to send")

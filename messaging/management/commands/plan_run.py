"""`manage.py plan_run [--date 2026-09-15] [--lender CODE]`: plan today's run of every lender."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.audit.trail import acting
from accounts.errors import Refused
from accounts.models import Lender
from accounts.rules.lender_day import lender_day
from config import clock
from messaging.planning.errors import PlanFailed
from messaging.planning.service import plan


class Command(BaseCommand):
    help = "Plan a day's run: of every lender, or of one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--date", type=date.fromisoformat, help="2026-09-15; default: today")
        parser.add_argument("--lender", help="the code of one lender")

    def handle(self, *_args: Any, **options: Any) -> None:
        lenders = Lender.objects.order_by("code")
        if options["lender"]:
            lenders = lenders.filter(code=options["lender"])
        if not lenders:
            raise CommandError("No such lender.")
        failures = [why for lender in lenders if (why := self._plan(lender, options["date"]))]
        if failures:
            raise CommandError("\n".join(failures))

    def _plan(self, lender: Lender, day: date | None) -> str:
        now = clock.now()
        day = day or lender_day(lender, now)
        try:
            with acting(source="plan_run"):
                run = plan(lender=lender, day=day, by=None, now=now)
        except (Refused, PlanFailed) as error:
            return f"{lender.code} {day}: {error}"
        funnel = run.funnel
        self.stdout.write(
            f"run {run.pk} · {lender.code} {day}: {funnel['due']} due, {funnel['to_send']} to send,"
            f" {funnel['segments']} segments, {funnel['currency']} {funnel['cost']}"
        )
        return ""

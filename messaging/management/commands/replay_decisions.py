"""`manage.py replay_decisions`: decide again, as it was or under another policy."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from messaging.authoring import policy_files
from messaging.decisions.replay import Replay, replay, stored_decisions
from messaging.management.periods import beginning, day, end
from messaging.policy.errors import PolicyError
from messaging.policy.model import Policy


class Command(BaseCommand):
    help = (
        "Decide every stored decision again from its stored facts. Without --policy nothing may "
        "change; with it, the table says what would."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--policy", metavar="FILE", help="a YAML or JSON file, or a profile")
        parser.add_argument("--run", type=int, help="only the decisions of this run")
        parser.add_argument("--from", dest="first", type=day, help="first day, as 2026-09-01")
        parser.add_argument("--to", dest="last", type=day, help="last day, included")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(
        self,
        *args: Any,
        policy: str | None = None,
        run: int | None = None,
        first: date | None = None,
        last: date | None = None,
        format: str = "text",
        **options: Any,
    ) -> None:
        decisions = stored_decisions(
            run_id=run,
            since=beginning(first) if first else None,
            until=end(last) if last else None,
        )
        result = replay(decisions, policy=_read(policy) if policy else None)
        if format == "json":
            self.stdout.write(json.dumps(result.to_json(), indent=1))
        else:
            self._table(result)
        if policy is None and result.faults:
            raise CommandError(
                _("%(count)d stored verdicts do not follow from their own facts and policy.")
                % {"count": result.faults}
            )

    def _table(self, result: Replay) -> None:
        counts = {"decided": result.decided, "changed": result.changed}
        self.stdout.write(_("%(decided)d decisions, %(changed)d would change") % counts)
        if result.other_engine:
            self.stdout.write(
                _("%(count)d were decided by another engine version")
                % {"count": result.other_engine}
            )
        for change in result.to_json()["changes"]:
            before, after = " ".join(change["from"]), " ".join(change["to"])
            examples = ", ".join(map(str, change["decisions"]))
            self.stdout.write(
                f"{change['count']:>9}  {before} → {after}  ({change['what']})  # {examples}"
            )


def _read(source: str) -> Policy:
    try:
        return policy_files.read(source)
    except (PolicyError, OSError, UnicodeDecodeError) as error:
        raise CommandError(str(error)) from error

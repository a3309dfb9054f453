"""Make drafts of the wordings of a YAML file; somebody else approves them."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.audit.trail import acting
from accounts.errors import Refused
from accounts.models import User
from config import clock
from messaging.interchange import bring_in, reading
from messaging.interchange.entries import FileRefused


class Command(BaseCommand):
    help = "Make drafts of the wordings of a YAML file that differ from what is here."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--by", required=True, metavar="USER", help="who brings them in")

    def handle(self, *args: Any, **options: Any) -> None:
        by = _writer(options["by"])
        try:
            entries = reading.read(Path(options["file"]).read_text(encoding="utf-8"))
            with acting(user=by, source="command", reason="import_templates"):
                outcome = bring_in.bring_in(entries, by=by, now=clock.now())
        except (OSError, UnicodeError, FileRefused, Refused) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{len(outcome.drafted)} drafts, {len(outcome.new)} new templates, "
            f"{len(outcome.renamed)} renamed, {outcome.unchanged} texts unchanged"
        )


def _writer(username: str) -> User:
    """Who may write templates on screen may bring them in."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no active login {username}.")
    if not user.has_perms(bring_in.PERMISSIONS):
        raise CommandError(f"The role of {username} does not write templates.")
    return user

"""`manage.py restore FOLDER`: an empty installation becomes what a backup holds."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import clock
from config.backup import keys, programs, restoring


class Command(BaseCommand):
    help = (
        "Restore a backup into an empty database and an empty data folder. Keys and hashes are "
        "looked at before anything is changed. Afterwards an emergency stop stands over "
        "everything; docs/backup.md says what to look at before a person lifts it."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder that `backup` printed")
        parser.add_argument(
            "--look", action="store_true", help="only say whether it could be restored here"
        )
        parser.add_argument(
            "--lost",
            action="append",
            default=[],
            choices=sorted(keys.CAN_BE_LOST),
            help="go on though this key is gone",
        )

    def handle(self, *args: Any, folder: Path, look: bool, lost: list[str], **options: Any) -> None:
        try:
            if look:
                restoring.look(folder, accepted=lost)
                self.stdout.write("It can be restored here.")
                return
            manifest = restoring.restore(folder, accepted=lost, now=clock.machine())
        except (restoring.RestoreRefused, programs.NoProgram) as error:
            raise CommandError(f"Not restored: {error}") from error
        self.stdout.write(f"Restored as it was at {manifest.made_at}. Nothing is sent: an")
        self.stdout.write("emergency stop stands until a person lifts it. Before that, run")
        self.stdout.write("  manage.py check_encrypted")
        self.stdout.write("  manage.py verify_audit --heads COPY_OF_heads.jsonl")

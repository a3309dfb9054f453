"""`manage.py backup FOLDER`: database and uploads, sealed, beside everything that runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import clock
from config.backup import programs, taking


class Command(BaseCommand):
    help = (
        "Write a backup of the database and of the uploaded files into a new folder in FOLDER, "
        "encrypted under the current field key. The keys are not in it: docs/backup.md says which "
        "it needs and where to keep them. As the owner of the tables."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            path, manifest = taking.take(folder, now=clock.machine())
        except (OSError, programs.NoProgram, taking.BackupFailed) as error:
            raise CommandError(f"No backup was taken: {error}") from error
        size = manifest.database.size + sum(each.size for each in manifest.uploads.values())
        self.stdout.write(f"{path}: {size} bytes, {len(manifest.uploads)} uploaded files.")
        self.stdout.write("It opens with these keys, which are not in it:")
        for name, value in manifest.keys.items():
            self.stdout.write(f"  {name} (check value {value})")

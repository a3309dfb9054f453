"""What both import commands do: store, check or apply, and say what came of it."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_noop

from accounts.intake.jobs import lifecycle, messages, stored_files
from accounts.intake.jobs.holding_back import hold_back
from accounts.intake.readers.which_encoding import LABELS
from accounts.models import ImportFile
from config import clock

SHOWN_PROBLEMS = 100
APPLIED = gettext_noop(
    "%(rows)s rows applied: %(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(bad)s bad"
)
CHECKED = gettext_noop(
    "%(rows)s rows checked: %(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(bad)s bad"
)


class ImportCommand(BaseCommand):
    """Exit code 0 when the file was applied (or checked), 1 with a sentence when it was refused."""

    kind: str

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Check only; change nothing.")
        parser.add_argument(
            "--encoding",
            choices=sorted(LABELS),
            default="",
            help="What a text is in, should two encodings fit; else it is found out.",
        )

    def handle(
        self, *_args: Any, file: Path, dry_run: bool, encoding: str, **_options: Any
    ) -> None:
        now = clock.now()
        import_file = self._register(file, encoding=encoding, now=now)
        if dry_run:
            lifecycle.begin_check(import_file.pk, now=now)
            lifecycle.check(import_file.pk, now=now)
        else:
            self._apply(import_file, now=now)
        import_file.refresh_from_db()
        if import_file.state == ImportFile.State.ASKED:
            lifecycle.cancel(import_file.pk)
        refuse_with_reason(import_file)
        if import_file.unusual and not dry_run and import_file.state == ImportFile.State.CHECKED:
            raise CommandError(stopped(import_file))
        self._report(import_file, dry_run=dry_run)
        if dry_run:
            lifecycle.cancel(import_file.pk)

    def _register(self, file: Path, *, encoding: str, now: datetime) -> ImportFile:
        try:
            with file.open("rb") as source:
                stored = stored_files.store(source)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from None
        import_file = lifecycle.register(
            stored, kind=self.kind, filename=file.name, by=None, now=now, encoding=encoding
        )
        refuse_with_reason(import_file)
        return import_file

    def _apply(self, import_file: ImportFile, *, now: datetime) -> None:
        try:
            lifecycle.begin_apply(import_file.pk, now=now, unchecked=True)
        except lifecycle.AlreadyApplied as earlier:
            lifecycle.cancel(import_file.pk)
            import_file.error = lifecycle.already_applied(earlier)
            raise CommandError(messages.why(import_file)) from None
        found = lifecycle.apply(
            import_file.pk, by=None, source=f"import_{self.kind}", now=now, wait=True, hold=True
        )
        if found and (held := hold_back(import_file, found, now=now)):
            page = reverse("admin:import_page", args=[held])
            told = _("%(count)d rows wait for a second person: %(page)s")
            self.stdout.write(told % {"count": len(found.held), "page": page})

    def _report(self, import_file: ImportFile, *, dry_run: bool) -> None:
        counts = {
            "rows": f"{import_file.rows_read:,}",
            "new": f"{import_file.rows_new:,}",
            "changed": f"{import_file.rows_changed:,}",
            "unchanged": f"{import_file.rows_unchanged:,}",
            "bad": f"{import_file.rows_bad:,}",
        }
        told = CHECKED if dry_run else APPLIED
        self.stdout.write(f"{import_file.filename}: {_(told) % counts}")
        for figure in messages.unusual(import_file):
            self.stdout.write(f"  {figure}")
        for remark in messages.remarks(import_file):
            self.stdout.write(f"  {remark}")
        # No values here: a terminal keeps what it showed.
        for problem in import_file.problems.order_by("line", "pk")[:SHOWN_PROBLEMS]:
            place = messages.where(problem.line, problem.column)
            self.stdout.write(f"  {place}: {messages.sentence(problem.code, problem.params)}")
        more = import_file.problems.count() - SHOWN_PROBLEMS
        if more > 0:
            self.stdout.write("  " + _("… and %(more)d more") % {"more": more})


def stopped(import_file: ImportFile) -> str:
    """Nothing entered: a person has to look, and the file waits for them."""
    figures = "\n  ".join(messages.unusual(import_file))
    page = reverse("admin:import_page", args=[import_file.pk])
    told = _(
        "This file changes or drops far more than usual, so nothing was imported. If it is right, "
        "a supervisor can confirm it here: %(page)s"
    )
    return told % {"page": page} + f"\n  {figures}"


def refuse_with_reason(import_file: ImportFile) -> None:
    if import_file.error:
        choices = messages.encodings_that_fit(import_file)
        hint = _("Say which: %(options)s") % {"options": choices} if choices else ""
        raise CommandError(f"{messages.why(import_file)} {hint}".strip())

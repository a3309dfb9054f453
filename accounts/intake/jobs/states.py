"""Moving a file from state to state: conditional updates, so that two cannot both take it."""

import json
from typing import Any

from django.db import transaction

from accounts.intake.jobs import run_file, stored_files
from accounts.models import ImportFile

State = ImportFile.State


def end(import_id: int, state: str, final: str, **columns: Any) -> bool:
    """Move to a final state and let go of the stored file."""
    stored_as = ImportFile.objects.filter(pk=import_id).values_list("stored_as", flat=True).first()
    moved = move(import_id, state, final, stored_as="", first_rows=None, **columns)
    if moved and stored_as:
        transaction.on_commit(lambda: stored_files.remove(stored_as))
    return moved


def move(import_id: int, state: str, to: str, **columns: Any) -> bool:
    moved = ImportFile.objects.filter(pk=import_id, state=state).update(state=to, **columns)
    return bool(moved)


def found_columns(found: run_file.Found) -> dict[str, Any]:
    """What a pass over the file leaves in its record."""
    return {
        "encoding": found.encoding,
        "columns": found.columns,
        "figures": found.figures,
        "unusual": found.unusual,
        "needs_second": found.needs_second,
        "second_mark": found.second_mark,
        "new_people": found.brought.people,
        "new_loans": found.brought.loans,
        **found.counts.as_columns(),
    }


def said(code: str, **params: int | str) -> str:
    """`ImportFile.error`: a code and its parameters, for `messages.why` to put in words."""
    return json.dumps({"code": code, "params": params}, ensure_ascii=False)

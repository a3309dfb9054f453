"""What the rows are called that an entry of the trail speaks of: the thing itself, and those its
columns lead to. One query a table, whatever the number of entries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model

from accounts.admin.trail.wording import CALLED
from accounts.models import AuditEntry

Names = Mapping[tuple[str, str], str]
"""By table and row."""

NEEDED: dict[str, tuple[str, ...]] = {
    "accounts_user": (),
    "accounts_lender": (),
    "accounts_customer": (),
    "accounts_loan": (),
    "accounts_hold": (),
    "accounts_importfile": (),
    "accounts_trainingrecord": ("user", "course"),
    "messaging_run": ("lender",),
    "messaging_template": (),
    "messaging_templateversion": ("template",),
    "messaging_policyversion": ("lender",),
    "messaging_strategy": ("lender",),
    "messaging_gateway": (),
    "messaging_trial": (),
    "feedback_complaint": (),
}
"""Tables whose rows have a name to be read, and what it needs; others are called by their number.
Tables of later rooms stand here by name."""


def names_of(entries: Iterable[AuditEntry]) -> Names:
    """Of all rows the entries speak of; without those that are gone or have no name."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        for table, row in (*_itself(entry), *_led_to(entry)):
            if (table in NEEDED or table in CALLED) and row.isdigit():
                wanted[table].add(int(row))
    found: dict[tuple[str, str], str] = {}
    for table, ids in wanted.items():
        if table in CALLED:
            found |= {(table, str(pk)): said for pk, said in CALLED[table](ids).items()}
        elif model := _model(table):
            rows = model._default_manager.select_related(*NEEDED[table])
            found |= {(table, str(row.pk)): str(row) for row in rows.filter(pk__in=ids)}
    return found


def columns(table: str) -> Mapping[str, Field[Any, Any]]:
    """The fields of a table by column; empty where no model stands behind it."""
    model = _model(table)
    return {str(f.column): f for f in model._meta.concrete_fields} if model else {}


def table_of(field: ForeignKey[Any, Any]) -> str:
    """The one it leads to."""
    return field.related_model._meta.db_table


def _itself(entry: AuditEntry) -> Iterator[tuple[str, str]]:
    yield entry.table, entry.row_id


def _led_to(entry: AuditEntry) -> Iterator[tuple[str, str]]:
    fields = columns(entry.table)
    for values in (entry.before or {}, entry.after or {}):
        for name, value in values.items():
            if value is not None and isinstance(field := fields.get(name), ForeignKey):
                yield table_of(field), str(value)


@cache
def _model(table: str) -> type[Model] | None:
    every = apps.get_models(include_auto_created=True)
    return next((model for model in every if model._meta.db_table == table), None)

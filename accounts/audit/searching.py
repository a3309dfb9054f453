"""The trail found by customer, person, thing and day, newest first, in pages by key.

Each way of asking has an index that answers it: a row's entries, a person's, a span of time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise

from django.apps import apps
from django.db.models import ForeignKey, Model, QuerySet
from django.db.models.expressions import RawSQL

from accounts.access.team import TEAM
from accounts.lists.keyset import KeysetPage, Order
from accounts.models import AuditEntry, Customer
from accounts.rules.lender_day import end_of_day, start_of_day

PAGE = 50
EXPORTED_AT_ONCE = 1_000
NEWEST_FIRST = Order(("pk",), (int,), newest_first=True)
STEPS = 2
"""How many keys lie between a row and its customer at most: a hold has one, a complaint's file
two."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; nothing: all. `customer_no` exactly; `person` an id of staff; `row` with
    its `table`; `first` and `last` days of the team."""

    customer_no: str = ""
    person: int | None = None
    table: str = ""
    row: str = ""
    action: str = ""
    first: date | None = None
    last: date | None = None


def page(wanted: Wanted, after: str) -> KeysetPage[AuditEntry]:
    """One page."""
    rows = matching(wanted).select_related("actor")
    found: KeysetPage[AuditEntry] = NEWEST_FIRST.page(rows, after, size=PAGE)
    return found


def every(wanted: Wanted) -> Iterator[list[AuditEntry]]:
    """All of them, a batch at a time: memory does not grow with their number."""
    after = ""
    while True:
        rows = matching(wanted).select_related("actor")
        batch = NEWEST_FIRST.page(rows, after, size=EXPORTED_AT_ONCE)
        yield batch.rows
        after = batch.after
        if not after:
            return


def matching(wanted: Wanted) -> QuerySet[AuditEntry]:
    """In no order."""
    rows = AuditEntry.objects.all()
    if wanted.customer_no:
        sql = _about_a_customer()
        found = RawSQL(sql, [wanted.customer_no] * sql.count("%s"))  # noqa: S611 - made of models
        rows = rows.filter(pk__in=found)
    if wanted.person is not None:
        rows = rows.filter(actor=wanted.person)
    if wanted.table:
        rows = rows.filter(table=wanted.table)
    if wanted.row:
        rows = rows.filter(row_id=wanted.row)
    if wanted.action:
        rows = rows.filter(action=wanted.action)
    if wanted.first is not None:
        rows = rows.filter(at__gte=_begin(wanted.first))
    if wanted.last is not None:
        rows = rows.filter(at__lt=end_of_day(TEAM, wanted.last))
    return rows


def _begin(day: date) -> datetime:
    return start_of_day(TEAM, max(day, date.min + timedelta(days=2)))


@cache
def _about_a_customer() -> str:
    """Ids of entries about the customer, and about every row that leads to them by its keys."""
    rows = " UNION ALL ".join(_rows_of(path) for path in _paths())
    return f"""
        SELECT e.id FROM ({rows}) about
        JOIN accounts_auditentry e ON e."table" = about.name AND e.row_id = about.row
    """  # noqa: S608  (names of our models)


def _paths() -> list[list[tuple[type[Model], str]]]:
    """From each table to the customer: (table, its key to the next), the shortest way."""
    found: dict[type[Model], list[tuple[type[Model], str]]] = {Customer: []}
    for _step in range(STEPS):
        for model in apps.get_models():
            if model in found or not model._meta.managed:
                continue
            for field in model._meta.concrete_fields:
                to = field.related_model
                if isinstance(field, ForeignKey) and to in found and _leads(to, field):
                    found[model] = [(model, field.column), *found[to]]
                    break
    on_record = {model for model in found if _is_on_record(model)}
    return [[*path, (Customer, "")] for model, path in found.items() if model in on_record]


def _is_on_record(model: type[Model]) -> bool:
    """What people change of it is written to the trail."""
    triggers = getattr(model._meta, "triggers", ())
    return any(trigger.name.startswith("audited") for trigger in triggers)


def _leads(to: object, field: ForeignKey) -> bool:  # type: ignore[type-arg]
    return to is Customer or not field.null


def _rows_of(path: list[tuple[type[Model], str]]) -> str:
    first = path[0][0]._meta
    joins = "".join(
        f" JOIN {after._meta.db_table} t{n + 1} ON t{n + 1}.{after._meta.pk.column} = t{n}.{column}"
        for n, ((_model, column), (after, _key)) in enumerate(pairwise(path))
    )
    columns = f"'{first.db_table}' AS name, t0.{first.pk.column}::text AS row"
    where = f"FROM {first.db_table} t0{joins} WHERE t{len(path) - 1}.customer_no = %s"
    return f"SELECT {columns} {where}"

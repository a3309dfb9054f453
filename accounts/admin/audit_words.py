"""What the audit trail's codes are called on screen: tables, columns, actions, ways in."""

from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.admin import site
from django.db.models import Model
from django.utils.translation import gettext, gettext_lazy as _, gettext_noop

from accounts.models.audit import is_audited

ACTIONS = {
    "insert": _("created"),
    "update": _("changed"),
    "delete": _("deleted"),
    "import": _("imported"),
    "export": _("exported"),
    "rotate": _("re-encrypted"),
    "restore": _("restored from a backup"),
    "infected": _("refused: a virus was found"),
    "loaded": _("sample loaded"),
    "allow": _("unusual figures confirmed"),
    "evidence": _("evidence pack taken"),
    "withdraw": _("plan withdrawn"),
}

SOURCES = {
    "web": _("web pages"),
    "worker": _("worker"),
    "software": _("the software"),
    "import": _("import"),
    "import_loans": _("command for loans"),
    "import_repayments": _("command for repayments"),
    "plan_requested": _("run planned on request"),
    "plan_run": _("command to plan a run"),
    "release_run": _("command to release a run"),
    "rotate_keys": _("command to rotate keys"),
    "restore": _("command to restore a backup"),
    "rotate_index": _("command to rotate the index key"),
    "sample": _("sample data"),
    "first_administrators": _("command for the first administrators"),
}

NOTED = {
    "day": _("day"),
    "file": _("file"),
    "filename": _("file"),
    "files": _("files"),
    "filters": _("filters"),
    "reason": _("reason"),
    "rows": _("rows"),
    "run": _("run"),
}
"""What acts that change no row note of themselves."""

# Names Django makes up for columns and tables that only the auditor meets.
MADE_UP = (
    gettext_noop("address hash"),
    gettext_noop("address index"),
    gettext_noop("chain part"),
    gettext_noop("chain pulse"),
    gettext_noop("editors"),
    gettext_noop("engine version"),
    gettext_noop("erased value"),
    gettext_noop("fingerprint"),
    gettext_noop("offset"),
    gettext_noop("pulse"),
    gettext_noop("sender"),
    gettext_noop("sandbox clock"),
    gettext_noop("set at"),
    gettext_noop("stored as"),
    gettext_noop("tranche"),
    gettext_noop("watermark"),
    gettext_noop("what if"),
    gettext_noop("what if shard"),
)
BY_HAND = ("accounts_importproblem", "messaging_candidate")
"""Exported, recorded, and in no list of the staff site."""
# What is recorded without being a row of a table.
EVENTS = {"sample": _("sample data")}


@cache
def _models() -> dict[str, type[Model]]:
    return {model._meta.db_table: model for model in apps.get_models()}


def tables() -> list[tuple[str, str]]:
    """Tables that entries speak of, with their names on screen, for a filter; by name."""
    return sorted((pair for _room, pairs in by_room() for pair in pairs), key=lambda pair: pair[1])


def by_room() -> list[tuple[str, list[tuple[str, str]]]]:
    """The same under the room each belongs to: what a change of is recorded, and what is exported
    from a list of its own or by hand. What the software alone keeps is in no filter."""
    found = []
    for room in ("accounts", "messaging", "feedback"):
        config = apps.get_app_config(room)
        named = [
            (model._meta.db_table, table(model._meta.db_table))
            for model in config.get_models()
            if is_audited(model) or site.is_registered(model) or model._meta.db_table in BY_HAND
        ]
        found.append((str(config.verbose_name), sorted(named, key=lambda pair: pair[1])))
    return found


def action(code: str) -> str:
    """What was done; an unknown code stands for itself."""
    return str(ACTIONS.get(code, code))


def source(code: str) -> str:
    """Through what it was done; an unknown code stands for itself."""
    return str(SOURCES.get(code, code))


def table(name: str) -> str:
    """What one row of a table is called."""
    model = _models().get(name)
    return gettext(str(model._meta.verbose_name)) if model else str(EVENTS.get(name, name))


def column(table_name: str, name: str) -> str:
    """What a column is called; one that is no field (any more) stands for itself."""
    model = _models().get(table_name)
    fields: list[Any] = list(model._meta.concrete_fields) if model else []
    found = {field.column: field.verbose_name for field in fields}
    return gettext(str(found[name])) if name in found else str(NOTED.get(name, name))

"""What the audit trail's codes are called on screen: tables, columns, actions, ways in."""

from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext, gettext_lazy as _, gettext_noop

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
}

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
# What is recorded without being a row of a table.
EVENTS = {"sample": _("sample data")}


@cache
def _models() -> dict[str, type[Model]]:
    return {model._meta.db_table: model for model in apps.get_models()}


def tables() -> list[tuple[str, str]]:
    """Every table of ours with its name on screen, for a filter; ordered by that name."""
    rooms = ("accounts_", "messaging_", "feedback_", "config_")
    known = [name for name in _models() if name.startswith(rooms)]
    return sorted(((name, table(name)) for name in known), key=lambda pair: pair[1])


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
    return gettext(str(found[name])) if name in found else name

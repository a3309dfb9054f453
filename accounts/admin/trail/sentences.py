"""One entry as a sentence: who did what to which thing, and what was before and after."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, DateTimeField, ForeignKey
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, pgettext_lazy

from accounts.admin import audit_words
from accounts.admin.trail.names import Names, columns, names_of, table_of
from accounts.admin.trail.wording import CAME, DID, TOLD, VERBS as VERBS_OF_TABLES, pair
from accounts.models import AuditEntry

LONGEST_VALUE = 120
AT_ONCE = 3
VERBS = {
    "insert": pgettext_lazy("trail", "created"),
    "update": pgettext_lazy("trail", "changed"),
    "delete": pgettext_lazy("trail", "deleted"),
    "import": pgettext_lazy("trail", "imported"),
    "export": pgettext_lazy("trail", "exported"),
    "rotate": pgettext_lazy("trail", "re-encrypted"),
    "restore": pgettext_lazy("trail", "restored"),
    "loaded": pgettext_lazy("trail", "loaded"),
    "allow": pgettext_lazy("trail", "confirmed unusual figures of"),
    "evidence": pgettext_lazy("trail", "took an evidence pack of"),
    "withdraw": pgettext_lazy("trail", "withdrew the plan of"),
}
STATES = {
    "draft": pgettext_lazy("trail", "took back"),
    "submitted": pgettext_lazy("trail", "submitted"),
    "approved": pgettext_lazy("trail", "approved"),
    "rejected": pgettext_lazy("trail", "rejected"),
    "refused": pgettext_lazy("trail", "refused"),
    "retired": pgettext_lazy("trail", "took out of force"),
    "planned": pgettext_lazy("trail", "planned"),
    "releasing": pgettext_lazy("trail", "released"),
    "released": pgettext_lazy("trail", "released"),
    "paused": pgettext_lazy("trail", "paused"),
    "stopped": pgettext_lazy("trail", "stopped"),
    "finished": pgettext_lazy("trail", "finished"),
    "placed": pgettext_lazy("trail", "placed"),
    "lifted": pgettext_lazy("trail", "lifted"),
    "resolved": pgettext_lazy("trail", "resolved"),
    "applied": pgettext_lazy("trail", "applied"),
}
"""By the state that a row came into."""
MOMENTS = {
    "released_at": pgettext_lazy("trail", "lifted"),
    "lifted_at": pgettext_lazy("trail", "lifted"),
    "revoked_at": pgettext_lazy("trail", "revoked"),
    "taken_back_at": pgettext_lazy("trail", "took back"),
    "taken_at": pgettext_lazy("trail", "took"),
    "closed_at": pgettext_lazy("trail", "closed"),
    "ended_at": pgettext_lazy("trail", "ended"),
}
"""By a moment that a row had not yet."""

PAGES = {
    "messaging_template": "admin:template",
    "messaging_templateversion": "admin:template_version",
    "messaging_policyversion": "admin:policy",
    "messaging_strategy": "admin:strategy",
    "messaging_gateway": "admin:gateway",
    "messaging_lenderwording": "admin:lender_wording",
    "messaging_trial": "admin:trial",
    "messaging_segment": "admin:segment",
    "messaging_stop": "admin:stop",
    "messaging_candidate": "admin:candidate",
    "messaging_compliancereport": "admin:report",
    "feedback_complaint": "admin:complaint",
    "feedback_conversation": "admin:conversation",
    "feedback_hardshipcase": "admin:hardship",
    "feedback_promise": "admin:promise",
    "feedback_calltask": "admin:call_task",
}
"""Their pages; of others the page of the table's screen, where there is one."""


@dataclass(frozen=True, slots=True)
class Change:
    """Of one column, as a person reads it."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """`who` did `did` to `thing`. `by_software`: no person acted."""

    entry: AuditEntry
    who: str
    by_software: bool
    did: str
    kind: str
    thing: str
    link: str
    changes: tuple[Change, ...]

    @property
    def history(self) -> str:
        """The address of everything about this thing; empty where it is no row."""
        asked = {"table": self.entry.table, "row": self.entry.row_id}
        return urlencode(asked) if self.entry.row_id else ""

    @property
    def is_short(self) -> bool:
        """Its changes are seen at once."""
        return len(self.changes) <= AT_ONCE

    @property
    def text(self) -> str:
        """Without links, for a file."""
        return " ".join(filter(None, [self.who, self.did, self.kind, self.thing]))


def sentences(entries: Sequence[AuditEntry]) -> list[Sentence]:
    """In their order."""
    names = names_of(entries)
    return [_sentence(entry, names) for entry in entries]


def _sentence(entry: AuditEntry, names: Names) -> Sentence:
    person = entry.actor if entry.actor_id else None
    own = VERBS_OF_TABLES.get((entry.table, entry.action))
    thing = names.get((entry.table, entry.row_id), f"#{entry.row_id}" if entry.row_id else "")
    if own:
        thing = pair(entry.after or entry.before or {}, names) or thing
    return Sentence(
        entry=entry,
        who=str(person) if person else str(_("the software")),
        by_software=person is None,
        did=str(own or _verb(entry)),
        kind="" if own else audit_words.table(entry.table),
        thing=thing,
        link=_link(entry),
        changes=() if own else tuple(_changes(entry, names)),
    )


def _verb(entry: AuditEntry) -> Any:
    before, after = entry.before or {}, entry.after or {}
    if entry.action == "update":
        was, state = before.get("state"), after.get("state")
        if came := CAME.get((entry.table, str(was), str(state))):
            return came
        if state != was and state in STATES:
            return STATES[state]
        for column, verb in MOMENTS.items():
            if after.get(column) and not before.get(column):
                return verb
    if (entry.table, entry.action) in DID:
        return DID[entry.table, entry.action]
    return VERBS.get(entry.action, audit_words.action(entry.action))


def _link(entry: AuditEntry) -> str:
    """Empty where the thing has no page, or is gone."""
    if not entry.row_id.isdigit() or entry.action == "delete":
        return ""
    page = PAGES.get(entry.table, f"admin:{entry.table}_change")
    try:
        return reverse(page, args=[int(entry.row_id)]) if page else ""
    except NoReverseMatch:
        return ""


def _changes(entry: AuditEntry, names: Names) -> Iterable[Change]:
    before, after = entry.before or {}, entry.after or {}
    fields = columns(entry.table)
    for name in sorted({*before, *after}):
        was, now = before.get(name), after.get(name)
        if was != now and (entry.table, name) in TOLD:
            for told in TOLD[entry.table, name](was, now):
                yield Change(told.what, told.before, told.after)
        elif was != now and not (was is None and now in ("", [], {})):
            yield Change(
                audit_words.column(entry.table, name),
                value(fields.get(name), was, names),
                value(fields.get(name), now, names),
            )


def value(field: Any, said: Any, names: Names) -> str:
    """As a person reads it: the label of a code, a moment by the wall clock, the name of a row."""
    if said is None or said == "":
        return "—"
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(said, said))
    if isinstance(said, bool) or isinstance(field, BooleanField):
        return _("yes") if said else _("no")
    if isinstance(field, DateTimeField) and isinstance(said, str):
        return _moment(said)
    if isinstance(field, ForeignKey):
        return names.get((table_of(field), str(said)), f"#{said}")
    text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]} …"


def _moment(said: str) -> str:
    try:
        return f"{localtime(datetime.fromisoformat(said)):%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return said

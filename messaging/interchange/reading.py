"""A file → its entries, or everything that is wrong with it. No database."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from accounts.models.choices import Cause, Channel, Language
from messaging.authoring.check_text import MAX_STORED_BODY
from messaging.interchange.entries import SETTINGS, Entry, FileRefused, Problem
from messaging.interchange.writing import FORMAT, KIND
from messaging.interchange.yaml_text import load
from messaging.models.choices import ContentClass, StageChoices, Tone

MAX_TITLE, MAX_CODE = 80, 60
MAX_PROBLEMS = 100
_CODE = re.compile(r"[A-Za-z0-9_-]+")
_DEFAULTS = {
    "cause": Cause.UNKNOWN.value,
    "channel": Channel.SMS.value,
    "content_class": ContentClass.COLLECTION_SERVICE.value,
}
_CHOICES: dict[str, list[str]] = {
    "stage": StageChoices.values,
    "tone": Tone.values,
    "cause": Cause.values,
    "channel": Channel.values,
    "content_class": ContentClass.values,
}


def read(text: str) -> list[Entry]:
    """The entries of a file; FileRefused names every entry and field that cannot be taken."""
    rows = _rows(load(text))
    problems: list[Problem] = []
    entries: list[Entry] = []
    for place, row in enumerate(rows, start=1):
        found = list(_problems(row, f"#{place}"))
        problems += found
        if not found:
            entries.append(_entry(row))
    problems += _twice(entries)
    if problems:
        raise FileRefused(problems[:MAX_PROBLEMS])
    return entries


def _rows(data: Any) -> list[Any]:
    if not isinstance(data, dict) or data.get("kind") != KIND:
        raise FileRefused.whole(_("This is no file of templates: it does not begin with its kind."))
    if data.get("format") != FORMAT:
        raise FileRefused.whole(_("This file is written in a format we do not know."))
    if unknown := sorted(str(key) for key in data.keys() - {"kind", "format", "templates"}):
        raise FileRefused([Problem("", name, _("there is no such field")) for name in unknown])
    rows = data.get("templates")
    if not isinstance(rows, list):
        raise FileRefused([Problem("", "templates", _("it is not a list"))])
    return rows


def _problems(row: Any, place: str) -> Iterator[Problem]:
    if not isinstance(row, dict):
        yield Problem(place, "", _("it is not a table of fields"))
        return
    code = row.get("code")
    entry = code if isinstance(code, str) and code else place
    for name in sorted(str(key) for key in row.keys() - {"code", "texts", *SETTINGS}):
        yield Problem(entry, name, _("there is no such field"))
    if not isinstance(code, str) or len(code) > MAX_CODE or not _CODE.fullmatch(code):
        yield Problem(entry, "code", _("write up to 60 Latin letters, digits, - and _"))
    title = row.get("title")
    if not isinstance(title, str) or not title.strip() or len(title) > MAX_TITLE or "\0" in title:
        yield Problem(entry, "title", _("write 1 to 80 characters"))
    for name, permitted in _CHOICES.items():
        value = row.get(name, _DEFAULTS.get(name))
        if value not in permitted:
            reason = _("“%(value)s” is not one of: %(words)s")
            yield Problem(entry, name, reason % {"value": value, "words": ", ".join(permitted)})
    yield from _text_problems(row.get("texts"), entry)


def _text_problems(texts: Any, entry: str) -> Iterator[Problem]:
    if not isinstance(texts, dict) or not texts:
        yield Problem(entry, "texts", _("give a text for at least one language"))
        return
    for language, body in texts.items():
        field = f"texts.{language}"
        if language not in Language.values:
            reason = _("it is not one of the languages: %(words)s")
            yield Problem(entry, field, reason % {"words": ", ".join(Language.values)})
        elif not isinstance(body, str) or not body.strip():
            yield Problem(entry, field, _("it is not a text"))
        elif len(body) > MAX_STORED_BODY:
            yield Problem(entry, field, _("it is longer than 10,000 characters"))
        elif "\0" in body:
            yield Problem(entry, field, _("it holds a null character, which cannot be stored"))


def _twice(entries: list[Entry]) -> Iterator[Problem]:
    codes = [entry.code for entry in entries]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield Problem(code, "code", _("it is given twice in this file"))


def _entry(row: dict[str, Any]) -> Entry:
    fields: dict[str, Any] = {name: row.get(name, _DEFAULTS.get(name)) for name in SETTINGS}
    texts = {code: row["texts"][code] for code in Language.values if code in row["texts"]}
    return Entry(code=row["code"], texts=texts, **fields)

"""The starter library: texts a new lender can begin with, in our own words, as data.

One file per language; the same ``code`` in two languages is one template in two variants.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

LANGUAGES = ("zh-hans", "zh-hant", "en")
STAGES = ("due-7", "due-0", "dpd-1", "dpd-2-3", "dpd-4-7", "dpd-8-15", "dpd-16+")
TONES = ("gentle", "neutral", "firm")
CAUSES = ("unknown", "forgot", "cash_flow", "hardship", "dispute")
# Consequences a text may name, each only where the lender's facts make it true.
MENTIONS = ("credit_record", "late_fee")

_REQUIRED = {"code", "title", "stage", "tone", "body"}
_OPTIONAL = {"cause", "content_class", "mentions", "channel", "topic", "country"}

# An answer is of no stage and no tone; the table wants both, so it gets the gentlest.
_OF_ANSWERS = {"stage": "dpd-1", "tone": "gentle", "content_class": "answer"}
_OF_NOTICES = {**_OF_ANSWERS, "content_class": "notice"}
_OF_EDUCATION = {**_OF_ANSWERS, "content_class": "education"}
_GIVEN = {"answers/": _OF_ANSWERS, "notices/": _OF_NOTICES, "education/": _OF_EDUCATION}


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterTemplate:
    """One text. ``mentions``: consequences it names and that must be true of the lender. Of useful
    knowledge, ``topic`` says what it is about, and ``country`` the only one it is true of."""

    code: str
    title: str
    stage: str
    tone: str
    language: str
    body: str
    cause: str = "unknown"
    content_class: str = "collection_service"
    channel: str = "sms"
    mentions: tuple[str, ...] = ()
    topic: str = ""
    country: str = ""


def load(language: str, *, mentions: Collection[str] = ()) -> list[StarterTemplate]:
    """The texts of one language, in the order of the stages.

    Texts that name a consequence come only when it is in ``mentions``, that is, when it is true
    of the lender. ValueError for an unknown language or a faulty file.
    """
    return [entry for entry in load_all(language) if set(entry.mentions) <= set(mentions)]


def load_answers(language: str) -> list[StarterTemplate]:
    """Answers to customers and scripts for calls (``channel`` phone) of one language."""
    if language not in LANGUAGES:
        raise ValueError(f"there is no starter library in {language!r}")
    return list(_shipped("answers/", language))


def load_notices(language: str) -> list[StarterTemplate]:
    """Thanks and apologies of one language."""
    if language not in LANGUAGES:
        raise ValueError(f"there is no starter library in {language!r}")
    return list(_shipped("notices/", language))


def load_education(
    language: str, *, mentions: Collection[str] = MENTIONS, countries: Collection[str] = ()
) -> list[StarterTemplate]:
    """Useful knowledge of one language: what is true everywhere, and of these countries."""
    if language not in LANGUAGES:
        raise ValueError(f"there is no starter library in {language!r}")
    return [
        entry
        for entry in _shipped("education/", language)
        if set(entry.mentions) <= set(mentions)
        and (not entry.country or entry.country in countries)
    ]


def load_trials(language: str) -> list[StarterTemplate]:
    """The texts that ready-made trials compare (see ``ready_trials``)."""
    if language not in LANGUAGES:
        raise ValueError(f"there is no starter library in {language!r}")
    return list(_shipped("trials/", language))


def load_all(language: str) -> list[StarterTemplate]:
    """Every text of one language, those that name consequences included."""
    if language not in LANGUAGES:
        raise ValueError(f"there is no starter library in {language!r}")
    return list(_shipped("", language))


@cache
def _shipped(folder: str, language: str) -> tuple[StarterTemplate, ...]:
    """Read once: a page of all texts would read for half a second."""
    file = files("messaging.library").joinpath(f"{folder}{language}.yaml")
    given = _GIVEN.get(folder, {})
    return tuple(parse(file.read_text(encoding="utf-8"), language=language, given=given))


def parse(
    source: str, *, language: str, given: Mapping[str, str] = MappingProxyType({})
) -> list[StarterTemplate]:
    """The texts of a library file; ``given``: what its entries need not say. ValueError names the
    entry and what is wrong with it."""
    rows = yaml.safe_load(source)
    if not isinstance(rows, list):
        raise ValueError("a library file is a list of texts")
    entries = [
        _entry(dict(given) | row if isinstance(row, dict) else row, language) for row in rows
    ]
    codes = [entry.code for entry in entries]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise ValueError(f"codes used twice: {', '.join(twice)}")
    return entries


def _entry(row: Any, language: str) -> StarterTemplate:
    if not isinstance(row, dict) or not row.keys() >= _REQUIRED:
        raise ValueError(f"a text needs {', '.join(sorted(_REQUIRED))}: {row!r}")
    if unknown := sorted(row.keys() - _REQUIRED - _OPTIONAL):
        raise ValueError(f"{row['code']}: unknown {', '.join(unknown)}")
    fields = row | {
        "body": " ".join(str(row["body"]).split()),
        "mentions": tuple(row.get("mentions", ())),
    }
    entry = StarterTemplate(language=language, **fields)
    _require(entry, "stage", entry.stage in STAGES)
    _require(entry, "tone", entry.tone in TONES)
    _require(entry, "cause", entry.cause in CAUSES)
    _require(entry, "mentions", set(entry.mentions) <= set(MENTIONS))
    return entry


def _require(entry: StarterTemplate, field: str, holds: bool) -> None:
    if not holds:
        raise ValueError(f"{entry.code}: {field} is {getattr(entry, field)!r}")

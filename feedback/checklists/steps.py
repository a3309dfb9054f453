"""The steps in force for an intent, and how far a conversation is with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language

from accounts.models import User
from feedback.models import Checklist, Conversation, ConversationEvent
from feedback.models.checklist import INTENTS

_FILE = Path(__file__).with_name("shipped.yaml")
What = ConversationEvent.What


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; `key` stays with it whatever it is called."""

    key: str
    zh: str
    en: str

    @property
    def text(self) -> str:
        """In the language of the page."""
        return self.en if (get_language() or "").startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class Standing:
    """A step and whether it is done: by whom and when."""

    step: Step
    by: User | None = None
    at: datetime | None = None

    @property
    def is_done(self) -> bool:
        return self.at is not None


def newest(intent: str) -> Checklist | None:
    """The version somebody made last, confirmed or not; None: there is none."""
    found = Checklist.objects.filter(intent=intent).select_related("made_by", "decided_by")
    return found.order_by("-number").first()


def confirmed(intent: str) -> Checklist | None:
    """The version that holds; None: what the product brings does."""
    found = Checklist.objects.filter(intent=intent, decided_at__isnull=False)
    return found.select_related("made_by", "decided_by").order_by("-number").first()


def waiting() -> QuerySet[Checklist]:
    """Versions that hold once another person has confirmed them, and that no newer one replaced."""
    newer = Checklist.objects.filter(intent=OuterRef("intent"), number__gt=OuterRef("number"))
    rows = Checklist.objects.filter(~Exists(newer), decided_at=None)
    return rows.select_related("made_by").order_by("made_at", "pk")


def in_force(intent: str) -> Sequence[Step]:
    """The steps for this intent, none for one without a checklist. One query."""
    if intent not in INTENTS:
        return ()
    version = confirmed(intent)
    return shipped()[intent] if version is None else read(version)


@cache
def shipped() -> dict[str, tuple[Step, ...]]:
    """What the product brings, by intent."""
    rows = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {intent: _read(steps) for intent, steps in rows.items()}


def standing(conversation: Conversation, *, about: str = "") -> list[Standing]:
    """The checklist of what the conversation is `about` now, as it was read where that is empty;
    no steps without one. Two queries."""
    intent = about or conversation.intent
    steps = in_force(intent)
    if not steps:
        return []
    done: dict[str, ConversationEvent] = {}
    events = conversation.events.filter(what__in=[What.TICKED, What.UNTICKED])
    for event in events.select_related("by").order_by("pk"):
        key = event.detail.removeprefix(_prefix(intent))
        if event.what == What.TICKED:
            done[key] = event
        else:
            done.pop(key, None)
    return [
        Standing(step, done[step.key].by, done[step.key].at) if step.key in done else Standing(step)
        for step in steps
    ]


def detail(intent: str, key: str) -> str:
    """How an event names a step."""
    return f"{_prefix(intent)}{key}"


def _prefix(intent: str) -> str:
    return f"step:{intent}:"


def named(event: ConversationEvent) -> str:
    """The step an event is about, as it is called now; its key where it is no more."""
    _kind, _colon, rest = event.detail.partition(":")
    intent, _colon, key = rest.partition(":")
    return next((step.text for step in in_force(intent) if step.key == key), key)


def read(version: Checklist) -> Sequence[Step]:
    return _read(version.steps)


def _read(rows: Sequence[dict[str, Any]]) -> tuple[Step, ...]:
    return tuple(Step(row["key"], row["zh"], row["en"]) for row in rows)

"""Trials somebody has run before, ready to be asked of one's own customers. Their results were of
other people elsewhere: that is why they are asked again. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyTrial:
    """`arms`: codes of texts of the library, None for no text; the first is what the others are
    compared with. `goal` in points. `conditions`: for whom, as of a segment. `mentions`: what has
    to be true of the lender. `legal`: the legal department is asked before anybody approves."""

    code: str
    source: str
    stage: str
    tone: str
    arms: tuple[str | None, ...]
    goal: str
    days: int
    mentions: tuple[str, ...] = ()
    conditions: Sequence[Mapping[str, Any]] = ()
    legal: bool = False


READY = (
    ReadyTrial(
        code="expectation",
        source="Du, Li, Lu, Lu 2020, Management Science 66(1)",
        stage="dpd-4-7",
        tone="neutral",
        arms=("trial-consequence", "trial-expectation"),
        goal="2.5",
        days=60,
        mentions=("late_fee",),
    ),
    ReadyTrial(
        code="on_time",
        source="Barboni, Cárdenas, de Roux 2022",
        stage="due-7",
        tone="gentle",
        arms=("due-7-gentle", None),
        goal="2.0",
        days=60,
        conditions=({"fact": "habit", "one_of": ["always_on_time"]},),
    ),
    ReadyTrial(
        code="officer",
        source="Karlan, Morten, Zinman 2015, AEARCTR-0001853",
        stage="due-0",
        tone="neutral",
        arms=("due-0-neutral", "trial-officer"),
        goal="2.5",
        days=60,
        conditions=({"fact": "officer", "is": True},),
    ),
    ReadyTrial(
        code="moral",
        source="Bursztyn, Fiorin, Gottlieb, Kanz 2019, Journal of Political Economy 127(4)",
        stage="dpd-8-15",
        tone="neutral",
        arms=("dpd-8-15-neutral", "trial-moral"),
        goal="4.0",
        days=60,
        legal=True,
    ),
)


def find(code: str) -> ReadyTrial | None:
    return next((each for each in READY if each.code == code), None)

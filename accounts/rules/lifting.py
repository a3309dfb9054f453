"""Lifting what two people lift: one asks, another, later, lifts it."""

from enum import StrEnum


class Lifting(StrEnum):
    """What came of it: asked for now, lifted by this person, or over before."""

    ASKED = "asked"
    LIFTED = "lifted"
    OVER = "over"

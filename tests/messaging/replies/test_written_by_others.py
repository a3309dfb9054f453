"""Replies written by people who did not know the rules, with what they mean.

Mistakes of two kinds are not forgiven: to go on writing to somebody who refused or is not the
person, and to pass over despair.
"""

from pathlib import Path

import pytest

from messaging.replies.intents import SUPPRESSING, Intent, classify, effects

FILE = Path(__file__).parents[2] / "data" / "replies.tsv"
REPLIES = [line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines()]
STOPPING = SUPPRESSING | {Intent.WRONG_PARTY}


@pytest.mark.parametrize("text", [text for label, text in REPLIES if label == "distress"])
def test_despair_is_heard(text: str) -> None:
    assert classify(text) == Intent.DISTRESS


@pytest.mark.parametrize(
    "text", [text for label, text in REPLIES if label.startswith(("opt_out", "wrong_party"))]
)
def test_who_refuses_is_not_written_to(text: str) -> None:
    assert effects(text) & STOPPING


@pytest.mark.parametrize("text", [text for label, text in REPLIES if label == "other"])
def test_chatter_stops_nothing(text: str) -> None:
    assert not effects(text) & STOPPING


def test_nearly_all_are_understood_as_meant() -> None:
    right = sum(classify(text) == label for label, text in REPLIES)
    assert right / len(REPLIES) > 0.97

"""Replies written together with the rules: the ways to say each thing, and what only sounds so."""

from pathlib import Path

import pytest

from messaging.replies.intents import classify

FILE = Path(__file__).parents[2] / "data" / "replies_by_family.tsv"
REPLIES = [line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("label", sorted({label for label, _text in REPLIES}))
def test_every_way_to_say_it_is_understood(label: str) -> None:
    texts = [text for each, text in REPLIES if each == label]
    assert {text: classify(text) for text in texts if classify(text) != label} == {}

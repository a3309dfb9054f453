"""Cues in a reply."""

import pytest

from messaging.replies.cues.matching import Cues
from messaging.replies.normalising.speech import heard

RUDE = Cues(["RUDE", "(?:别|不要)发", "死"], harmless=["累死", "发票"])


@pytest.mark.parametrize("reply", ["so RUDE!", "你不要发", "累死了，死", "youaresorude"])
def test_a_cue_is_found(reply: str) -> None:
    assert RUDE.found_in(heard(reply))


@pytest.mark.parametrize("reply", ["lor u decide", "累死了", "", "不要", "别发票"])
def test_part_of_a_word_or_of_something_harmless_is_no_cue(reply: str) -> None:
    assert not RUDE.found_in(heard(reply))


def test_of_overlapping_cues_the_first_counts() -> None:
    cues = Cues(["可以停", "停"])
    assert [found[0] for found in cues.each_in(heard("可以停，停"))] == ["可以停", "停"]

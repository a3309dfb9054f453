"""How cues are written down."""

import re

import pytest

from messaging.replies.cues.block import lines
from messaging.replies.cues.families import FAMILIES


def test_cues_are_parted_by_blanks_and_lines_that_say_what_follows_are_left_out():
    assert lines("# asking\n别发 不要 \n  停\n") == ("别发", "不要", "停")
    assert lines("") == ()


def test_a_line_may_go_on_in_the_next():
    assert lines("别(?:发|\\\n   打)了") == ("别(?:发|打)了",)


def test_a_family_stands_for_any_of_its_words():
    [cue] = lines("<DONT>发")
    assert re.fullmatch(cue, "别发")
    assert re.fullmatch(cue, "可不可以不发")
    assert not re.fullmatch(cue, "发")


def test_a_family_may_stand_in_a_family():
    [cue] = lines("<TO_ME>")
    assert "<" not in cue.replace("(?<", "")
    assert re.match(cue, "给我发")
    assert not re.match(cue, "给我爸")


def test_a_family_there_is_not_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        lines("<NOBODY>")


def test_every_family_is_made_of_expressions():
    for name in FAMILIES:
        [cue] = lines(f"<{name}>")
        re.compile(cue)

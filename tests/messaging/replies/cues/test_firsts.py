"""With which characters a cue can begin."""

import re
from collections.abc import Iterator

import pytest

from messaging.replies.cues import chinese, english
from messaging.replies.cues.firsts import first_characters


@pytest.mark.parametrize(
    ("cue", "characters"),
    [
        ("退订", "退"),
        ("(?:别|不要)再?发", "别不"),
        ("再?(?:也)?不", "再也不"),
        ("[跟和]我", "跟和"),
        ("[0-9]{1,3}条", "0123456789"),
        ("(?<!不)会还", "会"),
        ("^(?:OK|是){0,6}明天$", "O是明"),
        ("(?:(?:他|她)S?){0,2}走", "他她走"),
    ],
)
def test_a_cue_begins_with(cue: str, characters: str) -> None:
    assert first_characters(cue) == set(characters)


@pytest.mark.parametrize("cue", [".还", "(?:还)?", "[^不]还", "[一-龥]死", "^$"])
def test_a_cue_that_may_begin_with_anything_is_refused(cue: str) -> None:
    with pytest.raises(ValueError, match="begins"):
        first_characters(cue)


def every_cue() -> Iterator[str]:
    lists = (value for part in (chinese, english) for value in vars(part).values())
    return (cue for cues in lists if isinstance(cues, tuple) for cue in cues)


def test_every_list_of_cues_can_be_compiled_and_none_matches_nothing() -> None:
    assert [cue for cue in every_cue() if re.compile(cue).match("")] == []


def test_there_are_no_stars_that_could_let_a_long_reply_take_for_ever() -> None:
    endless = re.compile(r"\)[*+]")
    assert [cue for cue in every_cue() if endless.search(cue)] == []

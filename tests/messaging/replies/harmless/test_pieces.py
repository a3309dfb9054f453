"""How much of a reply cannot be put together from known pieces."""

import pytest

from messaging.replies.harmless.pieces import ALARMING, Pieces
from messaging.replies.normalising.speech import heard

CHINESE = ["好的?", "谢谢", "知道了?", "我明天[来去]"]
KNOWN = Pieces(CHINESE, {"OK", "THANKS", "YOU"}, ["THANKYOUSOMUCH"])


def missing(text: str) -> int:
    return KNOWN.missing(heard(text))


@pytest.mark.parametrize(
    "text", ["好的谢谢", "知道", "我明天来，谢谢", "ok thanks", "OK 5", "", "好的。"]
)
def test_what_pieces_spell_is_known(text):
    assert missing(text) == 0


@pytest.mark.parametrize(("text", "characters"), [("好的蓝莓谢谢", 2), ("蓝莓", 2), ("我明天", 3)])
def test_characters_that_are_left_over_are_counted(text, characters):
    assert missing(text) == characters


def test_of_two_ways_to_spell_it_the_better_counts():
    assert Pieces(["好", "好的谢", "谢谢"], ()).missing(heard("好的谢谢")) == 1


def test_an_alarming_character_is_known_where_it_stands_or_the_reply_is_not():
    assert "死" in ALARMING
    assert missing("好的死谢谢") >= 1000
    assert Pieces(["累死了"], ()).missing(heard("累死了")) == 0


def test_english_words_are_known_whole_and_phrases_where_they_stand():
    assert missing("ok thankyou") == 1
    assert missing("thank you so much") == 0
    assert missing("so what") == 2
    assert missing("ok 123456789") == 1  # too long for a figure

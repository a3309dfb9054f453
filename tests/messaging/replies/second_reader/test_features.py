"""What the second reader looks at."""

from messaging.replies.normalising.speech import heard
from messaging.replies.second_reader.features import features


def test_figures_look_alike() -> None:
    assert features(heard("还3260")) == features(heard("还800"))


def test_chinese_is_seen_in_characters_and_english_in_words() -> None:
    assert {"^明", "明天", "天_$"} <= features(heard("明天还"))
    assert {"w:PAY NOW", "w:^ _ NOW", "l:<PAY>"} <= features(heard("pay now"))


def test_a_smile_alone_shows_nothing() -> None:
    assert features(heard("😀")) == set()

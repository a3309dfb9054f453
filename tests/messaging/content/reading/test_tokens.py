"""A text as sentences and words: disguises undone, every word with its place."""

import pytest
from hypothesis import given, strategies as st

from messaging.content.reading.tokens import sentences


def keys(text: str) -> list[str]:
    return [word.key for sentence in sentences(text) for word in sentence.words]


def test_the_longest_listed_words_are_taken() -> None:
    assert keys("如有困难，请致电客服") == ["如有", "困难", "请致电", "客服"]


def test_english_words_are_known_by_their_stems() -> None:
    assert keys("We charged, charging charges") == ["we", "charg", "charg", "charg"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("zuo lao 还是还钱", "坐牢"),
        ("您这 无 lai 真不少见", "无赖"),
        ("联系你的芭芭", "你的爸爸"),
        ("曝,光,您", "曝光"),
        ("老.赖.就是您", "老赖"),
        ("你単位", "你单位"),
        ("go to your b o s s", "your boss"),
        ("the p0l1ce", "polic"),
        ("再不繳，就等扌爪去關", "抓去关"),
        ("已报👮", "警察"),
    ],
)
def test_a_disguised_word_is_read(text: str, word: str) -> None:
    assert word in keys(text)


def test_ordinary_words_that_sound_alike_are_left_in_peace() -> None:
    words = [word for each in sentences("如与家人商量，收入与支出请核对") for word in each.words]
    assert not any(word.heard for word in words)


@pytest.mark.parametrize(
    "text",
    [
        "王小明先生，您好",
        "尊敬的阿卜杜热依木·麦麦提女士，您好",
        "Dear Mr Wang Xiaoming, hello",
    ],
)
def test_a_name_before_or_after_a_title_is_a_name(text: str) -> None:
    assert "name" in [word.kind for word in sentences(text)[0].words]


def test_an_insult_is_no_name() -> None:
    assert "name" not in [word.kind for word in sentences("王八蛋先生，您好")[0].words]


def test_a_placeholder_is_one_word_with_its_name() -> None:
    (sentence,) = sentences("应还{{ amount_due }}。")
    assert [word.name for word in sentence.words] == ["", "amount_due"]


def test_a_full_stop_after_a_title_or_in_a_number_ends_no_sentence() -> None:
    assert len(sentences("Dear Mr. Wang, CNY 1,280.50 is due.")) == 1


def test_a_signature_in_front_is_no_sentence() -> None:
    assert keys("【安和消费金融】您好") == ["你好"]


@given(st.text(max_size=200))
def test_any_text_is_read_with_places_inside_it(text: str) -> None:
    for sentence in sentences(text):
        assert 0 <= sentence.start < sentence.end <= len(text)
        for word in sentence.words:
            assert sentence.start <= word.start < word.end <= sentence.end

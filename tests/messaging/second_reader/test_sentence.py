"""What a sentence says as a whole."""

import numpy as np
import pytest

from messaging.replies.second_reader.opinion import WHOLE
from messaging.second_reader import sentence
from messaging.second_reader.sentence import (
    MOST_CHARACTERS,
    MOST_HELD,
    leanings,
    read_ahead,
    vector,
    vectors,
)

BY_EACH = (slice(0, 512), slice(512, 896))
"""What of a vector either encoder gave."""


@pytest.mark.parametrize("part", BY_EACH)
def test_a_sentence_is_a_direction_of_its_own(part: slice) -> None:
    assert np.linalg.norm(vector("我下周发工资就还")[part]) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("part", BY_EACH)
def test_what_means_the_same_lies_near_in_any_words_and_language(part: slice) -> None:
    texts = ["我付不起这笔钱", "I cannot afford to pay this", "今天天气真好"]
    here, same, other = vectors(texts)[:, part]
    assert here @ same > here @ other


def test_one_after_the_other_or_together_they_are_the_same() -> None:
    texts = ["已经还了", "who is this?", "唔好再send"]
    assert vectors(texts) == pytest.approx(np.stack([vector(text) for text in texts]), abs=1e-3)


def test_the_end_of_a_very_long_text_says_nothing() -> None:
    text = "我今天还。" * MOST_CHARACTERS
    assert (vector(text) == vector(text[:MOST_CHARACTERS])).all()


@pytest.mark.parametrize("text", ["", " ", "👍", "\x00", "\ud83d", "a\x00b"])
def test_what_says_nothing_leans_to_something_finite(text: str) -> None:
    assert np.isfinite(list(leanings(WHOLE, text).values())).all()


def test_every_output_has_its_leaning() -> None:
    heard = leanings(WHOLE, "我要投诉你们泄露我的隐私")
    assert max(heard, key=lambda each: heard[each]) == "complaint"


def test_what_was_read_ahead_is_not_encoded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["明早转", "send it friday", "明早转"]
    read_ahead(texts)
    monkeypatch.setattr(sentence, "vectors", lambda _texts: pytest.fail("encoded again"))
    assert [vector(text).shape for text in texts] == [(896,)] * 3


def test_few_words_of_people_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentence, "vectors", lambda texts: np.zeros((len(texts), 896)))
    for beginning in range(4):
        read_ahead(f"{beginning} {number}" for number in range(MOST_HELD))
    assert len(sentence._held) <= MOST_HELD
    sentence._held.clear()  # they are no vectors


@pytest.mark.parametrize(
    ("cpu", "lacking"),
    [
        ("flags\t\t: fpu sse4_2 avx2 fma\n", []),
        ("flags\t\t: fpu sse4_2 avx fma\n", ["avx2"]),
        ("Features\t: fp asimd\n", []),
    ],
)
def test_a_processor_that_cannot_read_is_named_before_it_dies(tmp_path, cpu, lacking) -> None:
    (tmp_path / "cpuinfo").write_text(cpu)
    assert sentence._lacking(tmp_path / "cpuinfo") == lacking
    assert sentence._lacking(tmp_path / "not shown") == []

"""A frame is met where words of its classes stand together."""

import pytest

from messaging.content.frames.frame import Frame, matches
from messaging.content.reading.tokens import Sentence, Word


def word(key: str, start: int, *classes: str, clause: int = 0) -> Word:
    return Word(key, start, start + len(key), frozenset(classes), True, False, clause)


def frame(*parts: str, **said) -> Frame:
    return Frame(code="x", kind="threat", parts=parts, **said)


def met(found: Frame, *words: Word) -> list[tuple[str, ...]]:
    sentence = Sentence(words, 0, 99, "。")
    return [tuple(each.key for each in match.words) for match in matches(found, sentence)]


TELL, KIN = word("告诉", 0, "tell"), word("母亲", 4, "kin")


def test_words_of_each_part_in_one_clause_meet_it():
    assert met(frame("tell", "kin"), TELL, KIN) == [("告诉", "母亲")]
    assert met(frame("tell", "work"), TELL, KIN) == []


def test_another_clause_is_another_matter_unless_the_frame_is_about_the_sentence():
    apart = word("母亲", 4, "kin", clause=1)
    assert met(frame("tell", "kin"), TELL, apart) == []
    assert met(frame("tell", "kin", scope="sentence"), TELL, apart) == [("告诉", "母亲")]


def test_words_too_far_from_each_other_do_not():
    far = word("母亲", 40, "kin")
    assert met(frame("tell", "kin"), TELL, far) == []
    assert met(frame("tell", "kin", reach=42), TELL, far) == [("告诉", "母亲")]


def test_english_takes_three_times_the_room():
    tell, mother = word("tell", 0, "tell"), word("mother", 60, "kin")
    assert met(frame("tell", "kin"), tell, mother) == [("tell", "mother")]


def test_the_order_counts_where_the_frame_says_so():
    assert met(frame("kin", "tell"), TELL, KIN) == [("母亲", "告诉")]
    assert met(frame("kin", "tell", ordered=True), TELL, KIN) == []


def test_one_word_is_not_two_parts():
    both = word("家人", 0, "kin", "others")
    assert met(frame("kin", "others"), both) == []


def test_a_part_may_be_either_of_two_classes():
    assert met(frame("tell", "work|kin"), TELL, KIN) == [("告诉", "母亲")]


def test_the_nearest_words_come_first_and_the_match_knows_its_place():
    near, far = word("父亲", 3, "kin"), word("母亲", 20, "kin")
    assert met(frame("tell", "kin"), TELL, far, near) == [("告诉", "父亲"), ("告诉", "母亲")]
    [first, _second] = matches(frame("tell", "kin", key=0), Sentence((TELL, near, far), 0, 99, ""))
    assert (first.start, first.end, first.key) == (0, 5, TELL)


@pytest.mark.parametrize("count", [1, 60])
def test_a_sentence_of_very_many_such_words_is_looked_at_in_bounds(count):
    words = [word("告诉", place * 2, "tell", "kin") for place in range(count)]
    assert len(met(frame("tell", "kin", reach=10**6), *words)) <= 400

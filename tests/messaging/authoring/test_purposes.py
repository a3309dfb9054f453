"""What is asked of the sentences of a text."""

from messaging.authoring.purposes import asked_of
from messaging.content.shape import MAX_BODY

UNPLACED = "羊在山坡上唱歌。"


def test_a_sentence_of_unknown_purpose_is_asked_once_and_keeps_what_was_said() -> None:
    (asked,) = asked_of(UNPLACED * 2, {UNPLACED.rstrip("。"): "knowledge"})
    assert asked.purpose == "knowledge"


def test_what_was_said_in_words_of_no_purpose_counts_as_not_said() -> None:
    (asked,) = asked_of(UNPLACED, {UNPLACED.rstrip("。"): "nonsense"})
    assert asked.purpose == ""


def test_nothing_is_asked_of_a_body_too_long_to_be_reviewed() -> None:
    assert asked_of(UNPLACED + "长" * MAX_BODY, {}) == []

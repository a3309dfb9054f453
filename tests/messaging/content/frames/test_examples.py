"""What a person is shown of the frames."""

from messaging.content.frames.catalogue import FRAMES
from messaging.content.frames.examples import examples
from messaging.content.reading.vocabulary import vocabulary
from messaging.content.second_reader.reasons import REASONS


def test_every_kind_is_explained_with_words_for_each_part() -> None:
    assert {each.kind for each in examples()} == {frame.kind for frame in FRAMES} == set(REASONS)
    for each in examples():
        assert each.reason
        assert each.frames
        assert all(words for parts in each.frames for words in parts)


def test_every_class_a_frame_names_has_words() -> None:
    known = {group for groups in vocabulary().classes.values() for group in groups}
    named = {name for frame in FRAMES for part in frame.parts for name in part.split("|")}
    assert named - known == set()


def test_codes_of_frames_are_their_own() -> None:
    codes = [frame.code for frame in FRAMES]
    assert len(codes) == len(set(codes))

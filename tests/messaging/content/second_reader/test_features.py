"""What the second reader looks at."""

from messaging.content.second_reader.features import MOST_CHARACTERS, features


def test_figures_are_alike() -> None:
    assert features("应还1,200元") == features("应还88元")


def test_a_name_and_its_placeholder_are_alike() -> None:
    written = {piece for piece in features("王小明先生，您好") if piece.startswith("c:")}
    left_open = {
        piece for piece in features("{{ customer_name }}先生，您好") if piece.startswith("c:")
    }
    assert written == left_open


def test_words_count_by_their_classes_too() -> None:
    told = features("我们会告诉您妈妈")
    assert {"k:!kin", "p:tell>!kin"} <= told or {"k:!kin", "p:!tell>!kin"} <= told


def test_of_a_long_sentence_only_the_beginning_is_looked_at() -> None:
    assert features("还" * MOST_CHARACTERS + "您好") == features("还" * MOST_CHARACTERS)


def test_nothing_has_pieces_too() -> None:
    assert features("")

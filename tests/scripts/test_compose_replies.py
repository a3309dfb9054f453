"""Replies put together from a grammar."""

from scripts.compose_replies import composed, read, texts

GRAMMAR = """
= who
my wife|my {kin}
= kin
son
= when
today|on friday
## paid|harmless 5
{who} paid {when?}
all done
"""


def test_slots_are_filled_and_what_has_none_stands_as_it_is() -> None:
    slots, (block,) = read(GRAMMAR)
    made = texts(block, slots, multiple=2)
    assert block.meanings == {"paid", "harmless"}
    assert made[0] == "all done"
    assert set(made) <= {
        "all done",
        *(
            f"my {who} paid{when}"
            for who in ("wife", "son")
            for when in ("", " today", " on friday")
        ),
    }
    assert len(made) == len(set(made)) > 3


def test_the_same_grammar_gives_the_same_texts() -> None:
    slots, (block,) = read(GRAMMAR)
    assert texts(block, slots, multiple=2) == texts(block, slots, multiple=2)


def test_the_grammars_of_the_repository_fill_every_slot() -> None:
    assert not [text for _meanings, text in composed() if "{" in text or not text]

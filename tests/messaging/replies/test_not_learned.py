"""Replies nobody tuned a rule to and the second reader never learned: how much is understood.

`accepted`: intents that are right, several where a reply is ambiguous. `must_stop`: after it no
automated text may leave before somebody has read it. `harmless`: nobody need read it.
"""

import csv
from pathlib import Path

import pytest

from messaging.inbound.effects import HOLDS, STOPPING
from messaging.replies.intents import Intent, classify, effects
from messaging.replies.reading import read
from scripts.train_second_reader import LEARNED

DATA = Path(__file__).parents[2] / "data"
NOT_LEARNED, OF_OTHERS = "replies_not_learned.tsv", "replies_of_others.tsv"
INDIRECT = "replies_said_indirectly.tsv"
"""Harder ones: sarcasm, hints, several things at once; nobody read them while mending."""


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))


def accepted(row: dict[str, str]) -> set[str]:
    return set(row["accepted"].split("|"))


def must_stop(name: str) -> list[dict[str, str]]:
    return [row for row in rows(name) if row["must_stop"] == "1"]


def test_the_second_reader_learns_none_of_them() -> None:
    assert not {NOT_LEARNED, OF_OTHERS, INDIRECT} & set(LEARNED)


def test_most_of_what_is_only_hinted_at_is_understood() -> None:
    right = [classify(row["text"]) in accepted(row) for row in rows(INDIRECT)]
    assert sum(right) / len(right) >= 0.85
    stops = must_stop(INDIRECT)
    known = [bool(effects(row["text"]) & accepted(row)) for row in stops]
    assert sum(known) / len(known) >= 0.9


@pytest.mark.parametrize("name", [NOT_LEARNED, OF_OTHERS])
@pytest.mark.parametrize("regions", [{"cn"}, {"en"}, {"hk", "tw"}])
def test_each_part_of_the_world_is_understood(name: str, regions: set[str]) -> None:
    those = [row for row in rows(name) if row["region"] in regions]
    right = sum(classify(row["text"]) in accepted(row) for row in those)
    assert right / len(those) >= 0.93


@pytest.mark.parametrize("name", [NOT_LEARNED, OF_OTHERS, INDIRECT])
def test_no_automated_text_follows_a_reply_that_must_stop_them(name: str) -> None:
    through = [
        row["text"]
        for row in must_stop(name)
        if (found := read(row["text"])).harmless and not found.effects & (STOPPING | set(HOLDS))
    ]
    assert through == []


@pytest.mark.parametrize("name", [NOT_LEARNED, OF_OTHERS])
def test_nearly_every_reply_that_must_stop_is_known_for_what_it_is(name: str) -> None:
    known = [bool(effects(row["text"]) & accepted(row)) for row in must_stop(name)]
    assert sum(known) / len(known) >= 0.97


@pytest.mark.parametrize("name", [NOT_LEARNED, OF_OTHERS, INDIRECT])
def test_no_ordinary_reply_is_an_opt_out_by_itself(name: str) -> None:
    ordinary = [
        row["text"] for row in rows(name) if not accepted(row) & {"opt_out", "opt_out_review"}
    ]
    assert [text for text in ordinary if Intent.OPT_OUT in effects(text)] == []


@pytest.mark.parametrize("name", [NOT_LEARNED, OF_OTHERS])
def test_few_harmless_replies_are_held(name: str) -> None:
    harmless = [row["text"] for row in rows(name) if row["harmless"] == "1"]
    held = [text for text in harmless if not read(text).harmless]
    assert len(held) / len(harmless) <= 0.15

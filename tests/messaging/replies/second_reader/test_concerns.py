"""What the second reader adds: concern, never the lack of it."""

import pytest
from hypothesis import given, strategies as st

from messaging.replies.intents import Intent
from messaging.replies.second_reader.concerns import STOPPING, concerns, doubt
from messaging.replies.second_reader.opinion import HARMLESS

SURE = st.fixed_dictionaries({str(intent): st.floats(0, 1) for intent in Intent})
NOTHING = dict.fromkeys([*map(str, Intent), HARMLESS], 0.0)


def test_where_the_rules_found_nothing_a_likely_meaning_is_added() -> None:
    assert concerns((), NOTHING | {"complaint": 0.4, "other": 0.2}) == {"complaint"}
    assert concerns((), NOTHING | {"complaint": 0.4, "other": 0.5}) == {"complaint"}
    assert concerns((), NOTHING | {"complaint": 0.3, "other": 0.5}) == set()


def test_beside_a_promise_it_has_to_be_surer() -> None:
    assert concerns({"promise"}, NOTHING | {"hardship": 0.5}) == set()
    assert concerns({"promise"}, NOTHING | {"hardship": 0.7}) == {"hardship"}


def test_only_a_keyword_is_an_opt_out_by_itself() -> None:
    assert concerns((), NOTHING | {"opt_out": 0.9}) == {"opt_out_review"}


@given(st.frozensets(st.sampled_from([str(i) for i in Intent]), min_size=1, max_size=3), SURE)
def test_beside_what_the_rules_found_only_what_stops_is_added(
    found: frozenset[str], sure: dict[str, float]
) -> None:
    added = concerns(found, sure)
    assert not added & found
    assert added <= {*STOPPING, "review", "paid", "promise"}
    if found - {"review"}:
        assert added <= set(STOPPING)


@pytest.mark.parametrize(
    ("sure", "what"),
    [
        ({"other": 0.9}, "anything"),
        ({HARMLESS: 0.9}, None),
        ({HARMLESS: 0.3}, "anything"),
        ({HARMLESS: 0.9, "dispute": 0.1}, "dispute"),
    ],
)
def test_what_passes_as_harmless_sounds_so_and_like_nothing_else(
    sure: dict[str, float], what: str | None
) -> None:
    assert doubt(NOTHING | sure) == what


def test_how_harmless_it_sounds_lessens_no_concern() -> None:
    likely = NOTHING | {"complaint": 0.4, "other": 0.2}
    assert concerns((), likely | {HARMLESS: 1.0}) == concerns((), likely) == {"complaint"}

"""What a gateway answers to a batch: what is not understood is left out, never guessed."""

import json

import pytest
from hypothesis import given, strategies as st

from messaging.gateways.base import Result
from messaging.gateways.batch.responses import (
    CONTRADICTED,
    known,
    outcomes,
    parsed,
    says_nothing_taken,
)

documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["results", "id", "status", "code", "ref"]), inner, max_size=5
        )
    ),
    max_leaves=20,
)


def body(*entries: object) -> bytes:
    return json.dumps({"results": entries}).encode()


def told(found) -> list[tuple[int, Result, str, str]]:
    return [(each.message_id, each.result, each.error_code, each.gateway_ref) for each in found]


def test_each_message_the_answer_speaks_of_has_an_outcome():
    answer = body(
        {"id": 1, "status": "accepted", "ref": "r1"},
        {"id": "2", "status": "refused", "code": "E7"},
        {"id": 3, "status": "retry"},
    )
    assert told(outcomes(answer)) == [
        (1, Result.ACCEPTED, "", "r1"),
        (2, Result.REFUSED, "E7", ""),
        (3, Result.RETRY, "", ""),
    ]


@pytest.mark.parametrize("status", ["delivered", "", "ACCEPTED", None, 1, ["accepted"]])
def test_a_status_nobody_agreed_on_is_no_outcome(status):
    assert outcomes(body({"id": 1, "status": status})) == []


def test_of_a_message_asked_about_later_what_became_of_it_is_for_receipts():
    statuses = ["accepted", "delivered", "undelivered", "refused", "never_seen"]
    found = known(body(*({"id": n, "status": s} for n, s in enumerate(statuses, 1))))
    assert [(each.result, each.error_code) for each in found] == [
        *((Result.ACCEPTED, ""),) * 3,
        (Result.REFUSED, ""),
        (Result.REFUSED, "never_seen"),
    ]


def test_two_words_about_one_message_that_differ_are_unknown():
    twice = [{"id": 1, "status": "accepted"}, {"id": 1, "status": "refused"}]
    assert told(outcomes(body(*twice))) == [(1, Result.UNKNOWN, CONTRADICTED, "")]
    assert told(outcomes(body(twice[0], twice[0]))) == [(1, Result.ACCEPTED, "", "")]


@given(documents)
def test_whatever_comes_there_are_only_fewer_outcomes(document):
    answer = json.dumps(document).encode()
    for read in (outcomes, known):
        assert all(each.message_id > 0 for each in read(answer))
    assert says_nothing_taken(answer) in (True, False)


@given(st.binary(max_size=40))
def test_bytes_that_are_no_json_say_nothing(answer):
    outcomes(answer)
    assert outcomes(b"\xff" + answer) == []


def test_nesting_beyond_reason_is_no_json():
    assert parsed(b"[" * 100_000) is None


@pytest.mark.parametrize(
    ("answer", "nothing"),
    [
        ({"accepted": 0}, True),
        ({"accepted": False}, True),
        ({"accepted": 1}, False),
        ({"accepted": 0, "results": []}, False),
        ([0], False),
        ({}, False),
    ],
)
def test_that_nothing_was_taken_must_be_said(answer, nothing):
    assert says_nothing_taken(json.dumps(answer).encode()) is nothing

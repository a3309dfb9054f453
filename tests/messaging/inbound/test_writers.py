"""Who writes from a number that several may have."""

import pytest

from messaging.inbound.writers import Answered, Writer


def writer(answered: int | None = None, *files: int, sent: bool = False) -> Writer:
    last = Answered(9, answered, 1, None, "en") if answered or sent else None
    return Writer(last, frozenset(files))


@pytest.mark.parametrize(
    ("found", "customer", "people", "everybody"),
    [
        (writer(5, 5, 6), 5, {5}, {5, 6}),
        (writer(5), 5, {5}, {5}),  # the files no longer name the number
        (writer(None, 6), 6, {6}, {6}),
        (writer(None, 6, 7), None, {6, 7}, {6, 7}),
        (writer(None, 6, sent=True), 6, {6}, {6}),  # an erased customer's message
        (writer(), None, set(), set()),
    ],
)
def test_whom_the_message_was_for_else_whose_number_it_is(found, customer, people, everybody):
    assert (found.customer_id, found.people, found.everybody) == (customer, people, everybody)

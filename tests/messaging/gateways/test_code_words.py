"""What a supervisor reads in place of a carrier's code."""

import pytest

from messaging.gateways.code_words import UNEXPLAINED, known, words


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("EXPIRED", "out of reach"),
        ("UNDELIV", "could not be reached"),
        ("undeliv/045", "could not be reached"),
        ("MK:0001", "no such number"),
        ("MK:0005", "suspended"),
        ("MBBLACK", "block list"),
        ("unregistered", "no longer in use"),
    ],
)
def test_a_code_that_carriers_share_is_said_in_words(code: str, says: str) -> None:
    assert says in str(words(code))


def test_another_code_is_called_unexplained_and_none_nothing() -> None:
    assert (known("XY:4711"), words("XY:4711")) == ("", UNEXPLAINED)
    assert words("") == words(" ") == ""

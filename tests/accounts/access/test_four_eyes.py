"""Who may be the second person."""

from datetime import datetime

import pytest

from accounts.access import four_eyes
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("own", "may", "trained", "told"),
    [
        (False, True, True, ""),
        (True, True, True, "own"),
        (True, False, False, "own"),
        (False, False, True, "role"),
        (False, False, False, "role"),
    ],
)
def test_whoever_had_a_hand_in_it_is_told_first_then_whose_role_it_is_not(
    own: bool, may: bool, trained: bool, told: str, now: datetime
) -> None:
    person = make.staff("supervisor", trained=trained)
    hands = [([None, 0], "nobody"), ([person.pk] if own else [], "own")]
    found = four_eyes.obstacle(person, hands=hands, may=may, role="role", trained_at=now)
    assert found == told


def test_training_is_asked_for_where_the_decision_takes_it(now: datetime) -> None:
    person = make.staff("supervisor", trained=False)
    assert four_eyes.obstacle(person, hands=[], may=True, role="role") == ""
    assert four_eyes.obstacle(person, hands=[], may=True, role="role", trained_at=now) != ""

"""What staff are told of each kind of hold."""

import pytest
from django.utils import translation

from accounts.holds.guide import GUIDES, notices
from accounts.models import Hold
from accounts.rules.hold_terms import GRAVE, LIFTED_BY_TWO
from messaging.policy import reasons

OWNED = {"complaint", "promise", "hardship", "unread_reply", "open_question", "loan_move"}


def test_every_kind_is_placed_by_staff_or_belongs_to_something() -> None:
    assert set(Hold.Kind.values) == set(GUIDES) | OWNED


def test_every_kind_gives_a_reason_of_its_own() -> None:
    assert set(reasons.BY_HOLD_KIND) == set(Hold.Kind.values)
    assert len(set(reasons.BY_HOLD_KIND.values())) == len(Hold.Kind.values)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", GUIDES)
def test_every_guide_says_what_to_write_down_and_what_to_do(kind: str, language: str) -> None:
    with translation.override(language):
        assert str(GUIDES[kind].evidence)
        assert str(GUIDES[kind].advice)


def test_a_death_is_told_first_and_each_kind_once() -> None:
    told = notices(["occasion", "manual", "minor", "death", "minor"])
    assert [guide.kind for guide in told] == ["death", "minor", "occasion"]


def test_grave_kinds_end_when_two_people_lift_them() -> None:
    assert {kind for kind, guide in GUIDES.items() if guide.grave} == set(GRAVE)
    by_two = {kind for kind, guide in GUIDES.items() if guide.by_two}
    assert by_two == set(LIFTED_BY_TWO) & set(GUIDES)
    assert all(GUIDES[kind].days is None for kind in GRAVE)

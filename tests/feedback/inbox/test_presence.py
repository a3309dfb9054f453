"""Who is here and who writes: for as long as a page tells so."""

from datetime import datetime, timedelta

import pytest

from feedback.inbox import presence
from tests import make_inbox

pytestmark = pytest.mark.django_db
TALK = 987_654_321


def test_others_who_have_it_open_are_named_and_whoever_left_is_not(now: datetime) -> None:
    one, other = make_inbox.agent(), make_inbox.agent()
    presence.tell(TALK, by=one, now=now, writes=False)
    presence.tell(TALK, by=other, now=now, writes=True)
    assert presence.others(TALK, by=one, now=now) == [presence.Here(str(other), writes=True)]
    assert presence.others(TALK, by=other, now=now) == [presence.Here(str(one), writes=False)]
    later = now + presence.GONE_AFTER
    assert presence.others(TALK, by=one, now=later) == []


def test_who_stops_writing_is_still_here(now: datetime) -> None:
    one, other = make_inbox.agent(), make_inbox.agent()
    presence.tell(TALK + 1, by=one, now=now, writes=True)
    later = now + presence.WRITING_FOR + timedelta(seconds=1)
    presence.tell(TALK + 1, by=one, now=later, writes=False)
    assert [each.writes for each in presence.others(TALK + 1, by=other, now=later)] == [False]

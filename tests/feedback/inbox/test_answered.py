"""What has its answer waits for nobody: it stands behind what does, and is no small talk."""

from datetime import datetime, timedelta

import pytest

from feedback.inbox import answered, answering, listing
from messaging.models import Message
from tests import make, make_inbox

pytestmark = pytest.mark.django_db
LATE = timedelta(hours=9)


def test_an_answered_question_loses_its_time_and_stands_behind_what_waits(now: datetime) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()), as_of=make.MORNING)
    version, agent = make_inbox.snippet(), make_inbox.agent()
    found = make_inbox.conversation("请问怎么还款", at=now - LATE, customer=loan.customer)
    other = make_inbox.conversation("我要投诉", at=now)
    assert listing.page("all", by=agent, now=now).rows[0].conversation == found
    message = answering.answer(found, version=version, by=agent, now=now)
    rows = listing.page("all", by=agent, now=now).rows
    assert [row.conversation for row in rows] == [other, found]
    assert not rows[1].overdue
    assert answered.among([row.conversation for row in rows]) == {found.pk}
    assert listing.small_talk(agent, now) == 0
    Message.objects.filter(pk=message.pk).update(state="cancelled", reason="stopped")
    assert answered.among([found]) == set()

    thanks = make_inbox.conversation("好的，谢谢", at=now, customer=loan.customer)
    assert thanks.pk == found.pk
    assert listing.small_talk(agent, now) == 1

"""Working on a conversation: one person at a time, and nothing is lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from accounts.errors import Refused
from accounts.models import User
from feedback.admin.inbox import forms
from feedback.inbox import assignment
from feedback.models import Conversation, ConversationEvent
from tests import make, make_inbox, make_sealed

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.django_db
def test_who_takes_it_has_it_and_a_second_is_told_who(now: datetime) -> None:
    found, one, other = make_inbox.conversation(at=now), make_inbox.agent(), make_inbox.agent()
    assignment.take(found, by=one, now=now)
    with pytest.raises(Refused, match=str(one)):
        assignment.take(found, by=other, now=now)
    found.refresh_from_db()
    assert found.owner == one


@pytest.mark.django_db(transaction=True)
def test_of_two_agents_at_once_one_gets_it_and_the_other_is_told(now: datetime) -> None:
    found = make_inbox.conversation(at=now)
    agents, start = [make_inbox.agent(), make_inbox.agent()], Barrier(2)

    def take(agent: User) -> str:
        start.wait()
        try:
            assignment.take(found, by=agent, now=now)
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(take, agents))
    found.refresh_from_db()
    assert sorted(each == "taken" for each in told) == [False, True]
    assert str(found.owner) in next(each for each in told if each != "taken")


@pytest.mark.django_db
def test_only_its_owner_or_a_supervisor_hands_it_over(now: datetime) -> None:
    found, one, other = make_inbox.conversation(at=now), make_inbox.agent(), make_inbox.agent()
    supervisor = make.staff("supervisor")
    assignment.take(found, by=one, now=now)
    with pytest.raises(Refused):
        assignment.hand_over(found, to=other, by=other, now=now)
    assignment.hand_over(found, to=other, by=supervisor, now=now)
    found.refresh_from_db()
    assert found.owner == other


@pytest.mark.django_db
def test_it_is_not_handed_to_who_does_not_work_there(now: datetime) -> None:
    found = make_inbox.conversation(at=now)
    with pytest.raises(Refused, match="inbox"):
        assignment.hand_over(found, to=make.staff("collector"), by=make_inbox.agent(), now=now)


@pytest.mark.django_db
def test_it_is_not_handed_to_who_does_not_see_it(now: datetime) -> None:
    """It would lie there unseen by anybody."""
    theirs, others = make.lender(), make.lender()
    customer = make.loan(lender=theirs).customer
    found = make_inbox.conversation(at=now, customer=customer)
    elsewhere, there = (make.staff("agent", lenders=[each]) for each in (others, theirs))
    with pytest.raises(Refused, match="does not see"):
        assignment.hand_over(found, to=elsewhere, by=make_inbox.agent(), now=now)
    with pytest.raises(DatabaseError, match="does not see it"), transaction.atomic():
        Conversation.objects.filter(pk=found.pk).update(owner=elsewhere)
    assert elsewhere not in forms.colleagues(found)
    assert there in forms.colleagues(found)
    assignment.hand_over(found, to=there, by=make_inbox.agent(), now=now)
    found.refresh_from_db()
    assert found.owner == there


@pytest.mark.django_db
def test_a_snooze_ends_and_distress_does_not_wait(now: datetime) -> None:
    agent = make_inbox.agent()
    with pytest.raises(Refused, match="30 days"):
        assignment.snooze(make_inbox.conversation(at=now), until=now, by=agent, now=now)
    urgent = make_inbox.conversation("不想活了", at=now)
    with pytest.raises(Refused, match="does not wait"):
        assignment.snooze(urgent, until=now + HOUR, by=agent, now=now)


@pytest.mark.django_db
def test_a_note_is_encrypted(now: datetime) -> None:
    found = make_inbox.conversation(at=now)
    assignment.add_note(found, text="家里有病人", by=make_inbox.agent(), now=now)
    stored = make_sealed.stored(ConversationEvent.objects.get(what="note"), "note")
    assert "家里有病人".encode() not in stored


@pytest.mark.django_db
def test_a_resolution_can_be_undone_unless_the_customer_wrote_again(now: datetime) -> None:
    person, agent = make.customer(), make_inbox.agent()
    found = make_inbox.conversation(at=now, customer=person)
    assignment.resolve(found, by=agent, now=now)
    assignment.reopen(found, by=agent, now=now)
    assert Conversation.objects.get().state == "open"
    assignment.resolve(found, by=agent, now=now)
    make_inbox.conversation(at=now + HOUR, customer=person)
    with pytest.raises(Refused, match="written again"):
        assignment.reopen(found, by=agent, now=now)


@pytest.mark.django_db
def test_verifying_shows_the_debt_and_says_how(now: datetime) -> None:
    found, agent = make_inbox.conversation("打错了", at=now), make_inbox.agent()
    with pytest.raises(Refused):
        assignment.verify(found, how=" ", by=agent, now=now)
    assignment.verify(found, how="回拨核对了后四位", by=agent, now=now)
    found.refresh_from_db()
    assert not found.masked
    assert found.verified_by == agent

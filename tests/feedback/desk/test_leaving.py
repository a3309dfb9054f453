"""Whoever leaves has nothing on their name any more, and who shares out the work hears of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import StaffLender, User
from config import clock
from feedback.calls import asking
from feedback.complaints import working
from feedback.desk import leaving
from feedback.inbox import assignment
from feedback.models import CallTask
from tests import make, make_complaints
from tests.make_inbox import conversation

pytestmark = pytest.mark.django_db


def _close(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


def test_what_is_open_goes_back_to_all_with_a_line_and_a_notice(
    client: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaves, stays = make.staff("agent", display_name="王五"), make.staff("agent")
    supervisor = make.staff("supervisor", email="lin@example.com")
    theirs, others, done = (conversation(at=now) for _each in range(3))
    for talk, owner in [(theirs, leaves), (others, stays), (done, leaves)]:
        assignment.take(talk, by=owner, now=now)
    done.refresh_from_db()
    assignment.resolve(done, by=leaves, now=now)
    complaint = make_complaints.logged(now)
    working.take(complaint, by=leaves, now=now)
    call = asking.ask(make.customer(), reason=CallTask.Reason.AGENT, source="t", now=now)
    CallTask.objects.filter(pk=call.pk).update(owner=leaves)

    assert leaving.give_back(now) == []
    _close(leaves)
    [back] = leaving.give_back(now)
    assert (back.person, back.conversations, back.complaints, back.calls) == (leaves, 1, 1, 1)
    assert leaving.give_back(now) == []

    for row in (theirs, others, done, complaint, call):
        row.refresh_from_db()
    assert (theirs.owner, complaint.owner, call.owner) == (None, None, None)
    assert (others.owner, done.owner) == (stays, leaves)
    assert theirs.events.filter(what="left", detail=f"user:{leaves.pk}").exists()
    assert complaint.events.filter(what="owner_left").exists()
    [told] = mail.outbox
    assert told.bcc == ["lin@example.com"]
    assert "王五" in told.body

    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=1))
    client.force_login(supervisor)
    shown = client.get(reverse("admin:morning"), headers={"accept-language": "en"})
    assert "王五 has left: 1 conversation is open" in shown.content.decode()


def test_what_somebody_does_not_see_any_more_goes_back_and_the_rest_stays(now: datetime) -> None:
    """A lender or a role was taken away: there it lay unseen, and no alarm told."""
    one, other = make.lender(), make.lender()
    agent = make.staff("agent", lenders=[one, other])
    theirs, lost = (make.loan(lender=each).customer for each in (one, other))
    talks = [conversation(at=now, customer=each) for each in (theirs, lost)]
    logged = [make_complaints.logged(now, customer=each, by=agent) for each in (theirs, lost)]
    for talk in talks:
        assignment.take(talk, by=agent, now=now)
    calls = [
        asking.ask(each, reason=CallTask.Reason.AGENT, source="t", now=now)
        for each in (theirs, lost)
    ]
    CallTask.objects.update(owner=agent)
    assert leaving.give_back(now) == []
    StaffLender.objects.get(user=agent, lender=other).delete()
    [back] = leaving.give_back(now)
    assert (back.conversations, back.complaints, back.calls) == (1, 1, 1)
    for stays, goes in (talks, logged, calls):
        stays.refresh_from_db()
        goes.refresh_from_db()
        assert (stays.owner, goes.owner) == (agent, None)
    agent.groups.clear()
    [back] = leaving.give_back(now)
    assert (back.conversations, back.complaints, back.calls) == (1, 1, 1)
    assert leaving.give_back(now) == []

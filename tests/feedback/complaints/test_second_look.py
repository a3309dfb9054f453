"""Nobody closes a complaint about themselves, and what was closed is looked at again by another."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.urls import reverse

from accounts.audit import trail
from accounts.database import refusals
from accounts.errors import Refused
from accounts.models import Customer, Hold, User
from config.database_roles import granting
from feedback.complaints import extensions, second_look, working
from feedback.models import Complaint
from messaging.models import Answer, Call, Run
from tests import make, make_inbox, make_messaging, make_outbox
from tests.as_role import WEB, as_role
from tests.feedback.admin.desks import desk
from tests.make_complaints import close, logged

pytestmark = pytest.mark.django_db

EARLIER = timedelta(days=3)


def called(customer: Customer, *, by: User, at: datetime) -> Call:
    """One that somebody answered."""
    point = customer.contact_points.first()
    assert point is not None
    return Call.objects.create(
        customer=customer,
        contact_point=point,
        address_hash=point.address_hash,
        purpose="call",
        source="call_task:1",
        by=by,
        begun_at=at,
        ended_at=at + timedelta(minutes=2),
        outcome="reached",
        policy=make_outbox.policy(make.lender()),
        engine_version="1",
        facts={},
        trace=[],
    )


def closes(complaint: Complaint, by: User, now: datetime) -> bool:
    """Tried by a statement behind the service's back, and by the service, which say the same."""
    behind = ""
    try:
        with transaction.atomic():
            Complaint.objects.filter(pk=complaint.pk).update(**closed_by(by, now))
            transaction.set_rollback(True)
    except IntegrityError as error:
        behind = refusals.refused_by(error)
    try:
        close(complaint, now, by=by)
    except Refused:
        return behind != "nobody_closes_a_complaint_about_themselves"
    return not behind


def closed_by(by: User, now: datetime) -> dict[str, object]:
    return {
        "state": "resolved",
        "outcome": "not_upheld",
        "root_cause": "none",
        "answer": b"x",
        "resolved_at": now,
        "resolved_by": by,
        "next_due_on": None,
    }


def test_who_dialled_the_customer_does_not_close_it(now: datetime) -> None:
    caller, other = make.staff("agent"), make.staff("agent")
    customer = make.customer()
    called(customer, by=caller, at=now - EARLIER)
    complaint = logged(now, customer=customer, category="conduct", by=other)
    assert not closes(complaint, caller, now)
    assert closes(complaint, other, now)


def test_a_call_about_the_complaint_comes_after_it_and_hinders_nobody(now: datetime) -> None:
    agent, customer = make.staff("agent"), make.customer()
    complaint = logged(now, customer=customer)
    called(customer, by=agent, at=now + timedelta(minutes=5))
    called(customer, by=agent, at=now - timedelta(days=31))
    assert closes(complaint, agent, now + timedelta(hours=1))


def test_who_wrote_to_the_customer_does_not_close_it_whatever_is_linked(now: datetime) -> None:
    writer, customer = make.staff("agent"), make.customer()
    reply = make_inbox.reply("请问怎么还款", customer=customer, at=now - EARLIER)
    answer = make_outbox.message(loan=make.loan(customer=customer), created_at=now - EARLIER)
    Answer.objects.create(message=answer, reply=reply, by=writer)
    complaint = logged(now, customer=customer, by=writer)
    assert not closes(complaint, writer, now)
    assert closes(complaint, make.staff("agent"), now)


def test_who_released_or_approved_what_it_is_about_does_not_close_it(
    now: datetime,
) -> None:
    releases, approves = (make.staff("supervisor") for _ in range(2))
    author = make.staff("collector", also="supervisor")
    version = make_messaging.version(author=author, approver=approves)
    message = make_outbox.message(template_version=version)
    Run.objects.filter(pk=message.run_id).update(released_by=releases)
    of_words = logged(now, customer=message.customer, message=message, category="wording")
    for hand in (releases, approves, author):
        assert not closes(of_words, hand, now)
    of_the_hour = logged(now, customer=message.customer, message=message, category="wrong_hour")
    assert not closes(of_the_hour, releases, now)
    assert closes(of_the_hour, approves, now)


def test_whom_the_customer_names_does_not_close_it(now: datetime) -> None:
    named = make.staff("agent", display_name="赵敏")
    complaint = logged(now, text="你们的赵敏说要去我单位，太过分了", by=named)
    assert not closes(complaint, named, now)
    with pytest.raises(Error, match="stays named"), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(not_closed_by=[])
    assert closes(complaint, make.staff("agent"), now)


def test_in_the_database_who_closes_is_who_acts(now: datetime) -> None:
    if not granting.exist():
        pytest.skip("this server has no roles but the owner")
    complaint, mallory, other = logged(now), make.staff("agent"), make.staff("agent")
    refused = pytest.raises(IntegrityError, match="who acts")
    with refused, as_role(WEB), trail.acting(user=mallory, source="web", lenders="*"):
        Complaint.objects.filter(pk=complaint.pk).update(**closed_by(other, now))


def drawn(now: datetime, **changes: object) -> Complaint:
    """One that is always drawn: about threats."""
    return close(logged(now, category="conduct", **changes), now)


def test_threats_and_what_only_we_say_was_withdrawn_are_always_looked_at(now: datetime) -> None:
    assert drawn(now).drawn is False  # the database draws, whatever the software thinks
    said_withdrawn = close(logged(now), now, outcome="withdrawn")
    assert set(second_look.waiting()) == {
        *Complaint.objects.filter(category="conduct"),
        said_withdrawn,
    }


def test_who_works_on_it_takes_nothing_off_it_unseen(now: datetime) -> None:
    """Called something else than threats, parted from its text, or given more time, by one."""
    agent = make.staff("agent")
    tamed = logged(now, category="conduct", by=agent)
    working.reclassify(tamed, category="other", severity="low", by=agent, now=now)
    message = make_outbox.message()
    parted = logged(now, customer=message.customer, message=message, by=agent)
    working.unlink_message(parted.linked.get(), by=agent, now=now)
    late = extensions.mark_complex(logged(now, by=agent), reason="x", by=agent, now=now)
    for complaint in (tamed, parted, late):
        close(complaint, now, by=agent)
    assert set(second_look.waiting()) == {tamed, parted, late}


def test_of_the_others_some_are_drawn_and_nobody_can_say_which_or_take_one_off(
    now: datetime,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.4)")
    agent = make.staff("agent")
    for _n in range(40):
        close(logged(now, by=agent), now, by=agent)
    found = Complaint.objects.filter(drawn=True)
    assert 1 <= found.count() <= 12
    Complaint.objects.update(drawn=False)
    assert found.exists()


def test_it_is_looked_at_by_somebody_who_had_no_part_in_it(now: datetime) -> None:
    worker, closer = make.staff("supervisor"), make.staff("supervisor")
    complaint = logged(now, category="conduct")
    working.take(complaint, by=worker, now=now)
    close(complaint, now, by=closer)
    for person in (worker, closer):
        with pytest.raises(Refused):
            second_look.leave(complaint, by=person, now=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            Complaint.objects.filter(pk=complaint.pk).update(looked_at=now, looked_at_by=person)
    second_look.leave(complaint, by=make.staff("supervisor"), now=now)
    assert not second_look.waiting().exists()


def test_opened_again_the_customer_is_in_peace_and_who_closed_it_does_not_close_it_again(
    now: datetime,
) -> None:
    closer = make.staff("agent")
    complaint = close(logged(now, category="conduct", by=closer), now, by=closer)
    boss = make.staff("supervisor")
    with pytest.raises(Refused):
        second_look.open_again(complaint, reason=" ", by=boss, now=now)
    again = second_look.open_again(complaint, reason="没有回答", by=boss, now=now)
    assert (again.state, again.owner, again.answer) == ("in_progress", None, None)
    assert Hold.objects.get(pk=again.hold_id).released_at is None
    kept = again.events.get(what="opened_again").note or ""
    assert "没有回答" in kept
    assert "已致歉并调整频率" in kept
    assert not closes(again, closer, now)
    assert closes(again, make.staff("agent"), now)


def test_on_the_pages(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)
    (agent, person), (boss, _boss) = desk("agent"), desk("supervisor")
    customer = make.customer()
    called(customer, by=person, at=now - EARLIER)
    complaint = logged(now, customer=customer, category="conduct", by=person)
    page = reverse("admin:complaint", args=[complaint.pk])
    assert "Somebody else closes it" in agent.get(page).content.decode()
    said = {"outcome": "not_upheld", "answer": "x", "root_cause": "none"}
    agent.post(reverse("admin:complaint_resolve", args=[complaint.pk]), said)
    assert Complaint.objects.get().state == "open"
    close(complaint, now)
    assert "Drawn for a second look" in agent.get(page).content.decode()
    for name in ("complaint_leave", "complaint_open_again"):
        assert agent.post(reverse(f"admin:{name}", args=[complaint.pk])).status_code == 403
    assert "Open it again" in boss.get(page).content.decode()
    boss.post(reverse("admin:complaint_open_again", args=[complaint.pk]), {"reason": "没有回答"})
    assert Complaint.objects.get().state == "in_progress"

"""A paused text waits for a supervisor, who alone is told, and decides with a reason."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from accounts.errors import Refused
from accounts.models import User
from feedback.complaints import pause_decisions, pausing
from feedback.models import ComplaintPause, PauseDecision
from messaging.models import Stop
from messaging.stops import service as stops
from tests import make, make_messaging, make_outbox
from tests.feedback.admin.desks import desk
from tests.make_complaints import logged

pytestmark = pytest.mark.django_db
STOPPED = 'class="stop-banner" role="region" aria-label="Emergency stop"'


@pytest.fixture(autouse=True)
def _at_the_moment(now: datetime, monkeypatch: Any) -> Iterator[None]:
    monkeypatch.setattr("config.clock.now", lambda: now)
    with translation.override("en"):
        yield


@pytest.fixture
def pause(now: datetime) -> ComplaintPause:
    return paused(now)


def paused(now: datetime, **hands: User) -> ComplaintPause:
    lender = make.lender()
    in_run = make_outbox.run(lender, policy_version=make_outbox.policy(lender))
    version = make_messaging.version(**hands)
    for _n in range(3):
        message = make_outbox.message(
            template_version=version, loan=make.loan(lender=lender), in_run=in_run
        )
        logged(now, customer=message.customer, message=message)
    (made,) = pausing.check_all(now)
    return made


def url(name: str, *args: object) -> str:
    return reverse(f"admin:{name}", args=args)


def test_only_who_can_act_is_told_and_no_stop_is_shown_to_the_others(
    pause: ComplaintPause,
) -> None:
    waits = "paused because of complaints and waits for a decision"
    for role in ("agent", "collector", "administrator", "supervisor"):
        client, _person = desk(role)
        text = client.get(url("accounts_customer_changelist")).content.decode()
        assert (waits in text) is (role == "supervisor")
        assert STOPPED not in text


def test_a_stop_by_a_person_is_still_shown_to_everybody(now: datetime) -> None:
    version = make_messaging.version()
    stops.place(
        scope="version", object_id=version.pk, reason="x", by=make.staff("supervisor"), now=now
    )
    client, _agent = desk("agent")
    assert STOPPED in client.get(url("accounts_customer_changelist")).content.decode()


def test_let_go_on_it_sends_again(pause: ComplaintPause, now: datetime) -> None:
    boss = make.staff("supervisor")
    pause_decisions.decide(pause, what="resume", reason="措辞无误", by=boss, now=now)
    stop = Stop.objects.get()
    assert (stop.lifted_by, stop.lift_reason) == (boss, "措辞无误")
    assert not pause_decisions.waiting().exists()


def test_kept_paused_it_stands_and_waits_for_nobody(pause: ComplaintPause, now: datetime) -> None:
    boss = make.staff("supervisor")
    pause_decisions.decide(pause, what="keep", reason="先改措辞", by=boss, now=now)
    assert Stop.objects.get().lifted_at is None
    assert not pause_decisions.waiting().exists()
    pause_decisions.decide(pause, what="resume", reason="已核对", by=boss, now=now)
    assert [row.what for row in PauseDecision.objects.order_by("pk")] == ["keep", "resume"]


def test_who_wrote_or_approved_a_text_does_not_let_it_go_on(now: datetime) -> None:
    """Neither by the decision, nor by lifting its stop with a colleague, nor in the database."""
    hands = [make.staff("collector", also="supervisor"), make.staff("supervisor")]
    pause = paused(now, author=hands[0], approver=hands[1])
    colleague = make.staff("supervisor")
    for person in hands:
        with pytest.raises(Refused, match="somebody else decides"):
            pause_decisions.decide(pause, what="resume", reason="x", by=person, now=now)
        stops.ask_to_lift(pause.stop_id, by=colleague, reason="x", now=now)
        with pytest.raises(Refused, match="somebody else decides"):
            stops.lift(pause.stop_id, by=person, now=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            Stop.objects.update(
                lifted_at=now, lifted_by=person, lift_asked_by=None, lift_asked_at=None
            )
    assert not PauseDecision.objects.exists()
    assert Stop.objects.get().lifted_at is None
    pause_decisions.decide(pause, what="resume", reason="x", by=colleague, now=now)
    assert Stop.objects.get().lifted_at == now


def test_nor_by_posting_what_the_page_does_not_offer(now: datetime) -> None:
    boss, person = desk("supervisor")
    page = url("complaint_pause", paused(now, approver=person).pk)
    text = boss.get(page).content.decode()
    assert 'value="resume"' not in text
    assert "somebody else decides whether it goes on" in text
    boss.post(page, {"what": "resume", "reason": "wording is right"})
    assert Stop.objects.get().lifted_at is None
    boss.post(page, {"what": "retire", "reason": "not used any more"})  # that spares
    assert Stop.objects.get().lifted_at == now


def test_retired_it_is_used_no_more(pause: ComplaintPause, now: datetime) -> None:
    pause_decisions.decide(
        pause, what="retire", reason="不再使用", by=make.staff("supervisor"), now=now
    )
    pause.template_version.refresh_from_db()
    assert pause.template_version.state == "retired"
    assert Stop.objects.get().lifted_at == now


def test_it_takes_a_supervisor_a_reason_and_a_pause_that_stands(
    pause: ComplaintPause, now: datetime
) -> None:
    boss = make.staff("supervisor")
    with pytest.raises(PermissionDenied):
        pause_decisions.decide(pause, what="resume", reason="x", by=make.staff("agent"), now=now)
    for what, reason in (("resume", " "), ("nothing", "x")):
        with pytest.raises(Refused):
            pause_decisions.decide(pause, what=what, reason=reason, by=boss, now=now)
    pause_decisions.decide(pause, what="resume", reason="x", by=boss, now=now)
    with pytest.raises(Refused, match="over already"):
        pause_decisions.decide(pause, what="keep", reason="x", by=boss, now=now)


def test_the_page_shows_figures_and_words_and_takes_the_decision(pause: ComplaintPause) -> None:
    boss, person = desk("supervisor")
    assert "waits for a decision" in boss.get(url("complaint_pauses")).content.decode()
    page = url("complaint_pause", pause.pk)
    text = boss.get(page).content.decode()
    assert pause.template_version.body[:10] in text
    assert "with 95 % certainty between" in text
    agent, _agent = desk("agent")
    assert "A supervisor decides." in agent.get(page).content.decode()
    agent.post(page, {"what": "resume", "reason": "x"})
    assert not PauseDecision.objects.exists()
    boss.post(page, {"what": "resume", "reason": ""})
    assert not PauseDecision.objects.exists()
    boss.post(page, {"what": "resume", "reason": "措辞无误"})
    assert PauseDecision.objects.get().by == person

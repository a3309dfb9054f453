"""A hardship case on screen: opened, asked about, proposed, approved by somebody else."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from feedback.hardship import decisions
from feedback.models import HardshipCase, HardshipDecision
from tests import make, make_care
from tests.feedback.admin.desks import desk

pytestmark = pytest.mark.django_db

MONTH = make.DAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


def url(name: str, *args: object) -> str:
    return reverse(f"admin:{name}", args=args)


def test_the_whole_way_on_screen() -> None:
    agent_desk, agent = desk("agent")
    supervisor_desk, supervisor = desk("supervisor")
    loan = make.loan()
    agent_desk.post(
        url("hardship_open", loan.customer_id),
        {"needs": ["illness", "deferral"], "story": "住院了"},
    )
    case = HardshipCase.objects.get()
    assert (case.needs, case.owner) == (["deferral", "illness"], agent)
    page = agent_desk.get(url("hardship", case.pk)).content.decode()
    assert "住院了" in page

    agent_desk.post(
        url("hardship_propose", case.pk),
        {"outcome": "deferral", "until": MONTH.isoformat(), "why": "in hospital"},
    )
    decision = HardshipDecision.objects.get()
    own = agent_desk.get(url("hardship", case.pk)).content.decode()
    assert url("hardship_approve", case.pk) not in own
    theirs = supervisor_desk.get(url("hardship", case.pk)).content.decode()
    assert url("hardship_approve", case.pk) in theirs
    supervisor_desk.post(url("hardship_approve", case.pk), {"decision": decision.pk})
    case.refresh_from_db()
    decision.refresh_from_db()
    assert (case.state, case.ends_on, decision.decided_by) == ("granted", MONTH, supervisor)


def test_instalments_are_laid_out_and_shown(now: datetime) -> None:
    agent_desk, _agent = desk("agent")
    supervisor_desk, _supervisor = desk("supervisor")
    loan = make.loan()
    case = make_care.case(now=now, loan=loan)
    agent_desk.post(
        url("hardship_propose", case.pk),
        {
            "outcome": "instalments",
            "loan": loan.pk,
            "total": "1000",
            "count": "3",
            "first": MONTH.isoformat(),
            "why": "earns less",
        },
    )
    decision = HardshipDecision.objects.get()
    supervisor_desk.post(url("hardship_approve", case.pk), {"decision": decision.pk})
    page = supervisor_desk.get(url("hardship", case.pk)).content.decode()
    assert page.count("333.33") == 2
    assert "333.34" in page


@pytest.mark.parametrize(
    "said",
    [
        {"outcome": "deferral"},
        {"outcome": "deferral", "until": "2030-01-01", "why": "x"},
        {"outcome": "instalments", "why": "x"},
        {"outcome": "instalments", "total": "0.02", "count": "24", "first": "2026-10-01"},
        {"outcome": "castle", "why": "x"},
        {},
    ],
)
def test_a_proposal_that_makes_no_sense_comes_back_with_its_form(
    now: datetime, said: dict[str, str]
) -> None:
    agent_desk, _agent = desk("agent")
    case = make_care.case(now=now)
    answer = agent_desk.post(url("hardship_propose", case.pk), said)
    assert answer.status_code == 200
    assert not HardshipDecision.objects.exists()


def test_only_the_proposal_that_was_read_is_approved(now: datetime) -> None:
    supervisor_desk, _supervisor = desk("supervisor")
    first = make_care.proposal(now=now)
    decisions.withdraw(first, by=first.proposed_by, now=now)
    second = make_care.proposal(first.case, now=now, until=make.DAY + timedelta(days=90))
    supervisor_desk.post(url("hardship_approve", first.case_id), {"decision": first.pk})
    second.refresh_from_db()
    assert second.state == "proposed"
    for asked in ("", "x", "99999999999999999999"):
        answer = supervisor_desk.post(url("hardship_approve", first.case_id), {"decision": asked})
        assert answer.status_code == 404


def test_a_case_is_worked_on(now: datetime) -> None:
    agent_desk, agent = desk("agent")
    case = make_care.case(now=now, story="失业两个月，正在找工作")
    assert "失业两个月" in agent_desk.get(url("hardships")).content.decode()
    agent_desk.post(url("hardship_take", case.pk))
    agent_desk.post(url("hardship_needs", case.pk), {"needs": ["family"]})
    agent_desk.post(url("hardship_note", case.pk), {"text": "calls on Friday"})
    case.refresh_from_db()
    assert (case.owner, case.needs) == (agent, ["family"])
    assert "calls on Friday" in agent_desk.get(url("hardship", case.pk)).content.decode()


def test_a_case_is_ended_on_screen_by_two(now: datetime) -> None:
    (agent_desk, _agent), (boss_desk, _boss) = desk("agent"), desk("supervisor")
    case = make_care.case(now=now)
    agent_desk.post(url("hardship_end", case.pk), {"text": "found work"})
    case.refresh_from_db()
    assert (case.state, case.holds.get().hold.released_at) == ("open", None)
    decision = case.decisions.get()
    assert (
        url("hardship_approve", case.pk)
        not in agent_desk.get(url("hardship", case.pk)).content.decode()
    )
    assert "found work" in boss_desk.get(url("hardship", case.pk)).content.decode()
    boss_desk.post(url("hardship_approve", case.pk), {"decision": decision.pk})
    case.refresh_from_db()
    assert (case.state, case.holds.get().hold.released_at) == ("ended", now)


def test_what_ends_soon_is_to_be_looked_at_until_somebody_did(now: datetime) -> None:
    agent_desk, _agent = desk("agent")
    decision = make_care.proposal(now=now, until=make.DAY + timedelta(days=5))
    decisions.approve(decision, by=make.staff("supervisor"), now=now)
    listed = agent_desk.get(url("hardships"), {"tab": "review"})
    assert [row["case"].pk for row in listed.context["rows"]] == [decision.case_id]
    agent_desk.post(url("hardship_reviewed", decision.case_id))
    listed = agent_desk.get(url("hardships"), {"tab": "review"})
    assert not listed.context["rows"]


@pytest.mark.parametrize("tab", ["open", "waiting", "review", "granted", "over"])
def test_every_tab_costs_the_same_however_many_cases(
    tab: str, now: datetime, django_assert_max_num_queries: Any
) -> None:
    agent_desk, _agent = desk("agent")
    for _one in range(4):
        make_care.proposal(now=now)
    with django_assert_max_num_queries(16):
        assert agent_desk.get(url("hardships"), {"tab": tab}).status_code == 200

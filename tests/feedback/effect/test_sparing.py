"""What could be spared is read from drawn groups alone, and proposed to the queue."""

from datetime import timedelta

import pytest

from accounts.errors import Refused
from feedback.effect import sparing, sparing_proposal, summing
from feedback.models import SparingFinding
from messaging.models import Assignment, Trial
from tests import make, make_runs

pytestmark = pytest.mark.django_db
RULE = [
    {"fact": "stage", "one_of": ["due-7"]},
    {"fact": "habit", "one_of": ["always_on_time"]},
    {"fact": "amount_due", "below": "500", "currency": "CNY"},
]
JUDGED = {
    "spared": 0.3,
    "kept": 0.995,
    "kept_low": 0.983,
    "gain": 0.01,
    "gain_low": 0.004,
    "gain_high": 0.02,
    "treated": 9_000,
    "control": 900,
}


def _finding(lender, *, as_of=None, **changed):
    told = {"conditions": RULE, "judged": JUDGED, "as_of": as_of or make.DAY, "episodes": 50_000}
    told |= {"effect": 0.02, "curve": [[0, 1], [0.5, 0.99], [1, 0.97]]}
    return SparingFinding.objects.create(lender=lender, **told | changed)


def _written_to(lender):
    """Whether each episode counts as written to, by arm and trial arm."""
    summing.count(lender, now=make.MORNING)
    return sorted((bool(row[9]), bool(row[8])) for row in sparing._episodes(lender, make.DAY))


def test_the_control_group_is_compared_with_the_others(assigned, lender):
    assigned("contact", ago=35)
    assigned("control", ago=35)
    assigned("contact", ago=10)  # its days are not over
    assert _written_to(lender) == [(False, False), (True, False)]


def test_an_arm_without_a_text_counts_as_not_written_to_once(assigned, lender, version):
    boss = make.staff("supervisor")
    trial = Trial.objects.create(
        lender=lender,
        number=1,
        title="有无",
        stage="dpd-4-7",
        tone="gentle",
        arms=[version.template_id, None],
        author=boss,
        edited_by=boss,
        created_at=make.MORNING,
        edited_at=make.MORNING,
        effective_from=make.MORNING - timedelta(days=60),
    )
    for arm in (0, 1):
        first = assigned("contact", ago=35)
        Assignment.objects.create(
            **{
                field.attname: getattr(first, field.attname)
                for field in Assignment._meta.concrete_fields
                if field.name not in ("id", "trial", "trial_arm")
            },
            trial=trial,
            trial_arm=arm,
        )
    assert _written_to(lender) == [(False, True), (True, True)]


def test_few_customers_are_said_to_be_few(assigned, lender):
    assigned("contact", ago=35)
    summing.count(lender, now=make.MORNING)
    finding = sparing.look(lender, now=make.MORNING)
    assert (finding.why, finding.episodes, finding.conditions) == ("few", 1, [])
    assert sparing.look(lender, now=make.MORNING).pk == finding.pk  # in place of the former


def test_a_rule_becomes_a_request_of_the_strategy_with_its_figures(now):
    lender = make_runs.ready_lender()
    _finding(lender)
    draft = sparing_proposal.propose(lender, by=make.staff("supervisor"), now=now)
    assert draft.state == "submitted"
    cell = draft.segment_cells.get()
    assert (cell.stage, cell.conditions, cell.template) == ("due-7", RULE, None)
    assert "30" in draft.author_note
    assert "98.3" in draft.author_note
    assert draft.cells.count() > 0


@pytest.mark.parametrize(
    "changed", [{"why": "not_kept"}, {"conditions": []}, {"as_of": make.DAY - timedelta(days=30)}]
)
def test_what_the_figures_do_not_bear_is_not_proposed(now, changed):
    lender = make_runs.ready_lender()
    _finding(lender, **changed)
    with pytest.raises(Refused):
        sparing_proposal.propose(lender, by=make.staff("supervisor"), now=now)

"""A segment is saved by who may, refused with its reason, and taken along by a strategy."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import translation

from accounts.errors import Refused
from messaging.approval import fingerprints, steps
from messaging.approval.errors import ApprovalRefused
from messaging.authoring import segments, strategies
from messaging.authoring.check_strategy import strategy_findings
from messaging.models import Candidate, Segment, SegmentCell, in_force
from messaging.planning import service as planning
from messaging.policy import reasons
from tests import make, make_messaging, make_runs

pytestmark = pytest.mark.django_db
SMALL = [
    {"fact": "habit", "one_of": ["always_on_time"]},
    {"fact": "amount_due", "below": "500", "currency": "CNY"},
]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def _saved(lender, title="按时小额", conditions=SMALL, **changed):
    told = {"lender": lender, "title": title, "conditions": conditions, "now": make.MORNING}
    return segments.save(None, **({"by": make.staff("supervisor")} | told | changed))


def _with(lender, now, segment, template=None):
    """A draft of the strategy in force that says this of the segment in dpd-4-7."""
    author = make.staff("supervisor")
    draft = strategies.new_version(
        lender, by=author, now=now, from_version=in_force.strategy(lender, now)
    )
    cell = SegmentCell(
        stage="dpd-4-7", title=segment.title, conditions=segment.conditions, template=template
    )
    return strategies.save_segment_cells(
        draft, [cell], by=author, now=now, seen_edited_at=draft.edited_at
    )


def _approved(draft, now):
    steps.submit(draft, by=draft.author, now=now)
    draft.refresh_from_db()
    return steps.approve(
        draft, by=make.staff("supervisor"), now=now, seen_hash=fingerprints.fingerprint(draft)
    )


@pytest.mark.parametrize(
    ("title", "conditions", "said"),
    [
        ("", SMALL, "title"),
        ("Women under 500", SMALL, "gender"),
        ("x", [], "everybody"),
        ("x", [{"fact": "marital_status", "one_of": ["single"]}], "marital status"),
        ("x", [{"fact": "product", "one_of": ["女神贷"]}], "女神"),
    ],
)
def test_what_may_not_be_is_refused_with_its_reason(lender, title, conditions, said):
    with pytest.raises(Refused, match=said):
        _saved(lender, title, conditions)
    assert not Segment.objects.exists()


def test_only_who_may_writes_one(lender):
    with pytest.raises(Refused, match="role"):
        _saved(lender, by=make.staff("collector"))


def test_a_title_is_there_once(lender):
    _saved(lender)
    with pytest.raises(Refused, match="already"):
        _saved(lender)


def test_the_database_lets_no_other_fact_in(lender):
    segment = _saved(lender)
    with pytest.raises(IntegrityError, match="nobody may ask"), transaction.atomic():
        Segment.objects.filter(pk=segment.pk).update(
            conditions=[{"fact": "gender", "one_of": ["f"]}]
        )


def test_a_strategy_spares_the_segment_and_nobody_else(now):
    lender = make_runs.ready_lender()
    spared = make.loan(lender=lender, dpd=5, amount_due=100)
    large = make.loan(lender=lender, dpd=5, amount_due=900)
    other_stage = make.loan(lender=lender, dpd=1, amount_due=100)
    _approved(_with(lender, now, _saved(lender)), now)
    planning.plan(lender=lender, day=make.DAY, by=None, now=now)
    found = dict(Candidate.objects.values_list("customer_id", "reason"))
    assert found[spared.customer_id] == reasons.NO_TEXT_FOR_SEGMENT
    assert reasons.NO_TEXT_FOR_SEGMENT not in (
        found[large.customer_id],
        found[other_stage.customer_id],
    )
    funnel = Candidate.objects.get(customer=spared.customer_id).run.funnel
    assert reasons.NO_TEXT_FOR_SEGMENT in [step["reason"] for step in funnel["minus"]]


def test_a_segment_may_get_another_text(now):
    lender = make_runs.ready_lender()
    loan = make.loan(lender=lender, dpd=5, amount_due=100)
    text = make_messaging.version(template=make_messaging.template(stage="dpd-4-7"))
    _approved(_with(lender, now, _saved(lender), template=text.template), now)
    planning.plan(lender=lender, day=make.DAY, by=None, now=now)
    assert Candidate.objects.get(customer=loan.customer_id).template_version == text


def test_what_was_approved_stays_when_the_segment_changes(now):
    lender = make_runs.ready_lender()
    segment = _saved(lender)
    approved = _approved(_with(lender, now, segment), now)
    segments.save(
        segment,
        lender=lender,
        title=segment.title,
        conditions=[{"fact": "answered", "is": True}],
        by=make.staff("supervisor"),
        now=now,
    )
    assert approved.segment_cells.get().conditions == SMALL
    later = strategies.new_version(
        lender, by=make.staff("supervisor"), now=now, from_version=approved
    )
    assert later.segment_cells.get().conditions == SMALL


def test_cells_of_segments_change_only_in_a_draft(now):
    lender = make_runs.ready_lender()
    approved = _approved(_with(lender, now, _saved(lender)), now)
    with pytest.raises(IntegrityError), transaction.atomic():
        approved.segment_cells.update(template=None, stage="dpd-1")
    with pytest.raises(ApprovalRefused):
        strategies.save_segment_cells(
            approved,
            [],
            by=make.staff("supervisor"),
            now=now + timedelta(minutes=1),
            seen_edited_at=approved.edited_at,
        )


def test_a_strategy_that_names_what_is_protected_is_not_submitted(now):
    lender = make_runs.ready_lender()
    segment = _saved(lender)
    segment.title = "女性客户"  # as another way in might store it
    draft = _with(lender, now, segment)
    assert "segment" in [each.code for each in strategy_findings(draft, now=now)]
    with pytest.raises(ApprovalRefused):
        steps.submit(draft, by=draft.author, now=now)

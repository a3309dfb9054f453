"""A policy is drafted from a profile and may only become stricter; four eyes approve it."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from messaging.approval import fingerprints, steps
from messaging.approval.errors import ApprovalRefused
from messaging.authoring import policies
from messaging.authoring.policies import EDITABLE_FIELDS, Figures, FiguresRefused, tightened
from messaging.models import PolicyVersion
from messaging.policy import profiles
from messaging.policy.document import write_policy
from messaging.policy.errors import PolicyError
from messaging.policy.tighten import check_tightens
from tests import make

PROFILES = st.sampled_from(profiles.NAMES)


@pytest.mark.parametrize("profile", profiles.NAMES)
def test_untouched_figures_are_the_profile(profile: str) -> None:
    base = profiles.load(profile)
    document = write_policy(base)
    figures = Figures(
        values={name: document[name]["value"] for name in EDITABLE_FIELDS},
        caps=tuple(cap["limit"] for cap in document["caps"]),
    )
    again = write_policy(tightened(profile, figures))
    assert {**again, "inherits": base.inherits} == document


@given(PROFILES, st.integers(-5, 400), st.integers(-5, 400), st.integers(-5, 20))
def test_whatever_is_accepted_is_no_looser_than_the_profile(
    profile: str, gap: int, staleness: int, cap: int
) -> None:
    figures = Figures({"minimum_gap_hours": gap, "staleness_hours": staleness}, caps=(cap,))
    base = profiles.load(profile)
    looser = (
        gap < base.minimum_gap_hours
        or not 1 <= staleness <= base.staleness_hours
        or not 1 <= cap <= base.caps[0].limit
    )
    if looser:
        with pytest.raises(FiguresRefused):
            tightened(profile, figures)
        return
    policy = tightened(profile, figures)
    check_tightens(base, policy)
    assert (policy.minimum_gap_hours, policy.staleness_hours) == (gap, staleness)
    assert policy.caps[0].limit == cap


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("windows", {"all": {"mon": ["07:00-23:00"]}}),
        ("windows", {"all": {"mon": ["8 to 9"]}}),
        ("minimum_gap_hours", 1),
        ("staleness_hours", 48),
        ("staleness_hours", None),
        ("staleness_hours", "soon"),
        ("complaint_file_years", 1),
        ("review_days", 365),
        ("blackout_days", ["yesterday"]),
        ("overdue_review", "ignore"),
    ],
)
def test_what_is_looser_or_unreadable_is_refused_by_its_field(field: str, value: object) -> None:
    with pytest.raises(FiguresRefused) as refused:
        tightened("cn", Figures({field: value}))
    assert set(refused.value.problems) == {field}


def test_all_that_is_wrong_is_said_at_once_caps_too() -> None:
    with pytest.raises(FiguresRefused) as refused:
        tightened("cn", Figures({"staleness_hours": 48, "review_days": 900}, caps=(99, "x")))
    assert set(refused.value.problems) == {"staleness_hours", "review_days", "cap:0", "cap:1"}


def test_a_changed_figure_is_marked_as_our_own_with_its_source() -> None:
    policy = tightened("cn", Figures({"staleness_hours": 12}, {"staleness_hours": "会议纪要"}))
    assert (policy.origin("staleness_hours").source, policy.origin("staleness_hours").status) == (
        "会议纪要",
        "P",
    )
    assert policy.inherits == "cn"


@pytest.mark.django_db
def test_a_draft_is_saved_submitted_and_approved_by_another(now: datetime) -> None:
    author, lender = make.staff("administrator"), make.lender()
    draft = policies.new_draft(lender, profile="cn", by=author, now=now)
    saved = policies.save(
        draft,
        Figures({"review_days": 30, "overdue_review": "block"}),
        note="更严",
        by=author,
        now=now + timedelta(minutes=1),
        seen_edited_at=draft.edited_at,
    )
    submitted = steps.submit(saved, by=author, now=now)
    approved = steps.approve(
        submitted,
        by=make.staff("supervisor"),
        now=now,
        seen_hash=fingerprints.fingerprint(submitted),
    )
    assert approved.document["review_days"]["value"] == 30
    with pytest.raises(ApprovalRefused):
        _save(approved, by=author, now=now)


@pytest.mark.django_db
def test_a_stale_form_and_a_second_open_draft_are_refused(now: datetime) -> None:
    author, lender = make.staff("administrator"), make.lender()
    draft = policies.new_draft(lender, profile="cn", by=author, now=now)
    _save(draft, note="甲", by=author, now=now + timedelta(minutes=1))
    with pytest.raises(ApprovalRefused):
        _save(draft, note="乙", by=author, now=now + timedelta(minutes=2))
    with pytest.raises(ApprovalRefused):
        policies.new_draft(lender, profile="cn", by=author, now=now)


@pytest.mark.django_db
def test_an_unknown_profile_is_refused(now: datetime) -> None:
    with pytest.raises(PolicyError):
        policies.new_draft(make.lender(), profile="mars", by=make.staff("administrator"), now=now)


@pytest.mark.django_db
def test_a_document_loosened_behind_the_form_cannot_be_submitted(now: datetime) -> None:
    author = make.staff("administrator")
    draft = policies.new_draft(make.lender(), profile="cn", by=author, now=now)
    document = {**draft.document, "staleness_hours": {"value": 99, "source": "", "status": "P"}}
    PolicyVersion.objects.filter(pk=draft.pk).update(document=document)
    draft.refresh_from_db()
    with pytest.raises(ApprovalRefused) as refused:
        steps.submit(draft, by=author, now=now)
    assert refused.value.findings[0].phrase == "staleness_hours"


def _save(version: PolicyVersion, *, note: str = "", by: object, now: datetime) -> None:
    seen = version.edited_at
    policies.save(version, Figures({}), note=note, by=by, now=now, seen_edited_at=seen)

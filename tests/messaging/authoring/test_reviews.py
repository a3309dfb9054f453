"""A text in force is looked at again on a schedule; who finds it still right renews its date."""

from datetime import date, datetime, timedelta

import pytest
from django.db import Error

from accounts.audit.trail import acting
from accounts.models import AuditEntry
from messaging.approval import fingerprints
from messaging.approval.errors import ApprovalRefused
from messaging.authoring import reviews, starter
from messaging.models import PolicyVersion, TemplateVersion
from messaging.planning import service as planning
from messaging.policy import profiles
from messaging.policy.document import write_policy
from tests import make, make_messaging, make_runs

pytestmark = pytest.mark.django_db
LATER = timedelta(days=91)
ALL_WRITTEN_TO = {"control_share": "0"}  # whoever it draws, the figures are the same
BLOCK = {
    "overdue_review": {"value": "block", "source": "house rule", "status": "P"},
    **ALL_WRITTEN_TO,
}


def _renew(version, *, by, now, **more):
    return reviews.renew(
        version, by=by, now=now, **{"seen_hash": fingerprints.fingerprint(version), **more}
    )


def test_an_approval_sets_the_review_by_the_policy_of_whoever_uses_the_text(now: datetime) -> None:
    lender = make_runs.ready_lender()
    assert make_messaging.version(now=now).review_due == date(2026, 12, 14)
    _in_force(lender, now, {"review_days": 30})
    assert make_messaging.version(now=now).review_due == date(2026, 10, 15)


def test_what_is_near_is_listed_oldest_first_and_the_rest_is_not(now: datetime) -> None:
    late = make_messaging.version(now=now - timedelta(days=100))
    soon = make_messaging.version(now=now - timedelta(days=80))
    make_messaging.version(now=now)
    make_messaging.version(now=now - timedelta(days=100), state="retired")

    near = reviews.near(now)

    assert [(each.version, each.days_left) for each in near] == [(late, -10), (soon, 10)]
    assert [each.is_overdue for each in near] == [True, False]


def test_a_version_that_was_replaced_needs_no_review(now: datetime) -> None:
    old = make_messaging.version(now=now - timedelta(days=100))
    make_messaging.version(template=old.template, now=now - timedelta(days=1))
    assert reviews.near(now) == []


def test_on_the_day_itself_a_review_is_due_and_not_overdue(now: datetime) -> None:
    version = make_messaging.version(now=now)
    assert not reviews.review_of(version, now + timedelta(days=90)).is_overdue
    assert reviews.review_of(version, now + timedelta(days=91)).is_overdue


def test_a_trained_supervisor_finds_it_still_right_and_the_date_is_renewed(now: datetime) -> None:
    version = make_messaging.version(now=now)
    reviewer = make.staff("supervisor")
    with acting(user=reviewer, source="web"):
        renewed = _renew(version, by=reviewer, now=now + LATER, note="客服确认过")

    assert renewed.review_due == date(2027, 3, 15)
    assert (renewed.number, renewed.state, renewed.body) == (1, "approved", version.body)
    entry = AuditEntry.objects.filter(table="messaging_templateversion").latest("id")
    assert (entry.actor_id, entry.reason) == (reviewer.pk, "客服确认过")
    assert entry.after["review_due"] == "2027-03-15"


@pytest.mark.parametrize("role", ["collector", "agent", "auditor", "administrator"])
def test_no_other_role_renews(role: str, now: datetime) -> None:
    version = make_messaging.version(now=now)
    with pytest.raises(ApprovalRefused):
        _renew(version, by=make.staff(role), now=now)


def test_the_untrained_and_the_author_do_not_renew(now: datetime) -> None:
    author = make.staff("supervisor", also="collector")
    version = make_messaging.version(now=now, author=author)
    for person in (author, make.staff("supervisor", trained=False)):
        with pytest.raises(ApprovalRefused):
            _renew(version, by=person, now=now)


def test_a_text_that_is_not_in_force_or_not_the_one_shown_is_not_renewed(now: datetime) -> None:
    old = make_messaging.version(now=now - LATER)
    make_messaging.version(template=old.template, now=now)
    with pytest.raises(ApprovalRefused):
        _renew(old, by=make.staff("supervisor"), now=now)
    other = make_messaging.version(now=now)
    with pytest.raises(ApprovalRefused):
        _renew(other, by=make.staff("supervisor"), now=now, seen_hash="something else")


@pytest.mark.parametrize("who", ["nobody", "untrained", "author"])
def test_the_database_itself_refuses_a_date_without_a_trained_reviewer(
    who: str, now: datetime
) -> None:
    version = make_messaging.version(now=now)
    reviewer = {"untrained": make.staff("supervisor", trained=False), "author": version.author}
    with pytest.raises(Error):
        TemplateVersion.objects.filter(pk=version.pk).update(
            review_due=date(2030, 1, 1), reviewed_by=reviewer.get(who), reviewed_at=now
        )


def test_a_run_notes_how_many_of_its_texts_are_overdue_for_review(now: datetime) -> None:
    lender = make_runs.ready_lender()
    _in_force(lender, now, ALL_WRITTEN_TO)
    later = now + LATER
    make.loan(lender=lender, dpd=5, today=later.date(), as_of=later)
    run = planning.plan(lender=lender, day=later.date(), by=None, now=later)
    assert (run.funnel["to_send"], run.funnel["review_overdue"]) == (1, 1)


def test_where_the_policy_says_so_an_overdue_text_is_not_sent(now: datetime) -> None:
    lender = make_runs.ready_lender()
    _in_force(lender, now, BLOCK)
    later = now + LATER
    make.loan(lender=lender, dpd=5, today=later.date(), as_of=later)
    run = planning.plan(lender=lender, day=later.date(), by=None, now=later)
    assert run.funnel["minus"] == [{"reason": "review_overdue", "count": 1}]

    for each in reviews.near(later):
        _renew(each.version, by=make.staff("supervisor"), now=later)
    run = planning.plan(lender=lender, day=later.date(), by=None, now=later)
    assert run.funnel["to_send"] == 1


def _in_force(lender, now, changes) -> None:
    """A new policy version of the lender that differs from `cn` in these figures."""
    author = make.staff("administrator")
    document = write_policy(profiles.load("cn"))
    for name, value in changes.items():
        document[name] = value if isinstance(value, dict) else {**document[name], "value": value}
    version = PolicyVersion.objects.create(
        lender=lender,
        number=PolicyVersion.objects.filter(lender=lender).count() + 1,
        profile="cn",
        document=document,
        author=author,
        edited_by=author,
        created_at=now,
        edited_at=now,
    )
    starter.through(version, author=author, approver=make.staff("supervisor"), now=now)

"""Four eyes as the services keep them: every step, and every reason to refuse one."""

from datetime import datetime, timedelta

import pytest

from accounts.errors import Refused
from messaging.approval import checks, fingerprints, steps
from messaging.approval.errors import ApprovalRefused
from messaging.authoring import starter, templates as drafts
from messaging.models import TemplateVersion
from messaging.policy import profiles
from tests import make, make_messaging

pytestmark = pytest.mark.django_db


def _approve(version, *, by, now, **more):
    return steps.approve(
        version, by=by, now=now, **{"seen_hash": fingerprints.fingerprint(version), **more}
    )


def test_a_draft_goes_through_submission_and_approval_into_force(now: datetime) -> None:
    draft = make_messaging.draft()
    submitted = steps.submit(draft, by=draft.author, now=now)
    supervisor = make.staff("supervisor")

    approved = _approve(submitted, by=supervisor, now=now)

    assert approved.state == "approved"
    assert approved.decided_by == supervisor
    assert approved.effective_from == now
    assert approved.review_due.isoformat() == "2026-12-14"


def test_a_version_may_come_into_force_later_but_never_earlier_than_now(now: datetime) -> None:
    later = now + timedelta(days=3)
    supervisor = make.staff("supervisor")
    first = make_messaging.version(state="submitted")
    second = make_messaging.version(state="submitted")

    assert _approve(first, by=supervisor, now=now, effective_from=later).effective_from == later
    past = now - timedelta(days=3)
    assert _approve(second, by=supervisor, now=now, effective_from=past).effective_from == now


def test_the_author_cannot_approve_even_as_a_trained_supervisor(now: datetime) -> None:
    author = make.staff("supervisor", also="collector")
    version = make_messaging.version(state="submitted", author=author)

    with pytest.raises(ApprovalRefused, match=r"author|编写人"):
        _approve(version, by=author, now=now)


def test_an_editor_cannot_approve(now: datetime) -> None:
    draft = make_messaging.draft()
    editor = make.staff("supervisor", also="collector")
    edited = drafts.save(
        draft,
        body=draft.body + "祝好。",
        note="",
        by=editor,
        now=now,
        seen_edited_at=draft.edited_at,
    )
    submitted = steps.submit(edited, by=edited.author, now=now)

    with pytest.raises(ApprovalRefused):
        _approve(submitted, by=editor, now=now)


def test_an_untrained_supervisor_cannot_approve(now: datetime) -> None:
    version = make_messaging.version(state="submitted")

    with pytest.raises(ApprovalRefused):
        _approve(version, by=make.staff("supervisor", trained=False), now=now)


def test_training_counts_on_the_day_of_the_approval(now: datetime) -> None:
    version = make_messaging.version(state="submitted")
    supervisor = make.staff("supervisor")  # valid until 2027-06-01

    with pytest.raises(ApprovalRefused):
        _approve(version, by=supervisor, now=now + timedelta(days=300))


@pytest.mark.parametrize("role", ["collector", "agent", "auditor", "administrator"])
def test_only_the_approving_role_decides(role: str, now: datetime) -> None:
    version = make_messaging.version(state="submitted")
    person = make.staff(role)

    with pytest.raises(ApprovalRefused):
        _approve(version, by=person, now=now)
    with pytest.raises(ApprovalRefused):
        steps.reject(version, by=person, reason="x", now=now)


def test_a_text_that_changed_after_it_was_shown_is_not_approved(now: datetime) -> None:
    version = make_messaging.version(state="submitted")
    shown = fingerprints.fingerprint(version)
    edited = drafts.save(
        version,
        body=version.body + "祝好。",
        note="",
        by=version.author,
        now=now,
        seen_edited_at=version.edited_at,
    )
    steps.submit(edited, by=edited.author, now=now)

    with pytest.raises(ApprovalRefused):
        _approve(version, by=make.staff("supervisor"), now=now, seen_hash=shown)


def test_what_was_approved_once_is_not_approved_again(now: datetime) -> None:
    version = make_messaging.version()

    with pytest.raises(ApprovalRefused):
        _approve(version, by=make.staff("supervisor"), now=now)


def test_a_rejection_needs_a_reason_and_the_author_reads_it(now: datetime) -> None:
    version = make_messaging.version(state="submitted")
    supervisor = make.staff("supervisor")

    with pytest.raises(ApprovalRefused):
        steps.reject(version, by=supervisor, reason="  ", now=now)
    with pytest.raises(Refused):
        steps.reject(version, by=supervisor, reason="x" * 1001, now=now)
    rejected = steps.reject(version, by=supervisor, reason="语气太急", now=now)

    assert (rejected.state, rejected.decision_reason) == ("rejected", "语气太急")


def test_an_author_withdraws_a_request_and_others_do_not(now: datetime) -> None:
    version = make_messaging.version(state="submitted")

    with pytest.raises(ApprovalRefused):
        steps.withdraw(version, by=make.staff("collector"), now=now)

    assert steps.withdraw(version, by=version.author, now=now).state == "draft"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("   ", "empty"),
        ("您好，{{ customer_nam }}，请还款。", "unknown_placeholder"),
        ("您好，{{ customer_name，请还款。", "unclosed_placeholder"),
        ("【别家】{{ customer_name }}您好。", "signature_brackets"),
        ("{{ customer_name }}，再不还款就上门找你家人。", "wording"),
        ("{{ customer_name }}，还有{{ days_until_due }}天。", "no_value_here"),
    ],
)
def test_a_blocking_finding_stops_the_submission(body: str, code: str, now: datetime) -> None:
    draft = make_messaging.draft(body=body)

    with pytest.raises(ApprovalRefused) as refusal:
        steps.submit(draft, by=draft.author, now=now)

    assert code in {finding.code for finding in refusal.value.findings}
    assert TemplateVersion.objects.get(pk=draft.pk).state == "draft"


def test_a_text_that_leaves_out_what_every_reminder_says_is_refused(now: datetime) -> None:
    draft = make_messaging.draft(body="{{ customer_name }}您好，本期应还{{ amount_due }}。")

    with pytest.raises(ApprovalRefused) as refusal:
        steps.submit(draft, by=draft.author, now=now)

    assert {"no_time", "no_way_to_pay", "no_hotline"} == {f.code for f in refusal.value.findings}


def test_retiring_a_version_brings_no_former_one_back(now: datetime) -> None:
    former = make_messaging.version(now=now - timedelta(days=2))
    current = make_messaging.version(template=former.template, now=now - timedelta(days=1))

    boss = make.staff("supervisor")
    with pytest.raises(ApprovalRefused):
        steps.retire(current, by=boss, reason=" ", now=now)
    gone = steps.retire(current, by=boss, reason="短网址写错了", now=now)

    former.refresh_from_db()
    assert (former.state, gone.decision_reason) == ("retired", "短网址写错了")


def test_the_version_before_comes_back_by_another_person(now: datetime) -> None:
    oldest = make_messaging.version(now=now - timedelta(days=3))
    same = {"template": oldest.template}
    former = make_messaging.version(
        **same, body=make_messaging.BODY + "祝好。", now=now - timedelta(days=2)
    )
    current = make_messaging.version(**same, now=now - timedelta(days=1))
    boss = make.staff("supervisor")

    steps.retire(current, by=boss, reason="批错了", now=now, put_back=True)

    back = TemplateVersion.objects.get(template=former.template, state="submitted")
    assert (back.body, back.number) == (former.body, current.number + 1)
    assert (back.submitted_by, back.author_note) == (boss, "批错了")
    with pytest.raises(ApprovalRefused):
        _approve(back, by=boss, now=now)
    assert _approve(back, by=make.staff("supervisor"), now=now).state == "approved"


def test_who_asked_for_it_back_withdraws_it(now: datetime) -> None:
    former = make_messaging.version(now=now - timedelta(days=2))
    current = make_messaging.version(template=former.template, now=now - timedelta(days=1))
    boss = make.staff("supervisor")
    steps.retire(current, by=boss, reason="批错了", now=now, put_back=True)
    back = TemplateVersion.objects.get(template=former.template, state="submitted")
    with pytest.raises(ApprovalRefused):
        steps.withdraw(back, by=make.staff("supervisor"), now=now)
    assert steps.withdraw(back, by=boss, now=now).state == "draft"


def test_where_nothing_was_before_nothing_is_put_back_nor_retired(now: datetime) -> None:
    only = make_messaging.version(now=now - timedelta(days=1))
    with pytest.raises(ApprovalRefused):
        steps.retire(only, by=make.staff("supervisor"), reason="x", now=now, put_back=True)
    only.refresh_from_db()
    assert only.state == "approved"


def test_every_approval_is_on_record_with_who_and_why(now: datetime) -> None:
    from accounts.audit.trail import acting
    from accounts.models import AuditEntry

    version = make_messaging.version(state="submitted")
    supervisor = make.staff("supervisor")
    with acting(user=supervisor, source="web"):
        _approve(version, by=supervisor, now=now)

    entry = AuditEntry.objects.filter(table="messaging_templateversion").latest("id")
    assert entry.actor_id == supervisor.pk
    assert entry.after["state"] == "approved"


def test_a_text_without_opt_out_words_is_warned_of_when_a_policy_requires_them(
    now: datetime,
) -> None:
    draft = make_messaging.draft()
    codes = {finding.code for finding in checks.findings(draft, now=now)}
    assert "no_opt_out" not in codes

    required = next(n for n in profiles.NAMES if profiles.load(n).opt_out_wording_required)
    starter.install_policy(
        make.lender(),
        profile=required,
        author=make.staff("administrator"),
        approver=make.staff("supervisor"),
        now=now,
    )
    codes = {finding.code for finding in checks.findings(draft, now=now)}
    assert "no_opt_out" in codes
    draft.body += "{{ opt_out_words }}"
    codes = {finding.code for finding in checks.findings(draft, now=now)}
    assert "no_opt_out" not in codes

"""The wording list: edited as a draft, approved by a second person, in force from then on."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from messaging.approval import checks, fingerprints, steps
from messaging.approval.errors import ApprovalRefused
from messaging.authoring import wording_lists
from messaging.content.wording import phrases as review
from messaging.content.wording_list import Entry, shipped
from messaging.models import WordingListVersion
from tests import make, make_messaging

pytestmark = pytest.mark.django_db

SESAME = Entry("自定", "芝麻开门", "block", "ours", "我们定的", "删去")


@pytest.fixture
def collector(db: None) -> Any:
    return make.staff("collector")


@pytest.fixture
def draft(collector: Any, now: datetime) -> WordingListVersion:
    return wording_lists.new_draft(by=collector, now=now)


def _approve(draft: WordingListVersion, now: datetime, **more: Any) -> WordingListVersion:
    submitted = steps.submit(draft, by=draft.author, now=now)
    seen = fingerprints.fingerprint(submitted)
    return steps.approve(submitted, by=make.staff("supervisor"), now=now, seen_hash=seen, **more)


def test_until_a_version_is_approved_the_shipped_list_is_in_force(
    draft: WordingListVersion, now: datetime
) -> None:
    assert wording_lists.in_force(now) is shipped()
    assert wording_lists.version_in_force(now) is None
    assert wording_lists.entries_of(draft) == list(shipped().entries)


def test_an_approved_version_is_in_force_at_its_time(
    draft: WordingListVersion, now: datetime
) -> None:
    changed = wording_lists.put_entry(draft, SESAME, by=draft.author, now=now)
    later = now + timedelta(hours=1)

    _approve(changed, now, effective_from=later)

    assert review("芝麻开门", wording_lists.in_force(now)) == []
    assert [f.phrase for f in review("芝 麻开门", wording_lists.in_force(later))] == ["芝麻开门"]


def test_a_version_in_use_is_asked_for_by_one_query(
    draft: WordingListVersion, now: datetime, django_assert_num_queries: Any
) -> None:
    _approve(draft, now)
    first = wording_lists.in_force(now)
    with django_assert_num_queries(1):
        assert wording_lists.in_force(now) is first


def test_retiring_leads_back_to_the_shipped_list(draft: WordingListVersion, now: datetime) -> None:
    approved = _approve(wording_lists.put_entry(draft, SESAME, by=draft.author, now=now), now)
    steps.retire(approved, by=make.staff("supervisor"), reason="不再使用", now=now)
    assert wording_lists.in_force(now) is shipped()


def test_entries_are_added_changed_and_removed(draft: WordingListVersion, now: datetime) -> None:
    by = draft.author
    wording_lists.put_entry(draft, SESAME, by=by, now=now)
    softer = replace(SESAME, phrase="芝麻关门", level="warn")
    wording_lists.put_entry(draft, softer, replaces="芝麻开门", by=by, now=now)
    last = wording_lists.remove_entry(draft, "老赖", by=by, now=now)

    changes = wording_lists.compare(shipped().entries, wording_lists.entries_of(last))
    assert [entry.phrase for entry in changes.added] == ["芝麻关门"]
    assert [entry.phrase for entry in changes.removed] == ["老赖"]
    assert changes.changed == ()


def test_a_change_of_level_is_a_change(draft: WordingListVersion) -> None:
    old = wording_lists.entries_of(draft)
    new = [replace(old[0], level="warn"), *old[1:]]
    assert wording_lists.compare(old, new).changed == (new[0],)


@pytest.mark.parametrize(
    "entry",
    [
        replace(SESAME, phrase="老 賴"),  # 老赖 in disguise
        replace(SESAME, phrase="，。"),
        replace(SESAME, phrase="一"),
        replace(SESAME, phrase="芝" * 61),
        replace(SESAME, category=" "),
        replace(SESAME, level="maybe"),
        replace(SESAME, reason="", reason_zh=" "),
        replace(SESAME, suggestion="长" * 201),
    ],
)
def test_an_entry_that_cannot_work_is_refused(
    draft: WordingListVersion, entry: Entry, now: datetime
) -> None:
    with pytest.raises(ApprovalRefused):
        wording_lists.put_entry(draft, entry, by=draft.author, now=now)
    draft.refresh_from_db()
    assert wording_lists.entries_of(draft) == list(shipped().entries)


def test_what_somebody_else_removed_is_not_changed_silently(
    draft: WordingListVersion, now: datetime
) -> None:
    wording_lists.remove_entry(draft, "老赖", by=draft.author, now=now)
    with pytest.raises(ApprovalRefused):
        wording_lists.remove_entry(draft, "老赖", by=draft.author, now=now)
    with pytest.raises(ApprovalRefused):
        wording_lists.put_entry(draft, SESAME, replaces="老赖", by=draft.author, now=now)


def test_there_is_one_open_draft(draft: WordingListVersion, now: datetime) -> None:
    with pytest.raises(ApprovalRefused):
        wording_lists.new_draft(by=make.staff("supervisor"), now=now)
    assert wording_lists.open_version() == draft


def test_whoever_edited_it_cannot_approve_it(draft: WordingListVersion, now: datetime) -> None:
    supervisor = make.staff("supervisor")
    wording_lists.put_entry(draft, SESAME, by=supervisor, now=now)
    submitted = steps.submit(draft, by=draft.author, now=now)
    with pytest.raises(ApprovalRefused):
        steps.approve(
            submitted, by=supervisor, now=now, seen_hash=fingerprints.fingerprint(submitted)
        )


def test_an_edit_withdraws_the_request(draft: WordingListVersion, now: datetime) -> None:
    steps.submit(draft, by=draft.author, now=now)
    assert wording_lists.put_entry(draft, SESAME, by=draft.author, now=now).state == "draft"


def test_what_was_decided_is_not_edited(draft: WordingListVersion, now: datetime) -> None:
    approved = _approve(draft, now)
    with pytest.raises(ApprovalRefused):
        wording_lists.put_entry(approved, SESAME, by=draft.author, now=now)


def test_a_change_in_between_is_not_approved(draft: WordingListVersion, now: datetime) -> None:
    seen = fingerprints.fingerprint(draft)
    wording_lists.put_entry(draft, SESAME, by=draft.author, now=now)
    submitted = steps.submit(draft, by=draft.author, now=now)
    with pytest.raises(ApprovalRefused):
        steps.approve(submitted, by=make.staff("supervisor"), now=now, seen_hash=seen)


def test_an_empty_list_cannot_be_submitted(draft: WordingListVersion, now: datetime) -> None:
    wording_lists.set_entries(draft, [], note="", by=draft.author, now=now)
    with pytest.raises(ApprovalRefused):
        steps.submit(draft, by=draft.author, now=now)


def test_the_approver_is_told_what_is_weakened_and_which_texts_would_stop(
    draft: WordingListVersion, now: datetime
) -> None:
    make_messaging.version(title="温和一号")
    entries = wording_lists.entries_of(draft)
    softer = next(entry for entry in entries if entry.level == "block" and entry.phrase != "老赖")
    kept = [replace(e, level="warn") if e is softer else e for e in entries if e.phrase != "老赖"]
    strict = replace(SESAME, phrase="如有疑问")
    wording_lists.set_entries(draft, [*kept, strict], note="", by=draft.author, now=now)
    draft.refresh_from_db()

    found = {finding.code: finding for finding in checks.findings(draft, now=now)}

    assert "老赖" in found["entries_removed"].reason
    assert softer.phrase in found["entries_softened"].reason
    assert "温和一号" in found["texts_stopped"].reason
    assert all(finding.level == "warn" for finding in found.values())


def test_the_shipped_list_is_installed_once_under_four_eyes(now: datetime) -> None:
    people = {"author": make.staff("collector"), "approver": make.staff("supervisor"), "now": now}
    version = wording_lists.install_shipped(**people)
    assert version is not None
    assert (version.number, version.state) == (1, "approved")
    assert wording_lists.in_force(now).entries == shipped().entries
    assert wording_lists.install_shipped(**people) is None

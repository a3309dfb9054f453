"""The wording list on screen: search, differences, a draft's entries, and who may do what."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from messaging.approval import fingerprints
from messaging.authoring import wording_lists
from messaging.models import WordingListVersion
from tests import make
from tests.markup import flat

pytestmark = pytest.mark.django_db

ENTRY = {
    "phrase": "芝麻开门",
    "category": "自定",
    "level": "block",
    "reason_zh": "我们定的",
    "reason": "",
    "suggestion": "删去",
    "note": "客户投诉过",
}


def _sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def collector(db: None) -> User:
    return make.staff("collector")


@pytest.fixture
def draft(collector: User, now: datetime) -> WordingListVersion:
    return wording_lists.new_draft(by=collector, now=now)


def _page(name: str, *args: Any) -> str:
    return reverse(f"admin:{name}", args=args)


def test_before_any_version_the_shipped_list_is_shown(collector: User) -> None:
    answer = _sign_in(collector).get(_page("wording_list"))
    assert "老赖" in answer.content.decode()


def test_the_page_leads_to_the_version_in_force(now: datetime) -> None:
    version = wording_lists.install_shipped(
        author=make.staff("collector"), approver=make.staff("supervisor"), now=make.MORNING
    )
    answer = _sign_in(make.staff("auditor")).get(_page("wording_list"))
    assert answer["Location"] == _page("wording_list_version", version.pk)


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ({"q": "老 賴"}, "老赖", "弄死你"),
        ({"category": "营销混入"}, "提额", "老赖"),
        ({"level": "warn"}, "请转告", "老赖"),
        ({"q": "没有这个"}, "", "老赖"),
    ],
)
def test_the_list_is_searched_and_filtered_by_its_address(
    draft: WordingListVersion, collector: User, asked: dict, there: str, gone: str
) -> None:
    page = _sign_in(collector).get(_page("wording_list_version", draft.pk), asked).content.decode()
    assert there in page
    assert f"<strong>{gone}</strong>" not in flat(page)


def test_a_phrase_is_added_changed_and_taken_out(
    draft: WordingListVersion, collector: User
) -> None:
    client = _sign_in(collector)
    entry_page = _page("wording_list_entry", draft.pk)

    assert client.post(entry_page, ENTRY).status_code == 302
    changed = ENTRY | {"level": "warn"}
    assert client.post(entry_page + "?phrase=芝麻开门", changed).status_code == 302
    assert (
        client.post(_page("wording_list_remove", draft.pk), {"phrase": "老赖"}).status_code == 302
    )

    draft.refresh_from_db()
    known = {entry.phrase: entry.level for entry in wording_lists.entries_of(draft)}
    assert known["芝麻开门"] == "warn"
    assert "老赖" not in known
    assert draft.author_note == "客户投诉过"
    page = client.get(_page("wording_list_version", draft.pk), {"show": "changes"}).content.decode()
    assert "<del>老赖</del>" in page
    assert "弄死你" not in page


def test_a_phrase_that_cannot_work_keeps_what_was_typed(
    draft: WordingListVersion, collector: User
) -> None:
    client = _sign_in(collector)
    for phrase in ("，。", "老 賴"):
        answer = client.post(_page("wording_list_entry", draft.pk), ENTRY | {"phrase": phrase})
        assert answer.status_code == 200
        assert "我们定的" in answer.content.decode()


def test_markup_in_a_phrase_is_shown_not_executed(
    draft: WordingListVersion, collector: User
) -> None:
    client = _sign_in(collector)
    client.post(_page("wording_list_entry", draft.pk), ENTRY | {"phrase": "<script>alert(1)"})
    page = client.get(_page("wording_list_version", draft.pk)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_new_draft_is_made_once_and_found_again(collector: User) -> None:
    client = _sign_in(collector)
    first = client.post(_page("wording_list_new"))
    assert client.post(_page("wording_list_new"))["Location"] == first["Location"]
    assert WordingListVersion.objects.count() == 1


def test_it_passes_the_same_four_eyes(draft: WordingListVersion, collector: User) -> None:
    step = _page("approval_step", "wording_list", draft.pk)
    _sign_in(collector).post(step, {"step": "submit"})
    draft.refresh_from_db()
    assert draft.state == "submitted"
    assert _sign_in(collector).post(step, {"step": "approve"}).status_code == 403

    supervisor = _sign_in(make.staff("supervisor"))
    queue = supervisor.get(_page("approval_queue")).content.decode()
    assert _page("wording_list_version", draft.pk) in queue
    supervisor.post(step, {"step": "approve", "seen_hash": fingerprints.fingerprint(draft)})
    draft.refresh_from_db()
    assert draft.state == "approved"


@pytest.mark.parametrize("role", ["agent", "auditor", "administrator"])
def test_others_look_but_do_not_touch(draft: WordingListVersion, role: str) -> None:
    client = _sign_in(make.staff(role))
    page = client.get(_page("wording_list_version", draft.pk))
    assert page.status_code == 200
    assert _page("wording_list_remove", draft.pk) not in page.content.decode()
    assert client.get(_page("wording_list_entry", draft.pk)).status_code == 403
    assert client.post(_page("wording_list_remove", draft.pk)).status_code == 403
    assert client.post(_page("wording_list_new")).status_code == 403


def test_what_was_decided_cannot_be_edited(now: datetime) -> None:
    version = wording_lists.install_shipped(
        author=make.staff("collector"), approver=make.staff("supervisor"), now=make.MORNING
    )
    client = _sign_in(make.staff("collector"))
    assert client.get(_page("wording_list_entry", version.pk)).status_code == 302
    client.post(_page("wording_list_remove", version.pk), {"phrase": "老赖"})
    version.refresh_from_db()
    assert "老赖" in {entry.phrase for entry in wording_lists.entries_of(version)}


def test_the_list_of_versions_leads_to_the_page(draft: WordingListVersion, collector: User) -> None:
    client = _sign_in(collector)
    assert client.get(_page("messaging_wordinglistversion_changelist")).status_code == 200
    opened = client.get(_page("messaging_wordinglistversion_change", draft.pk))
    assert opened["Location"] == _page("wording_list_version", draft.pk)

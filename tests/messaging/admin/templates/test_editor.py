"""The editor: saving, submitting, previews, two people in one draft, and who may write."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from messaging.authoring import templates as drafts
from messaging.models import TemplateVersion
from tests import make, make_messaging
from tests.messaging.admin.templates.writing import GOOD, _edit, _post, _sign_in

pytestmark = pytest.mark.django_db


def test_saving_keeps_text_and_note(collector: Any, draft: TemplateVersion) -> None:
    assert _post(_sign_in(collector), draft).status_code == 302
    draft.refresh_from_db()
    assert (draft.body, draft.author_note, draft.state) == (GOOD, "更温和", "draft")


def test_a_draft_may_hold_findings_but_is_not_submitted_with_them(
    collector: Any, draft: TemplateVersion
) -> None:
    answer = _post(_sign_in(collector), draft, body="{{ customer_nam }}您好", act="submit")
    assert answer.url == _edit(draft)
    draft.refresh_from_db()
    assert (draft.body, draft.state) == ("{{ customer_nam }}您好", "draft")


def test_submit_saves_and_asks_for_approval(collector: Any, draft: TemplateVersion) -> None:
    answer = _post(_sign_in(collector), draft, act="submit")
    draft.refresh_from_db()
    assert (draft.body, draft.state, draft.submitted_by) == (GOOD, "submitted", collector)
    assert answer.url == reverse("admin:template_version", args=[draft.pk])


def test_a_double_click_on_submit_submits_once_and_says_so(
    collector: Any, draft: TemplateVersion
) -> None:
    client = _sign_in(collector)
    _post(client, draft, act="submit")
    answer = _post(client, draft, act="submit")
    assert answer.url == reverse("admin:template_version", args=[draft.pk])
    draft.refresh_from_db()
    assert draft.state == "submitted"


def test_an_edit_of_a_request_withdraws_it(collector: Any) -> None:
    version = make_messaging.version(state="submitted", author=collector)
    answer: Any = _sign_in(collector).post(
        _edit(version),
        {"body": GOOD, "note": "", "seen_edited_at": version.edited_at.isoformat(), "act": "save"},
        follow=True,
    )
    version.refresh_from_db()
    assert (version.state, version.submitted_by) == ("draft", None)
    assert any(message.level_tag == "warning" for message in answer.context["messages"])


def test_two_people_in_one_draft_lose_nothing(collector: Any, draft: TemplateVersion, now) -> None:
    other = make.staff("collector", display_name="李编辑")
    drafts.save(
        draft, body="别人的文字", note="", by=other, now=now, seen_edited_at=draft.edited_at
    )
    answer = _post(_sign_in(collector), draft)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "别人的文字" in page
    assert GOOD in page
    assert "李编辑" in page
    assert answer.context["changes"]
    assert TemplateVersion.objects.get(pk=draft.pk).body == "别人的文字"


def test_after_a_conflict_saving_again_is_a_choice(
    collector: Any, draft: TemplateVersion, now
) -> None:
    other = make.staff("collector")
    drafts.save(
        draft, body="别人的文字", note="", by=other, now=now, seen_edited_at=draft.edited_at
    )
    client = _sign_in(collector)
    shown = _post(client, draft).context["form"]["seen_edited_at"].value()
    assert _post(client, draft, seen_edited_at=shown).status_code == 302
    assert TemplateVersion.objects.get(pk=draft.pk).body == GOOD


def test_a_rejected_text_is_not_submitted_again_as_it_stands(collector: Any) -> None:
    version = make_messaging.version(state="rejected", author=collector)
    client = _sign_in(collector)
    same = {"body": version.body, "note": version.author_note, "act": "submit"}
    assert _post(client, version, **same).url == _edit(version)
    version.refresh_from_db()
    assert version.state == "rejected"
    _post(client, version, **{**same, "note": "按讨论保留原文"})
    version.refresh_from_db()
    assert version.state == "submitted"


def test_the_text_of_another_template_is_copied_into_the_form_unsaved(
    collector: Any, draft: TemplateVersion
) -> None:
    source = make_messaging.version(body=GOOD + "谢谢。")
    client = _sign_in(collector)
    page = _post(client, draft, act="copy", body="手头的文字", copy_from=source.pk)
    assert page.context["form"]["body"].value() == source.body
    assert page.context["unsaved"]
    assert "手头的文字" in page.content.decode()
    draft.refresh_from_db()
    assert draft.body == make_messaging.BODY


@pytest.mark.parametrize("asked", ["", "0", "nonsense", "draft"])
def test_only_texts_in_force_are_copied(asked: str, collector: Any, draft: TemplateVersion) -> None:
    other = make_messaging.draft(body="还没有批准的文字")
    asked = str(other.pk) if asked == "draft" else asked
    page = _post(_sign_in(collector), draft, act="copy", copy_from=asked)
    assert page.context["form"]["body"].value() == GOOD


def test_an_approved_text_opens_no_editor(collector: Any) -> None:
    version = make_messaging.version(author=collector)
    assert _sign_in(collector).get(_edit(version)).status_code == 302
    assert _post(_sign_in(collector), version).status_code == 302
    version.refresh_from_db()
    assert version.body == make_messaging.BODY


def test_a_text_too_long_to_store_is_refused_and_kept_on_screen(
    collector: Any, draft: TemplateVersion
) -> None:
    answer = _post(_sign_in(collector), draft, body="长" * 10_001)
    assert answer.status_code == 200
    assert "长" * 10_001 in answer.content.decode()


def test_a_stale_form_is_told_so(collector: Any, draft: TemplateVersion) -> None:
    answer = _post(_sign_in(collector), draft, seen_edited_at="gestern")
    assert answer.status_code == 200
    draft.refresh_from_db()
    assert draft.body == make_messaging.BODY


@pytest.mark.parametrize("role", ["agent", "supervisor", "auditor", "administrator"])
def test_only_collectors_write(role: str, draft: TemplateVersion) -> None:
    client = _sign_in(make.staff(role))
    assert client.get(_edit(draft)).status_code == 403
    assert _post(client, draft).status_code == 403
    assert client.get(reverse("admin:messaging_template_add")).status_code == 403
    new = reverse("admin:template_new", args=[draft.template_id])
    assert client.post(new, {"language": "en"}).status_code == 403
    assert client.get(reverse("admin:template", args=[draft.template_id])).status_code == 200
    assert TemplateVersion.objects.get(pk=draft.pk).body == make_messaging.BODY


def test_visitors_are_asked_to_sign_in(draft: TemplateVersion) -> None:
    answer: Any = Client().get(_edit(draft))
    assert answer.status_code == 302
    assert "login" in answer.url

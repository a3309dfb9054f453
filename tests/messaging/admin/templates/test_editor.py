"""The editor: saving, submitting, previews, two people in one draft, and who may write."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from messaging.authoring import templates as drafts
from messaging.authoring.purposes import asked_of
from messaging.models import Template, TemplateVersion
from tests import make, make_messaging

pytestmark = pytest.mark.django_db
GOOD = make_messaging.BODY + "祝好。"


@pytest.fixture
def collector() -> Any:
    return make.staff("collector")


@pytest.fixture
def draft(collector: Any) -> TemplateVersion:
    return make_messaging.draft(author=collector)


def _sign_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _edit(version: TemplateVersion) -> str:
    return reverse("admin:template_editor", args=[version.pk])


def _post(client: Client, version: TemplateVersion, **more: Any) -> Any:
    form = {
        "body": GOOD,
        "note": "更温和",
        "seen_edited_at": version.edited_at.isoformat(),
        "act": "save",
        **more,
    }
    return client.post(_edit(version), form)


def test_a_template_is_started_and_its_editor_opens(collector: Any) -> None:
    client = _sign_in(collector)
    answer: Any = client.post(
        reverse("admin:messaging_template_add"),
        {
            "title": "逾期四至七天",
            "code": "dpd-4-7-x",
            "stage": "dpd-4-7",
            "tone": "gentle",
            "cause": "unknown",
            "language": "zh-hans",
        },
    )
    version = TemplateVersion.objects.get()
    assert answer.url == _edit(version)
    assert (version.state, version.author) == ("draft", collector)
    assert client.get(answer.url).status_code == 200


def test_a_code_nobody_gives_is_made_from_what_the_text_is_for(collector: Any) -> None:
    client, url = _sign_in(collector), reverse("admin:messaging_template_add")
    said = {"title": "x", "stage": "dpd-16+", "tone": "firm", "language": "zh-hans"}
    for more in ({"cause": "unknown"}, {"cause": "unknown"}, {"cause": "hardship"}):
        client.post(url, {**said, **more})
    client.post(url, {**said, "cause": "unknown", "use": "answer"})
    codes = Template.objects.order_by("pk").values_list("code", flat=True)
    assert list(codes) == ["dpd-16-firm", "dpd-16-firm-2", "dpd-16-firm-hardship", "answer"]


def test_a_taken_code_is_said_in_the_form(collector: Any, draft: TemplateVersion) -> None:
    answer: Any = _sign_in(collector).post(
        reverse("admin:messaging_template_add"), {"code": draft.template.code, "title": "x"}
    )
    assert answer.status_code == 200
    assert "code" in answer.context["form"].errors


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


def test_the_preview_says_that_somebody_saved_meanwhile(
    collector: Any, draft: TemplateVersion, now
) -> None:
    client, url = _sign_in(collector), reverse("admin:template_preview", args=[draft.pk])
    form = {"body": GOOD, "seen_edited_at": draft.edited_at.isoformat()}
    assert client.post(url, form).context["panel"].newer is None
    other = make.staff("collector", display_name="李编辑")
    drafts.save(draft, body="x", note="", by=other, now=now, seen_edited_at=draft.edited_at)
    assert "李编辑" in client.post(url, form).content.decode()


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


def test_a_real_customer_is_shown_masked(collector: Any, draft: TemplateVersion) -> None:
    loan = make.loan(dpd=5, customer=make.customer(name="欧阳小明"))
    form = {
        "body": GOOD,
        "specimen": "customer",
        "customer_no": loan.customer.customer_no,
        "lender": loan.lender_id,
    }
    url = reverse("admin:template_preview", args=[draft.pk])
    answer: Any = _sign_in(collector).post(url, form)
    text = answer.context["panel"].shown.text
    assert "欧**明先生您好" in text
    assert "1,234.56元" in text
    assert "欧阳小明" not in answer.content.decode()


def test_a_customer_who_cannot_serve_as_a_sample_is_said_to(
    collector: Any, draft: TemplateVersion
) -> None:
    client, url = _sign_in(collector), reverse("admin:template_preview", args=[draft.pk])
    paid = make.loan(amount_due=0)
    for number in ("", "C-nobody", paid.customer.customer_no):
        form = {"body": GOOD, "specimen": "customer", "customer_no": number}
        panel = client.post(url, {**form, "lender": paid.lender_id}).context["panel"]
        assert panel.note
        assert panel.shown.text.startswith("【安和消费金融】王小明")


def test_what_other_placeholders_mean_for_sending_is_said(collector: Any) -> None:
    version = make_messaging.version()
    draft = make_messaging.draft(template=version.template, author=collector)
    client, url = _sign_in(collector), reverse("admin:template_preview", args=[draft.pk])
    assert client.post(url, {"body": version.body}).context["panel"].changes == []
    body = version.body.replace("{{ due_date }}", "{{ loan_tail }}")
    assert len(client.post(url, {"body": body}).context["panel"].changes) == 2


def test_all_languages_stand_beside_each_other(collector: Any) -> None:
    version = make_messaging.version()
    draft = make_messaging.draft(template=version.template, author=collector)
    other = make_messaging.draft(
        template=version.template, author=collector, language="zh-hant", body="繁體文字"
    )
    page = _sign_in(collector).get(_edit(draft))
    by_code = {language.code: language for language in page.context["languages"]}
    assert by_code["zh-hans"].standing == version
    assert by_code["zh-hant"].open == other
    assert "繁體文字" in page.content.decode()


def test_an_approved_text_opens_no_editor(collector: Any) -> None:
    version = make_messaging.version(author=collector)
    assert _sign_in(collector).get(_edit(version)).status_code == 302
    assert _post(_sign_in(collector), version).status_code == 302
    version.refresh_from_db()
    assert version.body == make_messaging.BODY


def test_the_preview_shows_the_text_as_received_and_saves_nothing(
    collector: Any, draft: TemplateVersion
) -> None:
    make.lender(texts={"zh-hans": ("安和金融", "安和金融", "安和App")}, hotline="4001234567")
    answer: Any = _sign_in(collector).post(
        reverse("admin:template_preview", args=[draft.pk]),
        {"body": GOOD, "specimen": "typical"},
    )
    text = answer.context["panel"].shown.text
    assert text.startswith("【安和金融】王小明先生您好")
    assert "4001234567" in text
    draft.refresh_from_db()
    assert draft.body == make_messaging.BODY


def test_the_preview_works_without_script(collector: Any, draft: TemplateVersion) -> None:
    answer = _post(_sign_in(collector), draft, act="preview", specimen="several")
    assert answer.status_code == 200
    assert "4,626.25元" in answer.content.decode()  # three loans add up
    draft.refresh_from_db()
    assert draft.body == make_messaging.BODY


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{{",
        "}}",
        "{{ customer_name }}" * 500,
        "<script>alert(1)</script>{{ customer_name }}",
        "\u202e{{ customer_name }}\u200b",
        "【】",
        "x" * 10_000,
        "😀" * 200,
    ],
)
def test_bad_text_gets_a_clear_answer_and_nothing_runs(
    body: str, collector: Any, draft: TemplateVersion
) -> None:
    client = _sign_in(collector)
    url = reverse("admin:template_preview", args=[draft.pk])
    for specimen in ("typical", "longest", "oldest", "several", "customer", "nonsense"):
        answer = client.post(url, {"body": body, "specimen": specimen})
        assert answer.status_code == 200
        assert "<script>" not in answer.content.decode()
    assert _post(client, draft, body=body).status_code == 302
    assert client.get(_edit(draft)).status_code == 200


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


def test_a_new_version_begins_with_the_text_in_force(collector: Any) -> None:
    version = make_messaging.version()
    client = _sign_in(collector)
    new = reverse("admin:template_new", args=[version.template_id])
    client.post(new, {"language": "zh-hans", "from": version.pk})
    draft = version.template.versions.get(state="draft")
    assert (draft.number, draft.body, draft.author) == (2, version.body, collector)

    again = client.post(new, {"language": "zh-hans", "from": version.pk}, follow=True)
    assert any(message.level_tag == "error" for message in again.context["messages"])
    assert version.template.versions.count() == 2


def test_visitors_are_asked_to_sign_in(draft: TemplateVersion) -> None:
    answer: Any = Client().get(_edit(draft))
    assert answer.status_code == 302
    assert "login" in answer.url


def test_the_list_says_what_is_in_force_and_what_is_being_written(
    collector: Any, django_assert_max_num_queries: Any
) -> None:
    for _n in range(5):
        version = make_messaging.version()
        make_messaging.draft(template=version.template, author=collector)
    client = _sign_in(collector)
    with django_assert_max_num_queries(25):
        page = client.get(reverse("admin:messaging_template_changelist")).content.decode()
    assert page.count("v1</span>") == 5
    assert page.count("v2 ·") == 5
    filtered = client.get(
        reverse("admin:messaging_template_changelist"), {"versions__state__exact": "rejected"}
    )
    assert filtered.context["cl"].result_count == 0


def test_what_begins_later_is_announced_beside_what_is_in_force(collector: Any) -> None:
    standing = make_messaging.version()
    later = datetime(2099, 1, 2, tzinfo=UTC)
    coming = make_messaging.version(template=standing.template, effective_from=later)
    url = reverse("admin:template", args=[standing.template_id])
    page = _sign_in(collector).get(url)
    (simplified, *_others) = page.context["languages"]
    assert (simplified.standing, simplified.coming) == (standing, [coming])
    assert "2099年1月2日" in page.content.decode()


ODD = "芝麻开门"


def test_a_sentence_of_unknown_purpose_is_shown_with_a_chooser_and_stops_submitting(
    collector: Any, draft: TemplateVersion
) -> None:
    client, body = _sign_in(collector), f"{GOOD}{ODD}。"
    (asked,) = asked_of(body, {})
    url = reverse("admin:template_preview", args=[draft.pk])

    page = client.post(url, {"body": body}).content.decode()
    assert f'name="purpose-{asked.key}"' in page
    assert 'data-blocked="1"' in page

    page = client.post(url, {"body": body, f"purpose-{asked.key}": "help"}).content.decode()
    assert '<option value="help" selected>' in page
    assert 'data-blocked="0"' in page

    _post(client, draft, body=body, act="submit")
    draft.refresh_from_db()
    assert (draft.state, draft.body) == ("draft", body)

    _post(client, draft, body=body, act="submit", **{f"purpose-{asked.key}": "help"})
    draft.refresh_from_db()
    assert draft.state == "submitted"
    assert draft.purposes == [{"sentence": ODD, "purpose": "help"}]


def test_what_was_said_of_a_sentence_is_there_when_the_editor_opens_again(collector: Any) -> None:
    purposes = [{"sentence": ODD, "purpose": "help"}]
    draft = make_messaging.draft(author=collector, body=f"{GOOD}{ODD}。", purposes=purposes)

    page = _sign_in(collector).get(_edit(draft)).content.decode()

    assert '<option value="help" selected>' in page

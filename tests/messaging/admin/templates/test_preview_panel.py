"""The preview beside the editor: the text as somebody receives it, saved nowhere."""

from typing import Any

import pytest
from django.urls import reverse

from messaging.authoring import templates as drafts
from messaging.authoring.purposes import asked_of
from messaging.models import TemplateVersion
from tests import make, make_messaging
from tests.messaging.admin.templates.writing import GOOD, _edit, _post, _sign_in

pytestmark = pytest.mark.django_db


def test_the_preview_says_that_somebody_saved_meanwhile(
    collector: Any, draft: TemplateVersion, now
) -> None:
    client, url = _sign_in(collector), reverse("admin:template_preview", args=[draft.pk])
    form = {"body": GOOD, "seen_edited_at": draft.edited_at.isoformat()}
    assert client.post(url, form).context["panel"].newer is None
    other = make.staff("collector", display_name="李编辑")
    drafts.save(draft, body="x", note="", by=other, now=now, seen_edited_at=draft.edited_at)
    assert "李编辑" in client.post(url, form).content.decode()


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

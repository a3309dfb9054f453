"""The versions of a template: begun, listed, standing beside each other."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from messaging.models import Template, TemplateVersion
from tests import make_messaging
from tests.messaging.admin.templates.writing import _edit, _sign_in

pytestmark = pytest.mark.django_db


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

"""The same text on other channels: made by a click, written in the same editor, approved alike."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from messaging.authoring.check_text import template_findings
from messaging.models import Template, TemplateVersion
from tests import make, make_messaging

pytestmark = pytest.mark.django_db


@pytest.fixture
def base() -> TemplateVersion:
    version: TemplateVersion = make_messaging.version()
    return version


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, now: Any) -> Client:
    monkeypatch.setattr("config.clock.now", lambda: now)
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(make.staff("collector"))
    return client


def varied(desk: Client, base: TemplateVersion) -> Template:
    desk.post(reverse("admin:template_variant", args=[base.template_id]), {"channel": "email"})
    return Template.objects.get(variant_of=base.template)


def test_a_variant_is_of_its_channel_and_begins_with_the_text(
    desk: Client, base: TemplateVersion
) -> None:
    mail = varied(desk, base)
    assert (mail.channel, mail.stage, mail.tone) == ("email", "dpd-4-7", "gentle")
    desk.post(reverse("admin:template_new", args=[mail.pk]), {"language": "zh-hans"})
    draft = mail.versions.get()
    assert (draft.body, draft.subject) == (base.body, "{{ lender }}的还款提醒")
    page = desk.get(reverse("admin:template_editor", args=[draft.pk])).content.decode()
    assert 'name="subject"' in page


def test_there_is_one_for_each_channel(desk: Client, base: TemplateVersion) -> None:
    varied(desk, base)
    assert varied(desk, base)
    assert Template.objects.count() == 2


def test_the_subject_is_saved_with_the_text(desk: Client, base: TemplateVersion) -> None:
    mail = varied(desk, base)
    desk.post(reverse("admin:template_new", args=[mail.pk]), {"language": "zh-hans"})
    draft = mail.versions.get()
    desk.post(
        reverse("admin:template_editor", args=[draft.pk]),
        {
            "body": base.body,
            "subject": "账单提醒",
            "note": "",
            "act": "save",
            "seen_edited_at": draft.edited_at.isoformat(),
        },
    )
    draft.refresh_from_db()
    assert draft.subject == "账单提醒"


@pytest.mark.parametrize(
    ("channel", "subject", "code"),
    [
        ("email", "", "subject_missing"),
        ("email", "您已逾期", "subject_telling"),
        ("sms", "还款提醒", "subject_needless"),
    ],
)
def test_what_stands_against_a_subject_blocks(
    base: TemplateVersion, now: Any, channel: str, subject: str, code: str
) -> None:
    template = make_messaging.template(channel=channel)
    found = template_findings(
        base.body, template=template, language="zh-hans", now=now, subject=subject
    )
    assert code in [each.code for each in found if each.level == "block"]


def test_a_mail_is_seen_as_a_mail_and_counts_no_segments(
    desk: Client, base: TemplateVersion
) -> None:
    mail = varied(desk, base)
    desk.post(reverse("admin:template_new", args=[mail.pk]), {"language": "zh-hans"})
    draft = mail.versions.get()
    for name in ("template_editor", "template_version"):
        page = desk.get(reverse(f"admin:{name}", args=[draft.pk])).content.decode()
        assert '<article class="hc-mail">' in page
        assert "Segments and cost" not in page


@pytest.mark.parametrize(("channel", "frame"), [("push", "hc-lock"), ("wechat", "hc-wechat")])
def test_others_are_seen_as_their_channel_shows_them(
    desk: Client, base: TemplateVersion, channel: str, frame: str
) -> None:
    desk.post(reverse("admin:template_variant", args=[base.template_id]), {"channel": channel})
    made = Template.objects.get(channel=channel)
    desk.post(reverse("admin:template_new", args=[made.pk]), {"language": "zh-hans"})
    page = desk.get(reverse("admin:template_editor", args=[made.versions.get().pk]))
    assert f'class="{frame}"' in page.content.decode()


def test_each_of_the_channels_leads_to_the_others(desk: Client, base: TemplateVersion) -> None:
    mail = varied(desk, base)
    page = desk.get(reverse("admin:template", args=[mail.pk])).content.decode()
    assert reverse("admin:template", args=[base.template_id]) in page
    assert "Write it for WeChat" in page

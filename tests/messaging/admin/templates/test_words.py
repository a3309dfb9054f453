"""Texts are found by their words, whatever their channel, language or version."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from messaging.admin.templates.words import around
from messaging.models import TemplateVersion
from tests import make, make_messaging

pytestmark = pytest.mark.django_db
TEXTS, VERSIONS = (
    "admin:messaging_template_changelist",
    "admin:messaging_templateversion_changelist",
)
PHRASE = "一起想办法"
BODY = make_messaging.BODIES["zh-hans"]


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Client:
    monkeypatch.setattr("config.clock.now", lambda: now)
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.staff("collector"))
    return client


def holds(phrase: str = PHRASE, **columns: object) -> TemplateVersion:
    return make_messaging.draft(body=f"{BODY}{phrase}。", **columns)  # type: ignore[no-any-return]


def found(desk: Client, page: str, q: str) -> list[int]:
    rows = desk.get(reverse(page), {"q": q}).context["cl"].result_list
    return sorted(row.pk for row in rows)


def test_a_text_is_found_by_its_words_and_says_which_version_holds_them(desk: Client) -> None:
    sms = make_messaging.version()
    mail = make_messaging.template(title="邮件", channel="email", variant_of=sms.template)
    there = holds(template=mail, subject="还款提醒")
    make_messaging.draft(body=BODY)
    assert found(desk, TEXTS, PHRASE) == [mail.pk]
    assert found(desk, TEXTS, f"{PHRASE} 还款提醒") == [mail.pk]
    assert found(desk, TEXTS, f"{PHRASE} 不在其中") == []
    assert found(desk, TEXTS, "100%") == []
    assert found(desk, VERSIONS, PHRASE) == [there.pk]
    page = desk.get(reverse(TEXTS), {"q": PHRASE}).content.decode()
    cell = page.split('class="field-found_in', 1)[1].split("</td>", 1)[0]
    assert reverse("admin:template_version", args=[there.pk]) in cell
    assert found(desk, TEXTS, mail.code) == [mail.pk]
    listed = desk.get(reverse(VERSIONS), {"q": PHRASE}).content.decode()
    assert PHRASE in listed.split('class="field-words', 1)[1].split("</td>", 1)[0]


def test_more_texts_cost_no_more_queries(desk: Client) -> None:
    for page in (TEXTS, VERSIONS):
        holds()
        desk.get(reverse(page), {"q": PHRASE})
        with CaptureQueriesContext(connection) as few:
            desk.get(reverse(page), {"q": PHRASE})
        for _ in range(5):
            holds()
        with CaptureQueriesContext(connection) as many:
            desk.get(reverse(page), {"q": PHRASE})
        assert len(few) == len(many)


def test_channel_and_languages_tell_two_of_one_title_apart(desk: Client) -> None:
    sms = make_messaging.version(title="温和提醒")
    make_messaging.template(title="温和提醒", channel="email", variant_of=sms.template)
    page = desk.get(reverse(TEXTS)).content.decode()
    cells = [part.split("</td>", 1)[0] for part in page.split('class="field-channel')[1:]]
    assert [cell.split(">")[-1] for cell in cells] == ["E-mail", "SMS"]
    desk.force_login(make.staff("supervisor"))
    stops = desk.get(reverse("admin:stops")).content.decode()
    assert "温和提醒 · SMS · " in stops


def test_an_answer_has_no_stage_and_no_tone(desk: Client) -> None:
    answer = make_messaging.template(title="结清证明", stage="dpd-1", content_class="answer")
    reminder = make_messaging.template(title="提醒", stage="dpd-1")
    page = desk.get(reverse(TEXTS), {"q": "结清证明"}).content.decode()
    rows = page.split('class="field-purpose', 1)[1]
    assert "1 day overdue" not in rows.split("</tr>", 1)[0]
    assert "Gentle" not in rows.split("</tr>", 1)[0]
    assert (
        "1 day overdue"
        not in desk.get(reverse("admin:template", args=[answer.pk])).content.decode()
    )
    listed = desk.get(reverse(TEXTS), {"stage__exact": "dpd-1"}).context["cl"].result_list
    assert [each.pk for each in listed] == [reminder.pk]


def test_a_list_shows_the_words_that_were_looked_for() -> None:
    long = "开头" * 30 + PHRASE + "结尾" * 30
    assert PHRASE in around(long, PHRASE)
    assert around(long, PHRASE).startswith("…")
    assert around("短", "") == "短"

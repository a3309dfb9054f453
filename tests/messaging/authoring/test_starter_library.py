"""The starter library: asked for at once by one person, approved at once by another."""

from datetime import datetime

import pytest

from messaging import library
from messaging.approval import fingerprints
from messaging.authoring import starter, starter_library as starters
from messaging.authoring.starter_library import NEW
from messaging.models import Template, TemplateVersion
from tests import make

pytestmark = pytest.mark.django_db


def some(language: str = "zh-hans") -> list[library.StarterTemplate]:
    return library.load(language)[:3]


def test_a_language_has_reminders_answers_notices_and_knowledge() -> None:
    classes = {text.content_class for text in starters.texts_in(["en"])}
    assert classes == {"collection_service", "answer", "notice", "education"}
    assert {text.language for text in starters.texts_in(["en"])} == {"en"}


def test_consequences_come_only_where_they_are_true() -> None:
    named = {text.mentions for text in starters.texts_in(["zh-hans"])}
    assert named == {()}
    assert ("late_fee",) in {t.mentions for t in starters.texts_in(["zh-hans"], ["late_fee"])}


def test_what_is_here_is_counted_by_state_and_not_written_again(now: datetime) -> None:
    texts, author = some(), make.staff("collector")
    assert starters.states_of(texts)["zh-hans"] == {NEW: 3}
    outcome = starters.write_and_ask(texts, by=author, now=now)
    assert len(outcome.done) == 3
    assert starters.states_of(texts)["zh-hans"] == {"submitted": 3}
    assert starters.write_and_ask(texts, by=author, now=now).done == ()
    assert TemplateVersion.objects.count() == 3


def test_what_cannot_be_asked_for_stays_a_draft_and_says_why(now: datetime) -> None:
    bad = library.StarterTemplate(
        code="bad", title="x", stage="dpd-1", tone="gentle", language="zh-hans", body="马上还钱"
    )
    outcome = starters.write_and_ask([*some(), bad], by=make.staff("collector"), now=now)
    assert len(outcome.done) == 3
    (refused,) = outcome.refused
    assert refused.version.template.code == "bad"
    assert len(refused.why) > 10


def test_what_could_not_be_asked_for_is_asked_for_when_it_can_be(now: datetime) -> None:
    author, texts = make.staff("collector"), some()
    written = starter.write_missing(texts, by=author, now=now)
    assert starters.states_of(texts)["zh-hans"] == {"draft": 3}
    again = starters.write_and_ask(texts, by=author, now=now)
    assert {version.pk for version in again.done} == {version.pk for version in written}


def test_who_asked_for_them_is_not_shown_them_and_cannot_approve_them(now: datetime) -> None:
    author = make.staff("collector")
    asked = starters.write_and_ask(some(), by=author, now=now).done
    assert starters.waiting(by=author) == []
    seen = {version.pk: fingerprints.fingerprint(version) for version in asked}
    outcome = starters.approve_all(seen, by=author, now=now)
    assert (len(outcome.done), len(outcome.refused)) == (0, 3)


def test_a_text_changed_since_it_was_read_is_left_out_and_the_others_are_approved(
    now: datetime,
) -> None:
    asked = starters.write_and_ask(some(), by=make.staff("collector"), now=now).done
    reader = make.staff("supervisor")
    shown = starters.waiting(by=reader)
    assert {version.pk for version in shown} == {version.pk for version in asked}
    seen = {version.pk: fingerprints.fingerprint(version) for version in shown}
    seen[shown[0].pk] = "0" * 64
    outcome = starters.approve_all(seen, by=reader, now=now)
    assert [refused.version for refused in outcome.refused] == [shown[0]]
    assert len(outcome.done) == 2


def test_only_the_library_s_own_texts_wait_there(now: datetime) -> None:
    starters.write_and_ask(some(), by=make.staff("collector"), now=now)
    Template.objects.filter(code=some()[0].code).update(code="another")
    assert len(starters.waiting(by=make.staff("supervisor"))) == 2

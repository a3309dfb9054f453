"""A file comes in as drafts: all of it or nothing, never approved, and twice changes nothing."""

import io
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from messaging import library
from messaging.approval import fingerprints, steps
from messaging.authoring import templates as drafts
from messaging.interchange import bring_in, reading, writing
from messaging.interchange.entries import Entry, FileRefused
from messaging.interchange.writing import as_file
from messaging.models import Template, TemplateVersion
from tests import make, make_messaging

pytestmark = pytest.mark.django_db


def _entry(**changes) -> Entry:
    fields = {
        "code": "one",
        "title": "第一天",
        "stage": "dpd-4-7",
        "tone": "gentle",
        "cause": "unknown",
        "channel": "sms",
        "content_class": "collection_service",
        "texts": {"zh-hans": make_messaging.BODY},
    }
    return Entry(**{**fields, **changes})


def _library() -> list[Entry]:
    """The starter texts that need no facts of a lender, as a file would carry them."""
    by_code: dict[str, Entry] = {}
    for language in library.LANGUAGES:
        for text in library.load(language):
            entry = by_code.setdefault(
                text.code,
                _entry(
                    code=text.code,
                    title=text.title,
                    stage=text.stage,
                    tone=text.tone,
                    cause=text.cause,
                    texts={},
                ),
            )
            entry.texts[language] = text.body
    return [by_code[code] for code in sorted(by_code)]


def _approve_everything(now: datetime) -> None:
    supervisor = make.staff("supervisor")
    for draft in TemplateVersion.objects.filter(state="draft"):
        submitted = steps.submit(draft, by=draft.author, now=now)
        steps.approve(
            submitted, by=supervisor, now=now, seen_hash=fingerprints.fingerprint(submitted)
        )


def test_out_of_one_place_into_an_empty_one_and_out_again_is_the_same_file(now: datetime) -> None:
    make.lender()
    file = as_file(_library())
    outcome = bring_in.bring_in(reading.read(file), by=make.staff("collector"), now=now)
    assert len(outcome.drafted) > 20
    assert "templates: []" in writing.write(now)  # a draft is not in force
    _approve_everything(now)
    assert writing.write(now) == file


def test_the_same_file_twice_changes_nothing(now: datetime) -> None:
    person = make.staff("collector")
    entries = [_entry(), _entry(code="two", texts={"zh-hans": "甲", "en": "A"})]
    first = bring_in.bring_in(entries, by=person, now=now)
    assert (first.new, len(first.drafted), first.unchanged) == (["one", "two"], 3, 0)
    before = list(TemplateVersion.objects.order_by("pk").values())

    second = bring_in.bring_in(entries, by=person, now=now)

    assert (second.changed, second.unchanged) == (False, 3)
    assert list(TemplateVersion.objects.order_by("pk").values()) == before


def test_nothing_is_approved_by_coming_in(now: datetime) -> None:
    person = make.staff("collector")
    bring_in.bring_in([_entry()], by=person, now=now)
    version = TemplateVersion.objects.get()
    assert (version.state, version.author, version.body) == ("draft", person, make_messaging.BODY)


def test_a_changed_text_becomes_the_next_draft_and_what_is_in_force_stays(now: datetime) -> None:
    standing = make_messaging.version()
    template = standing.template
    entry = _entry(code=template.code, title=template.title, texts={"zh-hans": "改过的"})
    outcome = bring_in.bring_in([entry], by=make.staff("collector"), now=now)
    assert outcome.drafted == [(template.code, "zh-hans")]
    standing.refresh_from_db()
    assert standing.state == "approved"
    assert template.versions.get(number=2).body == "改过的"


def test_what_was_sent_back_is_not_drafted_again(now: datetime) -> None:
    rejected = make_messaging.version(state="rejected")
    entry = _entry(code=rejected.template.code, title=rejected.template.title)
    assert not bring_in.bring_in([entry], by=make.staff("collector"), now=now).changed


def test_a_new_title_renames_and_another_purpose_is_refused(now: datetime) -> None:
    template = make_messaging.version().template
    person = make.staff("collector")
    renamed = bring_in.bring_in([_entry(code=template.code, title="新名")], by=person, now=now)
    assert renamed.renamed == [template.code]
    with pytest.raises(FileRefused) as refused:
        bring_in.bring_in(
            [_entry(code=template.code, tone="firm", stage="dpd-1")], by=person, now=now
        )
    assert {problem.field for problem in refused.value.problems} == {"stage", "tone"}


def test_one_bad_entry_keeps_the_whole_file_out(now: datetime) -> None:
    open_draft = make_messaging.draft()
    clash = _entry(
        code=open_draft.template.code,
        title=open_draft.template.title,
        texts={"zh-hans": "另一个"},
    )
    with pytest.raises(FileRefused) as refused:
        bring_in.bring_in([_entry(code="fresh"), clash], by=make.staff("collector"), now=now)
    [problem] = refused.value.problems
    assert (problem.entry, problem.field) == (open_draft.template.code, "texts.zh-hans")
    assert not Template.objects.filter(code="fresh").exists()


def test_a_text_beside_an_open_draft_that_is_in_force_is_left_alone(now: datetime) -> None:
    standing = make_messaging.version()
    drafts.new_version(standing.template, "zh-hans", by=standing.author, now=now)
    entry = _entry(code=standing.template.code, title=standing.template.title)
    assert not bring_in.bring_in([entry], by=make.staff("collector"), now=now).changed


def test_the_commands_write_and_bring_in(tmp_path: Path) -> None:
    make_messaging.version(template=make_messaging.template(code="kept"))
    file = tmp_path / "templates.yaml"
    call_command("export_templates", str(file))
    out = io.StringIO()
    call_command("export_templates", "-", stdout=out)
    assert file.read_text("utf-8") == out.getvalue()
    assert "code: kept" in out.getvalue()

    person = make.staff("collector")
    said = io.StringIO()
    call_command("import_templates", str(file), "--by", person.username, stdout=said)
    assert "0 drafts" in said.getvalue()


@pytest.mark.parametrize("role", ["supervisor", "agent", "auditor", "administrator"])
def test_the_command_asks_for_the_role_that_writes(role: str, tmp_path: Path) -> None:
    file = tmp_path / "templates.yaml"
    file.write_text(as_file([_entry()]), "utf-8")
    with pytest.raises(CommandError):
        call_command("import_templates", str(file), "--by", make.staff(role).username)
    assert not Template.objects.exists()


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "templates.yaml"
    file.write_text(as_file([_entry(tone="loud")]), "utf-8")
    person = make.staff("collector").username
    with pytest.raises(CommandError, match="one · tone"):
        call_command("import_templates", str(file), "--by", person)
    with pytest.raises(CommandError):
        call_command("import_templates", str(tmp_path / "absent"), "--by", person)


def _desk(role: str) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(make.staff(role))
    return client


def _upload(desk: Client, content: bytes):
    file = SimpleUploadedFile("t.yaml", content)
    return desk.post(reverse("admin:template_import"), {"file": file})


def test_on_screen_a_file_is_downloaded_and_uploaded() -> None:
    make_messaging.version(template=make_messaging.template(code="kept"))
    desk = _desk("collector")
    exported = desk.get(reverse("admin:template_export"))
    assert "attachment" in exported["Content-Disposition"]
    assert b"code: kept" in exported.content
    assert _upload(desk, exported.content).status_code == 302
    assert TemplateVersion.objects.count() == 1
    assert _upload(desk, as_file([_entry()]).encode()).status_code == 302
    assert TemplateVersion.objects.get(template__code="one").state == "draft"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"nonsense", b"[" * 9000])
def test_a_bad_file_gets_an_answer_on_screen(content: bytes) -> None:
    answer = _upload(_desk("collector"), content)
    assert answer.status_code == 422
    assert answer.context["problems"]


def test_html_in_a_file_is_shown_as_text() -> None:
    bad = as_file([_entry(tone="<script>alert(1)</script>")])
    assert b"<script>alert(1)" not in _upload(_desk("collector"), bad.encode()).content

"""One wording put for another in many texts: looked at, then drafts that somebody else approves."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import BulkJob
from messaging.models import TemplateVersion
from tests import make, make_messaging

pytestmark = pytest.mark.django_db
LIST = "admin:messaging_templateversion_changelist"


def chosen(client: Client, *rows: TemplateVersion) -> BulkJob:
    act = {"action": "versions_replace", "index": "0"}
    client.post(reverse(LIST), {**act, "_selected_action": [row.pk for row in rows]})
    return BulkJob.objects.latest("pk")


def carried_out(client: Client, job: BulkJob, **said: object) -> None:
    client.post(reverse("admin:many_begin", args=[job.pk]), said)
    client.post(reverse("admin:many_go_on", args=[job.pk]))


@pytest.fixture
def writer() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.staff("collector"))
    return client


def test_texts_in_force_become_requests_and_drafts_are_changed(writer: Client) -> None:
    former = make_messaging.version(now=make.MORNING - timedelta(days=1))
    standing = make_messaging.version(template=former.template, now=make.MORNING)
    draft = make_messaging.version(state="draft")
    without = make_messaging.version(body=make_messaging.BODY.replace("致电", "联系"))
    job = chosen(writer, former, standing, draft, without)
    said = {"find": "请致电", "put": "欢迎致电", "note": "更温和", "hand_in": "on"}
    begin = reverse("admin:many_begin", args=[job.pk])
    shown = writer.post(begin, said).content.decode()
    assert "<del>请致电</del><ins>欢迎致电</ins>" in shown
    assert TemplateVersion.objects.count() == 4  # looked at, nothing written
    done = {**said, "checked": "1", "row": [standing.pk, draft.pk]}
    carried_out(writer, job, **done)
    made = TemplateVersion.objects.get(template=standing.template, number=standing.number + 1)
    draft.refresh_from_db()
    for each in (made, draft):
        assert (each.state, "欢迎致电" in each.body) == ("submitted", True)
    assert (made.author_note, made.submitted_by) == ("更温和", draft.submitted_by)
    states = dict(job.rows.values_list("object_id", "state"))
    assert (states[former.pk], states[without.pk]) == ("refused", "refused")


def test_what_would_be_refused_is_seen_before_and_stays(writer: Client) -> None:
    standing = make_messaging.version()
    job = chosen(writer, standing)
    said = {"find": "{{ hotline }}", "put": "客服", "hand_in": "on"}
    begin = reverse("admin:many_begin", args=[job.pk])
    shown = writer.post(begin, said).content.decode()
    assert "Blocks" in shown
    carried_out(writer, job, **said, checked="1", row=[standing.pk])
    assert job.rows.get().state == "refused"
    assert TemplateVersion.objects.count() == 1


def test_the_same_words_or_none_are_asked_for_again(writer: Client) -> None:
    job = chosen(writer, make_messaging.version())
    begin = reverse("admin:many_begin", args=[job.pk])
    for said in ({"find": "", "put": "x"}, {"find": "还款", "put": "还款"}):
        assert writer.post(begin, said).status_code == 422

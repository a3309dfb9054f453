"""Files of a complaint: given, looked at, removed."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.models import AuditEntry, User
from feedback.complaints import evidence
from feedback.models import Complaint, Evidence
from tests import make
from tests.feedback.admin.complaints.desk import at, post, shown
from tests.feedback.complaints import files
from tests.make_complaints import logged, removed

pytestmark = pytest.mark.django_db


def upload(user: User, complaint: Complaint, data: bytes, name: str = "a.pdf") -> Any:
    return post(user, "evidence_add", complaint.pk, file=SimpleUploadedFile(name, data))


def test_evidence_is_given_out_as_an_attachment_that_runs_nothing(now: datetime) -> None:
    complaint, agent = logged(now), make.staff("agent")
    upload(agent, complaint, files.TXT, "聊天 <script>.txt")
    kept = Evidence.objects.get()
    answer = post(make.staff("auditor"), "evidence_open", kept.pk)
    assert answer.content == files.TXT
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]
    assert "script>" not in answer["Content-Disposition"]
    assert AuditEntry.objects.filter(table="feedback_evidence", action="export").exists()


def test_evidence_is_not_looked_at_by_following_a_link(now: datetime) -> None:
    complaint, agent = logged(now), make.staff("agent")
    upload(agent, complaint, files.PDF)
    address = reverse("admin:evidence_open", args=[Evidence.objects.get().pk])
    assert at(agent).get(address).status_code == 405


def test_an_upload_without_a_valid_token_is_refused(now: datetime) -> None:
    complaint = logged(now)
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.staff("agent"))
    address = reverse("admin:evidence_add", args=[complaint.pk])
    answer = client.post(address, {"file": SimpleUploadedFile("a.pdf", files.PDF)})
    assert answer.status_code == 403
    assert not Evidence.objects.exists()


def test_a_file_too_large_is_not_taken_to_its_end(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "LARGEST_FILE", 300_000)
    complaint, agent = logged(now), make.staff("agent")
    answer = upload(agent, complaint, files.PDF + b"x" * 2_000_000)
    assert answer.status_code == 302
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("form", [{}, {"file": "not a file"}, {"other": "x"}])
def test_a_form_without_a_file_says_so(now: datetime, form: dict[str, str]) -> None:
    complaint, agent = logged(now), make.staff("agent")
    assert post(agent, "evidence_add", complaint.pk, **form).status_code == 302


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.binary(max_size=400), st.text(min_size=1, max_size=60))
def test_no_upload_breaks_the_page(now: datetime, data: bytes, name: str) -> None:
    complaint = Complaint.objects.first() or logged(now)
    agent = User.objects.filter(groups__name="agent").first()
    try:
        file = SimpleUploadedFile(name, data)
    except Exception:  # Django's own refusal of a name, before anything is sent
        return
    address = reverse("admin:evidence_add", args=[complaint.pk])
    client = at(agent)
    client.raise_request_exception = True
    assert client.post(address, {"file": file}).status_code in (302, 400)
    for kept in Evidence.objects.filter(removed_at=None):
        removed(kept, now)


@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.binary(max_size=500))
def test_no_body_breaks_the_upload(now: datetime, body: bytes) -> None:
    complaint = Complaint.objects.first() or logged(now)
    agent = User.objects.filter(groups__name="agent").first()
    address = reverse("admin:evidence_add", args=[complaint.pk])
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data", "text/plain"):
        answer = at(agent).generic("POST", address, body, content_type=kind)
        assert answer.status_code in (302, 400)


def test_evidence_is_removed_with_a_reason_and_by_two(now: datetime) -> None:
    complaint, agent, boss = logged(now), make.staff("agent"), make.staff("supervisor")
    upload(agent, complaint, files.PDF)
    kept = Evidence.objects.get()
    post(agent, "evidence_remove", kept.pk, reason="")
    kept.refresh_from_db()
    assert kept.removal_asked_by is None
    remove = reverse("admin:evidence_remove", args=[kept.pk])
    for _twice in range(2):
        post(agent, "evidence_remove", kept.pk, reason="误传")
    kept.refresh_from_db()
    assert (kept.removal_asked_by, kept.removed_at) == (agent, None)
    assert remove not in shown(agent, "complaint", complaint.pk)
    assert remove in (page := shown(boss, "complaint", complaint.pk))
    assert "误传" in page
    post(boss, "evidence_remove", kept.pk, reason="属实")
    kept.refresh_from_db()
    assert kept.removed_by == boss
    assert "误传" in shown(agent, "complaint", complaint.pk)

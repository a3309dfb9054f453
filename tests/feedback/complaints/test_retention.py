"""Evidence and letters are erased when they were kept long enough; that they were there stays."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, connection, transaction

from accounts.errors import Refused
from accounts.models import AuditEntry
from accounts.retention import legal_holds
from feedback.complaints import evidence, evidence_files, retention, reviews
from feedback.letters import drafting, sending, starter
from feedback.models import Complaint, ComplaintEvent, Evidence, Letter
from feedback.tasks import erase_complaint_files
from tests import make
from tests.feedback.complaints import files
from tests.make_complaints import close, logged

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = timedelta(days=366)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.UPLOAD_DIR = tmp_path


def with_files(now: datetime, *, closed: bool = True, **columns: Any) -> Complaint:
    """A complaint with a file and a letter, answered on the same day."""
    if not drafting.in_force(now):
        starter.install(author=make.staff("agent"), approver=make.staff("supervisor"), now=now)
    loan = make.loan(customer=columns.pop("customer", None) or make.customer())
    complaint, agent = logged(now, customer=loan.customer), make.staff("agent")
    evidence.add(complaint, name="截图.pdf", data=files.PDF, by=agent, now=now)
    if closed:
        close(complaint, now)
    complaint.refresh_from_db()
    purpose = "answer" if closed else "received"
    (chosen,) = drafting.in_force(now, purpose=purpose, language="zh-hans")
    seen = sending.fingerprint(sending.compose(complaint, chosen, now=now))
    sending.send(complaint, chosen, way="post", seen_hash=seen, by=agent, now=now)
    return complaint


def on_disk() -> list[str]:
    return sorted(path.name for path in evidence_files.folder().glob("*"))


def test_after_three_years_file_and_letter_are_gone_and_the_record_stays(now: datetime) -> None:
    complaint = with_files(now)
    assert retention.erase_due(now + 3 * YEAR - timedelta(days=5)) == 0
    later = now + 3 * YEAR
    assert retention.erase_due(later) == 2
    assert on_disk() == []
    kept, letter = Evidence.objects.get(), Letter.objects.get()
    assert (kept.removed_at, kept.removed_by, kept.removal_reason) == (later, None, "retention")
    assert kept.sha256 == hashlib.sha256(files.PDF).hexdigest()
    assert (letter.erased_at, letter.content) == (later, None)
    assert len(letter.sha256) == 64
    assert complaint.events.filter(what="files_erased", by=None).count() == 2
    for look in (lambda: evidence.open_(kept), lambda: sending.read_on_record(letter)):
        with pytest.raises(Refused):
            look()


def test_a_legal_hold_keeps_them(now: datetime) -> None:
    complaint = with_files(now)
    assert complaint.customer is not None
    one, other = make.staff("agent"), make.staff("supervisor")
    asked = legal_holds.ask(complaint.customer, why="court file 12", by=one, now=now)
    assert retention.erase_due(now + 4 * YEAR) == 0
    legal_holds.refuse(asked, by=other, now=now)
    assert retention.erase_due(now + 4 * YEAR) == 2


def test_again_is_harmless(now: datetime) -> None:
    with_files(now)
    assert [retention.erase_due(now + 4 * YEAR) for _day in range(2)] == [2, 0]


def test_the_policy_of_the_lender_says_how_long(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_files(now)
    monkeypatch.setattr(retention, "_years_by_lender", lambda _now: {0: 5, lender_id(): 5})
    assert retention.erase_due(now + 4 * YEAR) == 0
    assert retention.erase_due(now + 5 * YEAR) == 2


def lender_id() -> int:
    lender = Complaint.objects.get().lender
    assert lender is not None
    return lender.pk


def test_what_came_after_the_answer_and_a_review_are_reckoned_from(now: datetime) -> None:
    complaint = with_files(now)
    month = timedelta(days=20)
    review = reviews.ask_for_review(
        complaint, via="phone", text="不满意", by=make.staff("agent"), now=now + month
    )
    assert retention.erase_due(now + 9 * YEAR) == 0
    reviews.decide_review(
        review, outcome="confirmed", answer="维持", by=make.staff("supervisor"), now=now + month
    )
    agent = make.staff("agent")
    evidence.add(complaint, name="b.png", data=files.PNG, by=agent, now=now + YEAR)
    assert retention.erase_due(now + 3 * YEAR) == 0
    assert retention.erase_due(now + 3 * YEAR + month) == 2
    assert retention.erase_due(now + 4 * YEAR) == 1


def test_nothing_is_erased_while_the_customer_has_a_complaint_open(now: datetime) -> None:
    complaint = with_files(now)
    another = logged(now + 3 * YEAR, customer=complaint.customer)
    assert retention.erase_due(now + 4 * YEAR) == 0
    close(another, now + 4 * YEAR)
    assert retention.erase_due(now + 4 * YEAR) == 2


def test_an_open_complaint_keeps_its_files_however_old(now: datetime) -> None:
    with_files(now, closed=False)
    assert retention.erase_due(now + 9 * YEAR) == 0


def test_batches_are_bounded_and_the_rest_follows(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _complaint in range(3):
        with_files(now)
    monkeypatch.setattr(retention, "AT_ONCE", 1)
    monkeypatch.setattr(retention, "MOST_BATCHES", 2)
    assert [retention.erase_due(now + 4 * YEAR) for _day in range(3)] == [4, 2, 0]


def test_dying_after_the_commit_leaves_a_file_that_the_sweep_deletes(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_files(now)
    with monkeypatch.context() as patched:
        patched.setattr(evidence_files, "remove", killed)
        with pytest.raises(KeyboardInterrupt):
            retention.erase_due(now + 4 * YEAR)
    assert len(on_disk()) == 1
    assert retention.erase_due(now + 4 * YEAR) == 1  # the letter, which was not begun
    written = (evidence_files.folder() / on_disk()[0]).stat().st_mtime
    assert evidence.sweep(machine_seconds=written + evidence.ORPHAN_SECONDS + 1) == 1
    assert on_disk() == []


def test_dying_before_the_commit_changes_nothing(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_files(now)
    with monkeypatch.context() as patched:
        patched.setattr(ComplaintEvent.objects, "bulk_create", killed)
        with pytest.raises(KeyboardInterrupt):
            retention.erase_due(now + 4 * YEAR)
    assert evidence.open_(Evidence.objects.get()) == files.PDF
    assert retention.erase_due(now + 4 * YEAR) == 2


def killed(*_args: object, **_kwargs: object) -> None:
    raise KeyboardInterrupt


def test_the_database_lets_nobody_erase_early_or_anything_besides(now: datetime) -> None:
    with_files(now)
    early = {"removed_at": now + timedelta(days=300), "removal_reason": "retention"}
    with pytest.raises(Error, match="has to be kept"), transaction.atomic():
        Evidence.objects.update(**early)
    for change in (
        {"erased_at": now + timedelta(days=300), "content": None},
        {"erased_at": now + 4 * YEAR, "content": None, "sha256": "0" * 64},
        {"erased_at": now + 4 * YEAR, "content": b"x"},
    ):
        with pytest.raises(Error, match="written once"), transaction.atomic():
            Letter.objects.update(**change)
    retention.erase_due(now + 4 * YEAR)
    with pytest.raises(Error, match="written once"), transaction.atomic():
        Letter.objects.update(erased_at=None, content=b"x")


def test_the_task_is_on_the_audit_trail(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    with_files(now)
    monkeypatch.setattr("config.clock.now", lambda: now + 4 * YEAR)
    erase_complaint_files()
    for table in ("feedback_evidence", "feedback_letter"):
        entry = AuditEntry.objects.filter(table=table).order_by("pk").last()
        assert entry is not None
        assert (entry.action, entry.reason, entry.actor) == ("update", "retention", None)


@pytest.mark.parametrize(
    ("statement", "index"),
    [(retention._EVIDENCE, "evidence_by_age"), (retention._LETTERS, "letters_by_age")],
)
def test_what_is_due_is_found_by_its_age(now: datetime, statement: str, index: str) -> None:
    arguments = {"now": now, "lenders": [0], "years": [3], "fewest": 3, "most": 9, "reason": "x"}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + statement, arguments)
        assert index in "\n".join(row[0] for row in cursor.fetchall())

"""A file is handed in on a page: taken, refused with a sentence, or asked about."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.intake.parsing.cells.addresses import parse_phone
from accounts.intake.parsing.cells.problem import CellProblem
from accounts.models import ImportFile, Lender, Loan
from tests import make
from tests.accounts.admin.import_desk import hand_in, post, staff, text_of
from tests.make_intake import as_csv, loan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("worker_at_once", "clock_at_now")]


def test_a_file_is_checked_and_waits_for_confirmation(anhe: Lender, client: Client) -> None:
    client = staff("collector")

    page = text_of(hand_in(client, as_csv([loan(), loan(), loan(phone="13800X")])))

    import_file = ImportFile.objects.get()
    assert import_file.state == "checked"
    assert not Loan.objects.exists()
    assert "13800X" in page
    assert reverse("admin:import_confirm", args=[import_file.pk]) in page


def test_the_same_file_again_is_refused_and_says_by_whom(anhe: Lender) -> None:
    client = staff("collector")
    data = as_csv([loan()])
    hand_in(client, data)
    post(client, "import_confirm", ImportFile.objects.get())

    page = text_of(hand_in(client, data))

    assert ImportFile.objects.latest("id").state == "refused"
    assert str(ImportFile.objects.latest("id").uploaded_by) in page


def test_a_broken_file_is_told_in_a_sentence(
    anhe: Lender,
    uploads: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = text_of(hand_in(staff("collector"), b"a|b\n", name="a.csv"))

    assert ImportFile.objects.get().state == "refused"
    assert 'role="alert"' in page
    assert list(uploads.iterdir()) == []


def test_a_form_without_a_file_stores_nothing(anhe: Lender, uploads: Path) -> None:
    response = staff("collector").post(reverse("admin:import_upload"), {"kind": "loans"})

    assert response.status_code == 400
    assert not ImportFile.objects.exists()


def test_a_form_without_its_kind_lets_go_of_the_file(anhe: Lender, uploads: Path) -> None:
    response = hand_in(staff("collector"), as_csv([loan()]), kind="nonsense")

    assert response.status_code == 400
    assert list(uploads.iterdir()) == []


def test_an_upload_of_a_stranger_site_is_refused(anhe: Lender) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.staff("collector"))

    response = hand_in(client, as_csv([loan()]))

    assert response.status_code == 403
    assert not ImportFile.objects.exists()


def test_a_file_above_the_limit_is_told_so(
    anhe: Lender, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.admin.import_upload.MAX_UPLOAD_BYTES", 10)

    response = hand_in(staff("collector"), as_csv([loan()]))

    assert response.status_code == 400
    assert not ImportFile.objects.exists()
    assert list(uploads.iterdir()) == []


def test_a_file_is_left_to_a_worker(anhe: Lender, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []
    monkeypatch.setattr(
        "accounts.tasks.check_import.apply_async", lambda ids, **_said: given.append(ids)
    )

    hand_in(staff("collector"), as_csv([loan()]))

    import_file = ImportFile.objects.get()
    assert import_file.state == "checking"
    assert given == [(import_file.pk,)]


def test_without_a_queue_the_file_is_as_it_was(
    anhe: Lender, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_args: Any, **_said: Any) -> None:
        raise OperationalError

    monkeypatch.setattr("accounts.tasks.check_import.apply_async", unreachable)

    hand_in(staff("collector"), as_csv([loan()]))

    assert ImportFile.objects.get().state == "uploaded"


@pytest.mark.parametrize("kind", ["loans", "repayments"])
def test_a_sample_file_has_all_that_is_needed_and_reads_without_a_bad_row(
    anhe: Lender, kind: str
) -> None:
    client = staff("collector")
    for row in ("SAMPLE-L1", "SAMPLE-L2") if kind == "repayments" else ():
        make.loan(lender=anhe, loan_no=row, outstanding=9000)
    file = client.get(reverse("admin:import_sample", args=[kind]))
    upload = SimpleUploadedFile(f"{kind}.csv", file.content)
    shown = client.post(reverse("admin:import_upload"), {"kind": kind, "file": upload}, follow=True)
    assert ImportFile.objects.get().rows_bad == 0, text_of(shown)
    page = text_of(client.get(reverse("admin:import_upload")))
    assert reverse("admin:import_sample", args=[kind]) in page
    assert client.get(reverse("admin:import_sample", args=["people"])).status_code == 404


def test_a_sample_brings_nobody_in_outside_a_sandbox() -> None:
    with pytest.raises(CellProblem):
        parse_phone("14100000001", region="CN", sandbox=False)

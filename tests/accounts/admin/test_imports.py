"""Imports on screen: upload, check, confirm, and who may."""

import csv
import io
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts import tasks
from accounts.intake.jobs import lifecycle, progress
from accounts.intake.parsing.cells.addresses import parse_phone
from accounts.intake.parsing.cells.problem import CellProblem
from accounts.models import AuditEntry, ImportFile, Lender, Loan
from tests import make
from tests.make_intake import applied, arrive, as_csv, checked, loan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who does at once what a page hands over."""
    for task in (tasks.check_import, tasks.apply_import):
        monkeypatch.setattr(task, "apply_async", lambda ids, task=task, **_said: task(*ids))


@pytest.fixture(autouse=True)
def _at_six_thirty(clock_at_now: None) -> None:
    """The rows' figures are of that day."""


def staff(role: str) -> Client:
    client = Client(enforce_csrf_checks=False)
    client.force_login(make.staff(role))
    return client


def hand_in(client: Client, data: bytes, *, name: str = "loans.csv", **said: Any) -> Any:
    upload = SimpleUploadedFile(name, data)
    return client.post(
        reverse("admin:import_upload"), {"kind": "loans", "file": upload, **said}, follow=True
    )


def post(client: Client, page: str, import_file: ImportFile, **said: str) -> Any:
    return client.post(reverse(f"admin:{page}", args=[import_file.pk]), said, follow=True)


def text_of(response: Any) -> str:
    return response.content.decode()


def test_a_file_is_checked_and_waits_for_confirmation(anhe: Lender, client: Client) -> None:
    client = staff("collector")

    page = text_of(hand_in(client, as_csv([loan(), loan(), loan(phone="13800X")])))

    import_file = ImportFile.objects.get()
    assert import_file.state == "checked"
    assert not Loan.objects.exists()
    assert "13800X" in page
    assert reverse("admin:import_confirm", args=[import_file.pk]) in page


def test_confirming_brings_the_good_rows_in(anhe: Lender) -> None:
    client = staff("collector")
    hand_in(client, as_csv([loan(), loan(phone="13800X")]))
    import_file = ImportFile.objects.get()

    post(client, "import_confirm", import_file)

    import_file.refresh_from_db()
    assert (import_file.state, Loan.objects.count()) == ("applied", 1)
    entry = AuditEntry.objects.filter(action="import").get()
    assert (entry.source, entry.actor) == ("import", import_file.uploaded_by)


def test_cancelling_brings_nothing_in(anhe: Lender) -> None:
    client = staff("collector")
    hand_in(client, as_csv([loan()]))
    import_file = ImportFile.objects.get()

    post(client, "import_cancel", import_file)
    post(client, "import_confirm", import_file)

    import_file.refresh_from_db()
    assert (import_file.state, Loan.objects.count()) == ("cancelled", 0)


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


@pytest.mark.parametrize(
    ("role", "looks", "imports"),
    [
        ("collector", 200, 200),
        ("supervisor", 200, 200),
        ("administrator", 200, 200),
        ("auditor", 200, 403),
        ("agent", 403, 403),
    ],
)
def test_each_role_sees_and_does_what_its_work_needs(
    role: str, looks: int, imports: int, anhe: Lender, now: datetime
) -> None:
    import_file = checked(as_csv([loan()]), now=now)
    client = staff(role)

    for page in ("import_page", "import_state"):
        response = client.get(reverse(f"admin:{page}", args=[import_file.pk]))
        assert response.status_code == looks
    listed = client.get(reverse("admin:accounts_importfile_changelist"))
    assert listed.status_code == looks
    assert client.get(reverse("admin:import_upload")).status_code == imports
    for page in ("import_bad_rows", "import_check", "import_confirm", "import_cancel"):
        assert post(client, page, import_file).status_code == imports


def test_who_may_only_look_sees_no_values(anhe: Lender, now: datetime) -> None:
    rows = [loan(phone="13800X", customer_no="K77"), loan(name="鏉庡缓")]
    import_file = checked(as_csv(rows), now=now)

    page = staff("auditor").get(reverse("admin:import_page", args=[import_file.pk]))

    assert "李建" in text_of(
        staff("collector").get(reverse("admin:import_page", args=[import_file.pk]))
    )
    assert "13800X" not in text_of(page)
    assert "李建" not in text_of(page)
    assert "K77" not in text_of(page)


def test_the_bad_rows_come_as_a_file_to_mend_and_leave_a_trace(anhe: Lender, now: datetime) -> None:
    import_file = checked(as_csv([loan(), loan(phone="13800X", name="=cmd|'/c'!A1")]), now=now)

    response = post(staff("collector"), "import_bad_rows", import_file)

    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert len(rows) == 1
    assert rows[0]["phone"] == "13800X"
    assert rows[0]["name"] == "'=cmd|'/c'!A1"
    assert list(rows[0].values())[-2] == "3"
    assert AuditEntry.objects.filter(action="export", row_id=str(import_file.pk)).exists()


def test_work_under_way_shows_how_far_it_is_and_then_the_result(
    anhe: Lender, now: datetime
) -> None:
    import_file = arrive(as_csv([loan()]), now=now)
    lifecycle.begin_check(import_file.pk, now=now)
    progress.report(import_file.pk, progress.Progress(12_345, 0.4))
    client = staff("auditor")
    url = reverse("admin:import_state", args=[import_file.pk])

    during = client.get(url)
    lifecycle.check(import_file.pk, now=now)
    after = client.get(url)

    assert "12,345" in text_of(during)
    assert "hx-get" in text_of(during)
    assert "hx-get" not in text_of(after)
    assert after["HX-Refresh"] == "true"


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


def test_many_bad_rows_come_in_pages(anhe: Lender, now: datetime) -> None:
    import_file = checked(as_csv([loan(phone="1") for _ in range(60)]), now=now)
    client = staff("collector")
    url = reverse("admin:import_page", args=[import_file.pk])

    first = text_of(client.get(url))
    second = text_of(client.get(url, {"after": "51"}))

    assert "?after=51" in first
    assert "?after=" not in second
    assert second.count('class="hc-cell-bad"') == 10


def test_the_list_names_files_and_what_came_of_them(anhe: Lender, now: datetime) -> None:
    checked(as_csv([loan(), loan(phone="1")]), now=now, filename="九月.csv")

    page = text_of(staff("collector").get(reverse("admin:accounts_importfile_changelist")))

    assert "九月.csv" in page
    assert reverse("admin:import_upload") in page


def test_the_first_rows_are_shown_as_they_were_read_to_those_who_may_import(
    anhe: Lender, now: datetime
) -> None:
    import_file = checked(as_csv([loan(name="王小明")], encoding="gb18030"), now=now)
    url = reverse("admin:import_page", args=[import_file.pk])

    page = text_of(staff("collector").get(url))
    assert "王*明" in page
    assert "王小明" not in page
    assert "王*明" not in text_of(staff("auditor").get(url))


def test_a_question_about_the_encoding_is_answered_by_a_click(anhe: Lender) -> None:
    client = staff("collector")
    data = as_csv([loan(name="黃", salutation="", product="Loan")], encoding="big5")
    page = text_of(hand_in(client, data))
    assert "黃" in page
    assert "独" in page
    assert reverse("admin:import_confirm", args=[ImportFile.objects.get().pk]) not in page

    url = reverse("admin:import_encoding", args=[ImportFile.objects.get().pk])
    client.post(url, {"encoding": "big5hkscs"})

    assert ImportFile.objects.get().state == "checked"
    assert client.post(url, {"encoding": "klingon"}, follow=True).status_code == 200
    assert ImportFile.objects.get().chosen_encoding == "big5hkscs"


def test_columns_are_matched_on_a_page_that_proposes_what_it_knows(anhe: Lender) -> None:
    client = staff("collector")
    hand_in(client, as_csv([loan()], headings={"outstanding": "贷款剩余"}))
    import_file = ImportFile.objects.get()
    url = reverse("admin:import_columns", args=[import_file.pk])
    form = client.get(url).context["form"]
    proposed = {name: form[name].initial for name in form.fields}
    assert proposed["phone"] == "phone"
    assert proposed["outstanding"] == ""

    assert client.post(url, proposed).status_code == 400
    client.post(url, proposed | {"outstanding": "贷款剩余"})

    import_file.refresh_from_db()
    assert (import_file.state, import_file.rows_new) == ("checked", 1)
    page = text_of(client.get(reverse("admin:import_page", args=[import_file.pk])))
    assert str(import_file.uploaded_by) in page
    post(client, "import_confirm", import_file)
    assert "too late" in text_of(client.get(url, follow=True, headers={"accept-language": "en"}))


def test_who_may_only_look_answers_nothing(anhe: Lender, now: datetime) -> None:
    asked = checked(as_csv([loan()], headings={"outstanding": "贷款剩余"}), now=now)
    auditor = staff("auditor")
    assert auditor.get(reverse("admin:import_columns", args=[asked.pk])).status_code == 403
    for page in ("import_encoding", "import_columns"):
        assert post(auditor, page, asked).status_code == 403


def test_what_was_read_otherwise_is_said(anhe: Lender) -> None:
    page = text_of(
        hand_in(staff("collector"), as_csv([loan(product="N/A", phone="0571-88886666")]))
    )
    assert "N/A" in page
    assert ImportFile.objects.get().columns["remarks"] == [
        {"column": "phone", "code": "landline", "count": 1, "first": 2},
        {"column": "product", "code": "read_as_empty", "count": 1, "first": 2},
    ]


def test_unusual_figures_are_shown_and_confirmed_by_a_supervisor(
    anhe: Lender, now: datetime
) -> None:
    rows = [loan(customer_no=f"K8{n:03d}", loan_no=f"D8{n:03d}") for n in range(20)]
    applied(as_csv(rows), now=now)
    collector, supervisor = staff("collector"), staff("supervisor")
    page = text_of(hand_in(collector, as_csv(rows[:5])))
    import_file = ImportFile.objects.latest("pk")
    confirm = reverse("admin:import_confirm", args=[import_file.pk])
    assert "15" in page
    assert "75 %" in page
    assert confirm not in page
    assert post(collector, "import_allow", import_file).status_code == 403

    seen = seen_by(supervisor, import_file)
    assert confirm in text_of(post(supervisor, "import_allow", import_file, seen=seen))
    post(collector, "import_confirm", import_file)

    import_file.refresh_from_db()
    assert import_file.state == "applied"
    assert str(import_file.allowed_by) in text_of(
        collector.get(reverse("admin:import_page", args=[import_file.pk]))
    )


def seen_by(client: Client, import_file: ImportFile) -> str:
    """The hidden field of the page on which a second person looks."""
    page = text_of(client.get(reverse("admin:import_page", args=[import_file.pk])))
    (mark,) = re.findall(r'name="seen" value="(\w+)"', page)
    return str(mark)


def test_nobody_confirms_a_file_that_was_read_otherwise_meanwhile(
    anhe: Lender, now: datetime, settings: Any
) -> None:
    """Who brought it has another column taken for the telephone once a colleague has looked."""
    settings.NEW_PEOPLE_ALONE = 0
    row = loan()
    told = as_csv([row]).decode().splitlines()
    other = make.sandbox_phone()
    data = "\n".join([f"{told[0]},mobile2", f"{told[1]},{other}"]).encode()
    collector, supervisor = staff("collector"), staff("supervisor")
    hand_in(collector, data)
    import_file = ImportFile.objects.get()
    assert import_file.needs_second
    seen = seen_by(supervisor, import_file)

    columns = reverse("admin:import_columns", args=[import_file.pk])
    drawn = collector.get(columns).context["form"]
    chosen = {name: drawn.initial.get(name, field.initial) for name, field in drawn.fields.items()}
    collector.post(columns, {**chosen, "phone": "mobile2"})
    import_file.refresh_from_db()
    assert import_file.state == "checked"

    post(supervisor, "import_allow", import_file, seen=seen)
    import_file.refresh_from_db()
    assert import_file.allowed_by is None
    post(supervisor, "import_allow", import_file, seen=seen_by(supervisor, import_file))
    import_file.refresh_from_db()
    assert import_file.allowed_by is not None


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

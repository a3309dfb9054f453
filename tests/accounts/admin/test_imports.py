"""Imports on screen: upload, check, confirm, and who may."""

import csv
import io
from datetime import datetime

import pytest
from django.urls import reverse

from accounts.intake.jobs import lifecycle, progress
from accounts.models import AuditEntry, ImportFile, Lender, Loan
from tests.accounts.admin.import_desk import hand_in, post, staff, text_of
from tests.make_intake import arrive, as_csv, checked, loan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("worker_at_once", "clock_at_now")]


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

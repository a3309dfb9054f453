"""What a file is asked on its page: its encoding, its columns, a second person."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ImportFile, Lender
from tests import make
from tests.accounts.admin.import_desk import hand_in, post, staff, text_of
from tests.make_intake import applied, as_csv, checked, loan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("worker_at_once", "clock_at_now")]


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
    assert f"{anhe.name}：" in page or f"{anhe.name}:" in page
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

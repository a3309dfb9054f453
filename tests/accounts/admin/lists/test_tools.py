"""Columns, saved views and the file of a list."""

import io
import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEntry, Hold, SavedView
from tests import make

pytestmark = pytest.mark.django_db
LIST = "admin:accounts_customer_changelist"


@pytest.fixture
def agent(client: Client) -> Client:
    client.force_login(make.staff("agent"))
    return client


def table(client: Client, query: str = "") -> str:
    page = client.get(reverse(LIST) + query)
    assert page.status_code == 200
    body = page.content.decode()
    return body[body.index('id="result_list"') :]


def test_customers_are_told_by_what_they_owe_and_what_holds_contact(
    agent: Client,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Any,
) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)
    agent.cookies["django_language"] = "zh-hans"
    loan = make.loan(dpd=5, amount_due="1200.50")
    make.loan(customer=loan.customer, lender=loan.lender, dpd=2, amount_due="0.50")
    Hold.objects.create(
        customer=loan.customer, kind="hardship", reason="x", source="test", starts_at=now
    )
    shown = table(agent)
    assert "1,201.00元" in shown
    assert re.search(r"field-late[^>]*>\s*5\s*<", shown)
    assert "经济困难" in shown
    assert "北京时间" in table(agent, "?cols=zones")
    for _each in range(5):
        make.loan(lender=loan.lender)
    with django_assert_max_num_queries(30):
        table(agent)


def test_columns_are_chosen_in_the_address_and_kept_by_its_links(agent: Client) -> None:
    make.customer()
    assert "field-late" in table(agent)
    narrow = table(agent, "?cols=language")
    assert "field-customer_no" in narrow
    assert "field-language" in narrow
    assert "field-late" not in narrow
    assert "cols=language" in narrow
    assert "field-customer_no" in table(agent, "?cols=nonsense")


def test_a_view_is_saved_shown_to_colleagues_where_shared_and_removed(agent: Client) -> None:
    said = {"list_name": "accounts_customer_changelist", "title": "英文", "is_shared": "on"}
    query = "language__exact=en&p=3"
    answer = agent.post(reverse("admin:view_save"), {**said, "query": query})
    view = SavedView.objects.get()
    assert view.query == "language__exact=en"
    assert answer.headers["Location"] == f"{reverse(LIST)}?language__exact=en"
    colleague = Client()
    colleague.force_login(make.staff("agent"))
    assert "英文" in colleague.get(reverse(LIST)).content.decode()
    remove = reverse("admin:view_delete", args=[view.pk])
    assert colleague.post(remove).status_code == 404
    agent.post(remove)
    assert not SavedView.objects.exists()


def test_a_view_of_one_s_own_is_shown_to_nobody_else(agent: Client) -> None:
    said = {"list_name": "accounts_customer_changelist", "title": "我自己的", "query": ""}
    agent.post(reverse("admin:view_save"), said)
    colleague = Client()
    colleague.force_login(make.staff("agent"))
    assert "我自己的" not in colleague.get(reverse(LIST)).content.decode()


def test_a_file_honours_filters_and_columns_masks_names_and_is_on_record(agent: Client) -> None:
    make.customer(customer_no="C1", name="王小明", language="en")
    make.customer(customer_no="C2", name="李小红")
    address = reverse("admin:list_export", args=["accounts", "customer", "csv"])
    query = "language__exact=en&cols=masked_name"
    answer = agent.post(address, {"query": query})
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 2
    assert lines[1] == "C1,王*明"
    entry = AuditEntry.objects.filter(action="export").latest("pk")
    assert entry.table == "accounts_customer"


def test_a_workbook_holds_the_same(agent: Client) -> None:
    make.customer(customer_no="C1")
    address = reverse("admin:list_export", args=["accounts", "customer", "xlsx"])
    answer = agent.post(address, {"query": ""})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)  # type: ignore[union-attr]
    assert rows[1][0] == "C1"


def test_who_does_not_see_a_list_gets_no_file_of_it(agent: Client) -> None:
    address = reverse("admin:list_export", args=["accounts", "auditentry", "csv"])
    assert agent.post(address, {"query": ""}).status_code == 403
    assert agent.post(address.replace("auditentry", "nothing"), {}).status_code == 404


def test_a_list_that_is_one_page_long_offers_no_other(agent: Client) -> None:
    make.customer()
    english = {"accept-language": "en"}
    page = agent.get(reverse(LIST), headers=english).content.decode()
    assert "1 row in all" in page
    assert ">Next</a>" not in page
    second = agent.get(reverse(LIST) + "?p=2", headers=english).content.decode()
    assert ">Previous</a>" in second

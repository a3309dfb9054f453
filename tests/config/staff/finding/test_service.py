"""What typing finds, and for whom."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import Look, Reveal
from accounts.models.choices import Role
from config.staff.finding.service import find
from feedback import references
from feedback.hardship.cases import open_case
from tests import make
from tests.make_messaging import template

pytestmark = pytest.mark.django_db


def titles(user: Any, typed: str) -> list[str]:
    return [str(line.title) for kind in find(user, typed) for line in kind.lines]


def test_a_customer_is_found_by_number_loan_and_telephone_each_whole() -> None:
    agent = make.staff(Role.AGENT)
    customer = make.customer(customer_no="C77", name="王小明", phone=make.sandbox_phone())
    make.loan(customer=customer, loan_no="L88")
    point = customer.contact_points.get()
    line = "C77 · 王*明"
    assert titles(agent, "c77") == [line]
    assert titles(agent, "l88") == ["L88 · 王*明"]
    assert titles(agent, point.address) == [line]
    assert titles(agent, point.address[:8]) == []
    assert titles(agent, " 王 小明") == [line]
    assert titles(agent, "王小") == []
    assert set(Look.objects.values_list("user", "customer", "how")) == {
        (agent.pk, customer.pk, "name"),
        (agent.pk, customer.pk, "addr"),
    }
    assert not Reveal.objects.exists()


def test_a_wish_is_found_by_the_number_its_customer_quotes(now: datetime) -> None:
    agent, customer = make.staff(Role.AGENT), make.customer()
    case = open_case(customer, source="page:1", by=None, now=now, needs=["illness"], story="")
    number = references.written(references.HELP, case.pk)
    assert titles(agent, number.lower().replace("-", " ")) == [number]
    assert titles(make.staff(Role.COLLECTOR), number) == []
    wrong = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
    assert titles(agent, wrong) == []
    missing = references.written(references.PROMISE, case.pk + 10**6)
    assert titles(agent, missing) == []


def test_pages_are_found_in_both_languages_and_for_whom_they_are() -> None:
    auditor, agent = make.staff(Role.AUDITOR), make.staff(Role.AGENT)
    with translation.override("zh-hans"):
        assert "审计记录" in titles(auditor, "审计")
        assert "审计记录" in titles(auditor, "audit tr")
        assert "审计记录" not in titles(agent, "审计")


def test_texts_are_found_by_a_part_of_code_or_title() -> None:
    collector = make.staff(Role.COLLECTOR)
    template(code="autumn-1", title="中秋问候")
    assert "中秋问候" in titles(collector, "秋问")
    assert "中秋问候" in titles(collector, "tumn")


def test_nothing_typed_shows_the_day_and_what_can_be_done() -> None:
    with translation.override("en"):
        found = [str(kind.title) for kind in find(make.staff(Role.COLLECTOR), " ")]
    assert found == ["My day", "Acts"]


def test_what_was_typed_is_posted_and_stands_in_no_address(client: Client) -> None:
    client.force_login(make.staff(Role.AGENT))
    customer = make.customer(customer_no="C79")
    address = reverse("admin:find")
    assert "C79" not in client.get(f"{address}?q=C79").content.decode()
    page = client.post(address, {"q": "C79"}).content.decode()
    assert reverse("admin:accounts_customer_change", args=[customer.pk]) in page
    lines = client.post(address, {"q": "C79"}, headers={"HX-Request": "true"}).content.decode()
    assert "C79" in lines
    assert "<html" not in lines


def test_the_theme_s_own_search_leads_to_ours(client: Client) -> None:
    client.force_login(make.staff(Role.AGENT))
    assert client.get("/staff/search/?s=13800138000").url == reverse("admin:find")  # type: ignore[attr-defined]

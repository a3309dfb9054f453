"""A lender's wording on screen: written by one, approved by another, and what is missing said."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Lender, Product, User
from messaging.approval.fingerprints import fingerprint
from messaging.decisions.facts.sender import sender_of
from messaging.models import LenderWording
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


def _desk(person: User) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(person)
    return client


def _form(page: Any) -> dict[str, str]:
    """What a browser would post of the page."""
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


@pytest.fixture
def lender() -> Lender:
    return make.lender(texts={"zh-hant": None, "en": None})


@pytest.fixture
def draft(lender: Lender) -> LenderWording:
    """Opened by its author through the page."""
    author = make.staff("collector")
    Product.objects.create(lender=lender, code="家装分期", seen_at=make.MORNING)
    _desk(author).post(reverse("admin:lender_wording_new", args=[lender.pk]))
    return LenderWording.objects.get(lender=lender, state="draft")


def test_a_draft_begins_with_what_is_in_force_and_names_the_products_of_files(
    draft: LenderWording,
) -> None:
    page = _desk(draft.author).get(reverse("admin:lender_wording_edit", args=[draft.pk]))
    assert _form(page)["text:name:zh-hans"] == "安和消费金融"
    assert [row.label for row in page.context["form"].product_rows()] == ["家装分期", "消费贷"]


def test_traditional_is_proposed_and_not_saved(draft: LenderWording) -> None:
    desk, url = _desk(draft.author), reverse("admin:lender_wording_edit", args=[draft.pk])
    page = desk.post(url, _form(desk.get(url)) | {"act": "propose"})
    proposed = _form(page)
    assert proposed["text:name:zh-hant"] == "安和消費金融"
    assert proposed["product:0:zh-hant"] == "家裝分期"
    draft.refresh_from_db()
    assert "zh-hant" not in draft.texts


def test_what_a_second_person_approved_is_what_borrowers_read(
    draft: LenderWording, lender: Lender, now: datetime
) -> None:
    desk, url = _desk(draft.author), reverse("admin:lender_wording_edit", args=[draft.pk])
    typed = _form(desk.get(url)) | {
        "text:name:en": "Anhe Finance",
        "text:signature:en": "Anhe",
        "text:ways_to_pay:en": "Anhe app or branch",
        "product:0:en": "home loan",
        "payment:bank": "示例银行",
        "payment:holder": "安和消费金融有限公司",
        "payment:number": "1100 0200 3000",
        "payment:app:en": "Open the app",
    }
    desk.post(url, typed | {"act": "save"})
    draft.refresh_from_db()
    step = reverse("admin:approval_step", args=["wording", draft.pk])
    desk.post(step, {"step": "submit", "seen_hash": fingerprint(draft)})
    assert sender_of(lender, now).wording.text("en").name == ""

    draft.refresh_from_db()
    approver = _desk(make.staff("supervisor"))
    approver.post(step, {"step": "approve", "seen_hash": fingerprint(draft)})

    wording = sender_of(lender, now).wording
    assert wording.text("en").signature == "Anhe"
    assert wording.product("家装分期", "en") == "home loan"
    assert wording.languages == ("zh-hans", "en")
    assert (wording.payment.number, wording.payment.app) == ("110002003000", {"en": "Open the app"})
    shown = approver.get(reverse("admin:lender_wording", args=[draft.pk])).content.decode()
    assert "安和消费金融有限公司" in shown


def test_the_page_of_a_version_shows_what_it_changes_and_what_is_missing(
    draft: LenderWording,
) -> None:
    draft.texts["zh-hans"]["ways_to_pay"] = "只在柜台"
    draft.save()
    page = _desk(make.staff("supervisor")).get(reverse("admin:lender_wording", args=[draft.pk]))
    shown = page.content.decode()
    assert "<del>安和App、银行转账或柜台</del>" in shown
    assert "Missing" in shown


def test_a_lender_without_a_wording_is_said_to_send_nothing(now: datetime) -> None:
    make.lender(texts={"zh-hans": None, "zh-hant": None, "en": None}, name="新机构")
    page = _desk(make.staff("administrator")).get(reverse("admin:lender_wordings"))
    assert "新机构" in page.content.decode()

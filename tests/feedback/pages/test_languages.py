"""Three languages, none of them mixed; every page small, and readable by everybody."""

from __future__ import annotations

import re
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from messaging.content.language import is_written_in
from tests import make
from tests.feedback.pages.conftest import Clock
from tests.feedback.pages.test_paying import PAYMENT
from tests.feedback.pages.visitor import visitor

pytestmark = pytest.mark.django_db
LANGUAGES = ("zh-hans", "zh-hant", "en")
WORDS = {
    "app": {"zh-hans": "打开App，点还款", "zh-hant": "開啟App，點選還款", "en": "Open the app"},
    "branch": {"zh-hans": "任一网点", "zh-hant": "任一分行", "en": "Any branch"},
}
OUTSIDE = ("check", "accessibility")
WITH_TEXT = ("answer", "opt_out", "not_me", "complain", "door")
BEHIND = ("mine", "pay", "pay_code", "paid", "promise", "help", "wishes", "texts")
REFUSED = ("complain", "promise", "help", "paid")
LARGEST = 50 * 1024  # bytes of a page with its style sheet and script
VOID = {"meta", "link", "input", "br", "img", "path"}


class _Shown(HTMLParser):
    """What a page says in its own language: parts that name another one are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        told = dict(attrs)
        apart = tag != "html" and "lang" in told
        if not apart and not any(self.open):
            self.said += [told[name] for name in ("aria-label", "value") if told.get(name)]
        if tag not in VOID:
            self.open.append(apart)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.open):
            self.said.append(data)


def _pages(now: datetime, language: str) -> dict[str, str]:
    """Every page of the customer's in this language, and its forms sent empty."""
    somebody, customer, message = visitor(now)
    make.wording(message.lender, make.TEXTS, payment=PAYMENT | WORDS)
    loan = customer.loans.get()
    parts = {"principal": "1000.00", "interest": "200.00", "fee": "34.56"}
    loan.instalments.create(number=7, due_date=loan.due_date, **parts)
    somebody.client.get(somebody.url("check"), {"lang": language})
    shown = {name: somebody.get(name) for name in OUTSIDE}
    shown["check refused"] = somebody.post("check")
    somebody.check("00000000")
    shown["no"] = somebody.get("answer")
    somebody.check()
    shown |= {name: somebody.get(name) for name in WITH_TEXT}
    shown["door refused"] = somebody.enter("0000")
    somebody.enter()
    shown |= {name: somebody.get(name) for name in BEHIND}
    shown |= {f"{name} refused": somebody.post(name, follow=True) for name in REFUSED}
    promise = {"loan": loan.pk, "amount": "500", "when": "3"}
    somebody.post("promise", promise)
    shown["promise checked"] = somebody.get("promise_check")
    somebody.post("promise", {**promise, "sure": "1"})
    shown["promised"] = somebody.get("mine")
    shown["promise changed"] = somebody.get("promise")
    shown["promise taken back"] = somebody.get("promise_back")
    somebody.post("paid", {"loan": loan.pk})
    shown["said paid"] = somebody.get("mine")
    somebody.post("help", {"needs": ["illness"]})
    shown["help checked"] = somebody.get("help_check")
    somebody.post("help", {"needs": ["illness"], "sure": "1"})
    shown["asked"] = somebody.get("mine")
    said = {"category": "too_often", "words": "x"}
    somebody.post("complain", said)
    shown["complaint checked"] = somebody.get("complain_check")
    somebody.post("complain", {**said, "sure": "1"})
    shown["complained"] = somebody.get("answer")
    return {name: page.content.decode() for name, page in shown.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_mixes_scripts_and_each_says_its_language(
    now: datetime, clock: Clock, language: str
) -> None:
    for name, page in _pages(now, language).items():
        assert f'<html lang="{language}"' in page, name
        shown = _Shown()
        shown.feed(page)
        foreign = [said for said in shown.said if not is_written_in(said, language)]
        assert foreign == [], name


def test_every_page_is_small_and_has_one_heading_and_its_landmarks(
    now: datetime, clock: Clock
) -> None:
    static = Path(settings.BASE_DIR) / "static"
    needed = sum((static / name).stat().st_size for name in ("customer.css", "copy.js"))
    for name, page in _pages(now, "zh-hans").items():
        assert len(page.encode()) + needed < LARGEST, name
        assert len(re.findall("<h1", page)) == 1, name
        for landmark in ("<header", "<main", "<footer"):
            assert page.count(landmark) == 1, name


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-hant"),
        ("zh-HK", "zh-hant"),
        ("zh-Hant-HK", "zh-hant"),
        ("zh-CN,zh;q=0.9", "zh-hans"),
        ("en-GB,zh;q=0.5", "en"),
        ("fr,en;q=0.5", "en"),
        ("fr", "zh-hans"),
        ("", "zh-hans"),
        ("*;q=x", "zh-hans"),
    ],
)
def test_a_page_is_in_the_language_of_the_telephone(
    now: datetime, clock: Clock, asked: str, language: str
) -> None:
    lender = make.lender()
    page = Client().get(f"/c/{lender.code}/", headers={"Accept-Language": asked})
    assert f'<html lang="{language}"' in page.content.decode()
    assert page["Content-Language"] == language


def test_a_remark_leads_to_its_field(now: datetime, clock: Clock) -> None:
    somebody, _customer, _message = visitor(now)
    somebody.check()
    somebody.enter()
    page = somebody.post("promise", {"amount": "x"}, follow=True).content.decode()
    assert "您之前写的内容" not in page
    for field in ("id_loan", "id_amount", "id_on"):
        assert f'<a href="#{field}">' in page
        assert f'id="{field}"' in page


def test_where_a_text_may_be_a_swindlers_the_official_number_stands_first(
    now: datetime, clock: Clock
) -> None:
    somebody, _customer, message = visitor(now)
    somebody.check("00000000")
    page = somebody.get("answer").content.decode()
    assert page.count(f"tel:{message.lender.hotline}") == 1
    form = page.index('<form method="post" action="' + somebody.url("check"))
    assert page.index(f"tel:{message.lender.hotline}") < form

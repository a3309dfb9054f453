"""A customer with an old phone: no scripts, 360 pixels, in Chinese and in English."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import steps
from tests.browser.axe import grave_violations
from tests.browser.conftest import SignIn
from tests.browser.desk import NARROW, PATIENCE_MS, WIDE
from tests.browser.product import Product

SECRET = "123X"
BY_SECRET = "form:has(#id_secret) button"
# A text of a released run with a code, the end of its number, and a secret made known to the test.
_LOOK = """
import json
from accounts.keys import keyring
from accounts.models import Customer
from messaging.content.check_code import read_code
from messaging.models import CheckCode
keys, found = keyring(), []
codes = CheckCode.objects.filter(message__state__in=["accepted", "delivered"]).order_by("message")
for each in codes.select_related("message__contact_point", "message__customer", "message__lender"):
    message = each.message
    secret = keys.hash_secret("123X", message.customer.customer_no)
    Customer.objects.filter(pk=message.customer_id).update(id_last4_hash=secret)
    text = message.body
    phone = message.contact_point.address
    code = read_code(text).code
    found.append([message.lender.code, code, phone[-4:], message.customer_id, text])
print("FOUND" + json.dumps(found))
"""
# An agent answers what was complained of.
_ANSWER = """
from accounts.audit.trail import acting
from accounts.models import User
from config import clock
from feedback.complaints import closing
from feedback.models import Complaint
agent = User.objects.get(username="agent")
for each in Complaint.objects.filter(via="page", state="open"):
    with acting(user=agent, source="test"):
        closing.resolve(each, outcome="not_upheld", answer="已核实", by=agent, now=clock.now())
"""
WORDS = {
    "zh-CN": {"lang": "zh-hans", "other": "English"},
    "en-GB": {"lang": "en", "other": "简体中文"},
}


@dataclass(frozen=True)
class Text:
    """A text in somebody's hand."""

    lender: str
    code: str
    digits: str
    customer_id: int
    text: str


@pytest.fixture
def texts(fresh: Product, at_desk: SignIn) -> list[Text]:
    """Texts with codes, sent by a released run."""
    desk = at_desk("supervisor")
    for lender in ("linshui", "anhe"):
        run_id = steps.release(desk, lender, at_once=True)
        steps.wait_until("the run has left", lambda run=run_id: steps.nothing_is_due(fresh, run))
    printed = fresh.manage("shell", "-c", _LOOK).partition("FOUND")[2]
    found = [Text(*each) for each in json.loads(printed)]
    assert len(found) >= 2
    return found


@contextmanager
def phone(
    browser: Browser, *, locale: str, scripts: bool = False, size: tuple[int, int] = NARROW
) -> Iterator[tuple[Page, list[str]]]:
    """A visitor's browser, and the address of everything it asks for."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=locale,
        java_script_enabled=scripts,
        bypass_csp=scripts,
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda answer: asked.append(f"{answer.status} {answer.url}"))
    try:
        yield page, asked
    finally:
        context.close()


def turn(leads_on: Locator) -> None:
    """Press what leads to another page, and wait until that one is whole.

    Every button here does: whoever looks or presses again at once may still meet the page before.
    """
    with leads_on.page.expect_navigation():
        leads_on.click()


def check(page: Page, product: Product, text: Text, *, code: str | None = None) -> None:
    page.goto(f"{product.address}/c/{text.lender}/")
    page.fill("#id_code", (text.code if code is None else code).lower())
    page.fill("#id_digits", text.digits)
    turn(page.locator("main button"))


def press(page: Page, name: str) -> None:
    """A link or the button of a form, by where it leads."""
    there = f"main a[href$='/{name}/'], main form[action$='/{name}/'] button"
    turn(page.locator(there).first)


def test_without_scripts_a_customer_is_heard_in_either_language(
    browser: Browser, fresh: Product, texts: list[Text]
) -> None:
    for text, (locale, words) in zip(texts, WORDS.items(), strict=False):
        with phone(browser, locale=locale) as (page, asked):
            _walk(page, fresh, text, words)
        beyond = [each for each in asked if fresh.address not in each]
        assert beyond == []
        assert not [each for each in asked if each[:3] in ("403", "404", "500")]
        personal = (text.code, text.digits, SECRET)
        assert not [each for each in asked if any(word in each for word in personal)]
        _left_its_mark(fresh, text)
    log = fresh.log("web")
    assert not any(text.code in log or text.digits + " " in log for text in texts)


def _walk(page: Page, product: Product, text: Text, words: dict[str, str]) -> None:
    """Both doors and every form, as a thumb does it."""
    check(page, product, text, code="00000000")
    expect(page.locator(".verdict.no")).to_be_visible()
    check(page, product, text)
    expect(page.locator(".verdict.yes")).to_contain_text(re.compile("2026(年9月15日|-09-15)"))
    expect(page.locator("html")).to_have_attribute("lang", words["lang"])
    press(page, "open")
    page.fill("#id_secret", "0000")
    turn(page.locator(BY_SECRET))
    expect(page.locator("[role=alert]")).to_be_visible()
    page.fill("#id_secret", SECRET)
    turn(page.locator(BY_SECRET))
    expect(page.locator(".amount").first).to_be_visible()
    press(page, "texts")
    expect(page.locator(".bubble").first).to_have_text(text.text)
    turn(page.locator("main a.back"))
    press(page, "wishes")
    page.locator("input[name=hours][value=evening]").check()
    turn(page.locator("main button"))
    expect(page.locator("[role=status]")).to_be_visible()
    press(page, "promise")
    page.fill("#id_on", "2026-09-20")
    turn(page.locator("main button"))
    turn(page.locator("main button"))  # looked at once more
    expect(page.locator(".card").first).to_contain_text(re.compile("2026(年9月20日|-09-20)"))
    press(page, "help")
    page.locator("input[value=deferral]").check()
    turn(page.locator("main button"))
    turn(page.locator("main button"))  # looked at once more
    expect(page.locator("[role=status]")).to_be_visible()
    press(page, "answer")
    press(page, "complain")
    page.locator("input[value=too_often]").check()
    page.fill("#id_words", "一天三条，太多了")
    turn(page.locator("main button"))
    turn(page.locator("main button"))  # looked at once more
    expect(page.locator("[role=status]")).to_contain_text("TS2026")
    press(page, "opt-out")
    expect(page.locator("[role=status]")).to_have_count(0)  # asked about first
    press(page, "opt-out")
    expect(page.locator("[role=status]")).to_be_visible()
    turn(page.locator("header a", has_text=words["other"]))
    expect(page.locator("header a", has_text=words["other"])).to_have_count(0)
    turn(page.locator("footer button"))
    expect(page.locator("#id_code")).to_be_visible()


def _left_its_mark(product: Product, text: Text) -> None:
    """Everything the customer did is where staff and decisions find it."""
    for table, condition in [
        ("feedback_complaint", "via = 'page'"),
        ("feedback_promise", "state = 'open'"),
        ("feedback_hardshipcase", "state = 'open'"),
        ("feedback_secrettry", 'NOT "right"'),
    ]:
        counted = f"SELECT count(*) FROM {table} WHERE customer_id = %s AND {condition}"
        assert product.value(counted, text.customer_id) == 1, table
    wished = "SELECT wished_hours FROM accounts_customer WHERE id = %s"
    assert product.value(wished, text.customer_id) == "evening"
    assert (
        product.value(
            "SELECT s.kind FROM messaging_suppression s JOIN accounts_contactpoint p"
            " USING (address_hash) WHERE p.customer_id = %s AND s.source LIKE 'page:%%'",
            text.customer_id,
        )
        == "opt_out"
    )


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_every_page_can_be_read_by_everybody_and_fits(
    browser: Browser, fresh: Product, texts: list[Text], size: tuple[int, int]
) -> None:
    text = texts[0]
    for locale in WORDS:
        with phone(browser, locale=locale, scripts=True, size=size) as (page, _asked):
            page.goto(f"{fresh.address}/c/{text.lender}/")
            _is_fine(page)
            check(page, fresh, text, code="00000000")
            _is_fine(page)
            check(page, fresh, text)
            _is_fine(page)
            for name in ("complain", "open"):
                page.goto(f"{fresh.address}/c/{text.lender}/{name}/")
                turn(page.locator("main button").last)  # empty: with its remarks
                _is_fine(page)
            page.fill("#id_secret", SECRET)
            turn(page.locator(BY_SECRET))
            _is_fine(page)
            for name in ("texts", "wishes", "promise", "help", "pay", "pay/code", "paid"):
                page.goto(f"{fresh.address}/c/{text.lender}/mine/{name}/")
                _is_fine(page)


def test_who_disagrees_with_an_answer_asks_for_a_second_look(
    browser: Browser, fresh: Product, texts: list[Text]
) -> None:
    for text, locale in zip(texts, WORDS, strict=False):
        with phone(browser, locale=locale, scripts=True) as (page, _asked):
            check(page, fresh, text)
            press(page, "open")
            page.fill("#id_secret", SECRET)
            turn(page.locator(BY_SECRET))
            press(page, "answer")
            press(page, "complain")
            page.locator("input[value=too_often]").check()
            page.fill("#id_words", "一天三条，太多了")
            turn(page.locator("main button"))
            turn(page.locator("main button"))  # looked at once more
            fresh.manage("shell", "-c", _ANSWER)
            page.goto(f"{fresh.address}/c/{text.lender}/mine/")
            _is_fine(page)
            press(page, "review")
            turn(page.locator("main button"))  # empty: with its remarks
            expect(page.locator("[role=alert]")).to_be_visible()
            _is_fine(page)
            page.fill("#id_words", "答复没有说明原因")
            turn(page.locator("main button"))
            expect(page.locator("[role=status]")).to_be_visible()
            _is_fine(page)
        asked = "SELECT state FROM feedback_complaint WHERE customer_id = %s AND via = 'page'"
        assert fresh.value(asked, text.customer_id) == "in_review"


def _is_fine(page: Page) -> None:
    assert grave_violations(page) == [], page.url
    root = "document.scrollingElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0, page.url
    small = page.evaluate(
        "[...document.querySelectorAll('main a, button, input:not([type=hidden])')]"
        ".filter((e) => !e.closest('label') && e.getBoundingClientRect().height < 44)"
        ".map((e) => e.outerHTML)"
    )
    assert small == [], page.url

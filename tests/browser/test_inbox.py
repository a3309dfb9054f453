"""An agent's morning: a reply comes in by itself, is answered by an approved text, and is done."""

import re

from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.axe import grave_violations
from tests.browser.borrowers import a_borrower_to_write_to
from tests.browser.conftest import SignIn
from tests.browser.desk import NARROW, WIDE
from tests.browser.product import Product

CONVERSATION = """
SELECT v.id, v.state FROM feedback_conversation v
JOIN accounts_customer c ON c.id = v.customer_id WHERE c.customer_no = %s ORDER BY v.id DESC
"""
ANSWER = """
SELECT m.state FROM messaging_message m JOIN accounts_customer c ON c.id = m.customer_id
WHERE c.customer_no = %s AND m.content_class = 'answer'
"""


def test_a_reply_is_answered_and_resolved(fresh: Product, at_desk: SignIn) -> None:
    agent, phone = at_desk("agent"), at_desk("supervisor")
    person = a_borrower_to_write_to(fresh, steps.run_of(fresh, "anhe"), "dpd-4-7")

    agent.go("/staff/")
    expect(agent.page).to_have_url(fresh.address + reverse("admin:inbox"))
    steps.open_handset(phone, person.customer_no)
    phone.page.fill("#handset-text", "请问怎么还款")
    phone.page.press("#handset-text", "Enter")

    row = agent.page.locator("[data-row]", has_text="请问怎么还款")
    expect(row).to_be_visible(timeout=steps.PATIENCE_SECONDS * 1000)  # without a reload
    agent.page.keyboard.press("j")
    expect(row).to_be_focused()
    agent.page.keyboard.press("Enter")
    expect(agent.page.locator(".hc-thread-reply")).to_have_count(1)
    agent.page.keyboard.press("t")
    expect(agent.page.locator(".hc-thread-event")).to_have_count(1)

    agent.page.keyboard.press("a")
    answer = agent.page.locator(".hc-answers li", has_text=person.amount).first
    expect(answer.locator(".hc-good")).to_be_visible()
    expect(answer.locator("button")).to_be_focused()  # the best one stands open
    for size in (WIDE, NARROW):
        agent.resize(size)
        assert agent.width_beyond_the_screen() == 0
        assert grave_violations(agent.page) == []
    agent.resize(WIDE)
    answer.locator("button").click()
    steps.wait_until(
        "the answer has left",
        lambda: fresh.row(ANSWER, person.customer_no)[0] in ("accepted", "delivered"),
    )
    steps.open_handset(phone, person.customer_no)
    assert any(person.amount in text for text in steps.texts_on_handset(phone))
    expect(agent.page.locator(".hc-thread-message")).to_contain_text(person.amount)

    agent.page.keyboard.press("e")
    expect(agent.page.locator(".hc-inbox-undo")).to_be_visible()
    assert fresh.row(CONVERSATION, person.customer_no)[1] == "resolved"


def test_distress_rings_on_every_page_comes_first_and_is_called(
    fresh: Product, at_desk: SignIn
) -> None:
    agent, boss = at_desk("agent"), at_desk("supervisor")
    boss.open("accounts_customer_changelist")
    run_id = steps.run_of(fresh, "anhe")
    person = a_borrower_to_write_to(fresh, run_id, "dpd-4-7")
    other = a_borrower_to_write_to(fresh, run_id, "dpd-8-15")
    for who, text in ((other, "请问怎么还款"), (person, "不想活了")):
        steps.open_handset(agent, who.customer_no)
        agent.page.fill("#handset-text", text)
        agent.page.press("#handset-text", "Enter")
        expect(agent.page.locator("#handset-screen")).to_contain_text(text)

    # Without a reload, wherever somebody is: a red clock, and the title of the browser's tab.
    banner = boss.page.locator(".alarm-banner")
    expect(banner).to_be_visible(timeout=steps.PATIENCE_SECONDS * 1000)
    expect(boss.page).to_have_title(re.compile(r"^‼ \d\d:\d\d · "))
    for size in (WIDE, NARROW):
        boss.resize(size)
        boss.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        expect(banner).to_be_in_viewport()
        assert boss.width_beyond_the_screen() == 0
        assert grave_violations(boss.page) == []

    agent.open("inbox")
    rows = agent.page.locator("[data-row]")
    expect(rows).to_have_count(2, timeout=steps.PATIENCE_SECONDS * 1000)
    expect(rows.first).to_contain_text("不想活了")

    agent.open("call_list")
    agent.page.locator("[data-row]", has_text=person.customer_no).click()
    agent.page.locator("form[action$='/dial/'] button").click()
    expect(banner).to_have_count(0, timeout=steps.PATIENCE_SECONDS * 1000)  # the caller has it
    expect(agent.page.locator(".hc-number")).to_contain_text("+86")
    assert grave_violations(agent.page) == []
    agent.page.locator("[name=outcome][value=reached]").check()
    agent.page.locator("form[action$='/tell/'] button").click()
    expect(agent.page.locator("[data-row]", has_text=person.customer_no)).to_have_count(0)

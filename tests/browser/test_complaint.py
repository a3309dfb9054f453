"""A complaint holds the customer's message in the moment it is logged; its end lets it go."""

from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.borrowers import a_borrower_to_write_to
from tests.browser.conftest import SignIn
from tests.browser.product import Product

CUSTOMER = "SELECT id FROM accounts_customer WHERE customer_no = %s"
MESSAGE = """
SELECT m.id, m.state, m.reason, m.not_before FROM messaging_message m
JOIN accounts_customer c ON c.id = m.customer_id WHERE c.customer_no = %s
"""
WAITS_FOR_THE_NIGHT_TO_END = ("queued", "quiet_hours", steps.shanghai("2026-09-16 08:00"))


def test_a_complaint_holds_the_queued_message_until_it_is_resolved(
    fresh: Product, at_desk: SignIn
) -> None:
    supervisor, agent = at_desk("supervisor"), at_desk("agent")
    run_id = steps.run_of(fresh, "linshui")
    person = a_borrower_to_write_to(fresh, run_id, "dpd-16+")
    steps.set_clock(supervisor, "2026-09-15T22:00")
    steps.release(supervisor, "linshui", at_once=True)
    customer = fresh.value(CUSTOMER, person.customer_no)
    message, state, _reason, _until = fresh.row(MESSAGE, person.customer_no)
    assert state == "queued"

    assert agent.open("accounts_customer_change", customer) == 200
    agent.page.locator(f"a[href='{reverse('admin:complaint_log', args=[customer])}']").click()
    form = agent.page.locator("#content form")
    form.locator("[name=message]").select_option(str(message))
    form.locator("[name=text]").fill("短信太多，请先别发了。")
    form.locator("button").click()
    expect(agent.page.locator(".hc-timeline li")).to_have_count(1)
    number = agent.page.locator("#content h2").first.inner_text()
    assert fresh.row(MESSAGE, person.customer_no)[1:3] == ("queued", "hold_complaint")
    agent.open("accounts_customer_change", customer)
    expect(agent.page.locator("#content")).to_contain_text(number)

    agent.open("feedback_complaint_changelist")
    agent.page.locator("#result_list a", has_text=number).click()
    resolve = agent.page.locator("form[action$='/resolve/']")
    resolve.locator("[name=answer]").fill("已致歉并说明，客户同意每月只收一条。")
    resolve.locator("button").click()
    expect(agent.page.locator("form[action$='/resolve/']")).to_have_count(0)
    steps.wait_until(
        "the message waits for the morning only",
        lambda: fresh.row(MESSAGE, person.customer_no)[1:] == WAITS_FOR_THE_NIGHT_TO_END,
    )
    steps.set_clock(supervisor, "2026-09-16T08:00")
    steps.wait_until(
        "the message is sent",
        lambda: fresh.row(MESSAGE, person.customer_no)[1] in ("accepted", "delivered"),
    )

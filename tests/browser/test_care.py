"""Care on screen: hardship by reply to a dated hold under four eyes; a promise to its thanks."""

from datetime import timedelta
from pathlib import Path

from django.urls import reverse
from playwright.sync_api import expect

from accounts.sample.figures import SAMPLE_DAY
from tests.browser import steps
from tests.browser.axe import grave_violations
from tests.browser.borrowers import a_borrower_to_write_to, borrowers_to_write_to
from tests.browser.conftest import SignIn
from tests.browser.desk import NARROW, Desk
from tests.browser.product import Product

CUSTOMER = "SELECT id FROM accounts_customer WHERE customer_no = %s"
CASE = "SELECT count(*) FROM feedback_hardshipcase WHERE customer_id = %s"
HOLDS = """
SELECT (until AT TIME ZONE 'Asia/Shanghai')::date::text FROM accounts_hold
WHERE customer_id = %s AND released_at IS NULL AND kind <> 'unread_reply'
"""
PROMISE = "SELECT state FROM feedback_promise WHERE customer_id = %s"
THANKED = """
SELECT thanks FROM feedback_promise WHERE customer_id = %s
"""
MONTH = SAMPLE_DAY + timedelta(days=30)


def replies(desk: Desk, customer_no: str, text: str) -> None:
    """As the customer, on the sandbox handset."""
    steps.open_handset(desk, customer_no)
    answer = desk.page.locator("form.hc-handset-answer")
    answer.locator("input[name=text]").fill(text)
    answer.locator("button").click()


def is_sound(desk: Desk) -> None:
    """Nothing grave for axe, and nothing to scroll sideways on a phone."""
    assert grave_violations(desk.page) == []
    desk.resize(NARROW)
    assert desk.width_beyond_the_screen() == 0
    assert grave_violations(desk.page) == []
    desk.resize((1400, 900))


def test_hardship_by_reply_ends_in_a_hold_with_a_date_that_two_people_agreed(
    fresh: Product, at_desk: SignIn
) -> None:
    agent, supervisor = at_desk("agent"), at_desk("supervisor")
    person = a_borrower_to_write_to(fresh, steps.run_of(fresh, "linshui"), "dpd-16+")
    customer = fresh.value(CUSTOMER, person.customer_no)
    replies(agent, person.customer_no, "我失业了，没钱还")
    steps.wait_until("the case is open", lambda: fresh.value(CASE, customer) == 1)
    assert fresh.rows(HOLDS, customer) == [(None,)]

    assert agent.open("hardships") == 200
    is_sound(agent)
    row = agent.page.locator("tr", has_text=person.customer_no)
    row.locator("a").first.click()
    expect(agent.page.locator(".hc-quote")).to_contain_text("我失业了，没钱还")
    is_sound(agent)
    case_page = agent.page.url
    form = agent.page.locator("form[action$='/propose/']")
    form.locator("[name=outcome]").select_option("deferral")
    form.locator("[name=until]").fill(MONTH.isoformat())
    form.locator("[name=why]").fill("失业，延期一个月。")
    form.locator("button").click()
    expect(agent.page.locator("#waiting")).to_be_visible()
    expect(agent.page.locator("form[action$='/approve/']")).to_have_count(0)

    supervisor.page.goto(case_page)
    is_sound(supervisor)
    supervisor.page.locator("form[action$='/approve/'] button").click()
    expect(supervisor.page.locator("#granted")).to_contain_text(steps.in_words(MONTH))
    # To the end of that day: the first moment of the next.
    assert fresh.rows(HOLDS, customer) == [((MONTH + timedelta(days=1)).isoformat(),)]

    supervisor.go(reverse("admin:accounts_hold_changelist") + f"?customer={person.customer_no}")
    is_sound(supervisor)
    # The case's own, and that of the reply which nobody has marked as read.
    expect(supervisor.page.locator("#content tbody tr")).to_have_count(2)


def test_a_promise_by_reply_is_confirmed_kept_by_an_import_and_thanked_for(
    fresh: Product, at_desk: SignIn, tmp_path: Path
) -> None:
    agent = at_desk("agent")
    person = borrowers_to_write_to(fresh, steps.run_of(fresh, "linshui"), "dpd-16+")[1]
    customer = fresh.value(CUSTOMER, person.customer_no)
    replies(agent, person.customer_no, "明天还")
    steps.wait_until("it is proposed", lambda: fresh.rows(PROMISE, customer) == [("proposed",)])

    assert agent.open("promises") == 200
    is_sound(agent)
    agent.page.locator("tr", has_text=person.customer_no).locator("a").first.click()
    is_sound(agent)
    form = agent.page.locator("form[action$='/confirm/']")
    form.locator("[name=on]").fill((SAMPLE_DAY + timedelta(days=1)).isoformat())
    form.locator("button").click()
    assert fresh.rows(PROMISE, customer) == [("open",)]

    steps.set_clock(at_desk("supervisor"), "2026-09-16T18:30")
    file = tmp_path / "repayments.csv"
    file.write_text(
        "reference,loan_no,paid_on,amount\n"
        f"care-1,{person.loan_no},2026-09-16,{person.amount_due}\n"
    )
    fresh.manage("import_repayments", str(file))
    assert fresh.rows(PROMISE, customer) == [("kept",)]
    steps.wait_until("it is thanked for", lambda: fresh.value(THANKED, customer) == "sent")
    agent.page.reload()
    is_sound(agent)
    assert agent.open("late_payments") == 200
    is_sound(agent)

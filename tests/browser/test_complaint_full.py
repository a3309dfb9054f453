"""A complaint from the call to the figures: evidence, more time, answer, letter, review."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.axe import grave_violations
from tests.browser.borrowers import a_borrower_to_write_to
from tests.browser.conftest import SignIn
from tests.browser.desk import NARROW, WIDE, Desk
from tests.browser.product import Product
from tests.feedback.complaints import files

CUSTOMER = "SELECT id FROM accounts_customer WHERE customer_no = %s"
MESSAGE = """
SELECT m.id FROM messaging_message m JOIN accounts_customer c ON c.id = m.customer_id
WHERE c.customer_no = %s
"""
COMPLAINT = "SELECT id, due_on::text FROM feedback_complaint WHERE customer_id = %s"
STATE = "SELECT state FROM feedback_complaint WHERE id = %s"


def form_to(page: Page, name: str, *args: object) -> str:
    return f"form[action='{reverse(f'admin:{name}', args=args)}']"


def looks_right(desk: Desk) -> None:
    """Nothing grave for whoever cannot see or point; no sideways scrolling on a phone."""
    assert grave_violations(desk.page) == []
    desk.resize(NARROW)
    assert desk.width_beyond_the_screen() == 0
    assert grave_violations(desk.page) == []
    desk.resize(WIDE)


def log_by_phone(agent: Desk, customer: int, message: int) -> None:
    agent.open("complaint_log", customer)
    form = agent.page.locator("#content form")
    form.locator("[name=message]").select_option(str(message))
    form.locator("[name=category]").select_option("wording")
    form.locator("[name=text]").fill("短信语气太重，我要投诉。")
    form.locator("button").click()
    expect(agent.page.locator(".hc-timeline li")).to_have_count(1)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """What the customer sent: a picture, whatever it is called."""
    path = tmp_path / "截图.pdf"
    path.write_bytes(files.PNG)
    return path


def test_a_complaint_from_the_call_to_the_figures(
    fresh: Product, at_desk: SignIn, picture: Path
) -> None:
    supervisor, agent = at_desk("supervisor"), at_desk("agent")
    run_id = steps.run_of(fresh, "linshui")
    person = a_borrower_to_write_to(fresh, run_id, "dpd-16+")
    steps.release(supervisor, "linshui", at_once=True)
    customer = fresh.value(CUSTOMER, person.customer_no)
    message = fresh.value(MESSAGE, person.customer_no)

    log_by_phone(agent, customer, message)
    complaint, due = fresh.row(COMPLAINT, customer)
    assert due == "2026-09-30"
    page = agent.page
    expect(page.locator("#messages")).to_contain_text(f"#{message}")

    # Evidence is what its content says; it comes back as an attachment, never as a page.
    page.set_input_files("#evidence-file", picture)
    page.locator(form_to(page, "evidence_add", complaint) + " button").click()
    file = page.locator("#evidence form[action$='/open/'] button")
    expect(file).to_contain_text(".pdf.png")
    with page.expect_download() as download:
        file.click()
    assert download.value.suggested_filename == "截图.pdf.png"
    assert Path(download.value.path()).read_bytes() == files.PNG

    # More time, asked for by one and approved by another.
    page.locator("#extend summary").click()
    page.locator("#extend textarea").fill("需向运营商调取发送记录")
    page.locator("#extend button").click()
    expect(page.locator("#extension")).to_contain_text("需向运营商调取发送记录")
    expect(page.locator(form_to(page, "complaint_extension_decide", 1))).to_have_count(0)
    supervisor.open("feedback_complaint_changelist", query="?due=extension")
    supervisor.page.locator("#result_list tbody th a, #result_list tbody td a").first.click()
    looks_right(supervisor)
    supervisor.page.locator("#extension button[value=approve]").click()
    expect(supervisor.page.locator("#clocks")).to_contain_text("2026年10月30日")

    # The answer, its cause, and the letter that tells it.
    agent.open("complaint", complaint)
    resolve = page.locator(form_to(page, "complaint_resolve", complaint))
    resolve.locator("[name=outcome]").select_option("partly")
    resolve.locator("[name=root_cause]").select_option("template")
    resolve.locator("[name=cause_version]").select_option(index=1)
    resolve.locator("[name=answer]").fill("已致歉，措辞已交相关同事修改。")
    resolve.locator("button").click()
    expect(page.locator("#ask-review")).to_be_visible()
    page.locator("#letters form[method=get] button").click()
    expect(page.locator(".hc-sheet")).to_contain_text("已致歉")
    expect(page.locator(".hc-sheet")).not_to_contain_text(person.name)
    looks_right(agent)
    # Who typed the answer may not send it: another person reads it first.
    expect(page.locator(form_to(page, "complaint_letter_send", complaint))).to_have_count(0)
    supervisor.open("complaint", complaint)
    theirs = supervisor.page
    theirs.locator("#letters form[method=get] button").click()
    expect(theirs.locator(".hc-sheet")).to_contain_text("已致歉")
    looks_right(supervisor)
    theirs.locator(form_to(theirs, "complaint_letter_send", complaint) + " button").click()
    with supervisor.context.expect_page() as opened:
        theirs.locator("#letters form[action$='/open/'] button").click()
    sheet = opened.value
    expect(sheet.locator("main")).to_contain_text(person.name)
    assert grave_violations(sheet) == []
    sheet.close()

    # The customer does not agree; another person looks again.
    agent.open("complaint", complaint)
    page.locator("#ask-review summary").click()
    page.locator("#ask-review textarea").fill("对结果不满意，要求复核。")
    page.locator("#ask-review button").click()
    expect(page.locator("#review")).to_be_visible()
    expect(page.locator("form[action*='complaint-reviews']")).to_have_count(0)
    looks_right(agent)
    supervisor.open("complaint", complaint)
    review = supervisor.page.locator("form[action$='/decide/']")
    review.locator("[name=answer]").fill("经复核，维持原处理结果。")
    review.locator("button").click()
    expect(supervisor.page.locator("#review")).to_be_visible()
    assert fresh.value(STATE, complaint) == "resolved"

    # It is in the figures, and each figure opens its list.
    supervisor.open("complaint_statistics")
    looks_right(supervisor)
    cause = supervisor.page.locator("tr", has_text="模板").locator("td.hc-num a").first
    cause.click()
    expect(supervisor.page.locator("#result_list")).to_contain_text(person.customer_no)
    with supervisor.page.expect_download() as export:
        supervisor.open("complaint_statistics")
        supervisor.page.locator("a[href*='statistics.csv']").click()
    assert person.name not in Path(export.value.path()).read_text("utf-8-sig")
    supervisor.open("feedback_complaint_changelist")
    looks_right(supervisor)

"""Repayments that come in between plan and send: paid is not reminded, part paid is said right."""

from decimal import Decimal

from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.borrowers import borrowers_to_write_to
from tests.browser.conftest import SignIn
from tests.browser.desk import Desk
from tests.browser.product import Product

MESSAGE = """
SELECT m.state, m.reason FROM messaging_message m
JOIN accounts_customer c ON c.id = m.customer_id WHERE c.customer_no = %s
"""
PAID_IN_PART = Decimal("1.23")


def upload_repayments(desk: Desk, rows: list[str]) -> None:
    """As the core system's clerk does: a Chinese file, looked at, confirmed."""
    desk.open("accounts_importfile_changelist")
    desk.page.locator(f"a[href='{reverse('admin:import_upload')}']").click()
    desk.page.check("[name=kind][value=repayments]")
    file = "\r\n".join(["流水号,借据号,还款日期,金额", *rows, ""]).encode("gb18030")
    desk.page.set_input_files(
        "[name=file]", {"name": "还款.csv", "mimeType": "text/csv", "buffer": file}
    )
    desk.page.locator("form[enctype] button").click()
    expect(desk.page.locator(".hc-counts dd").first).to_have_text(str(len(rows)))
    expect(desk.page.locator(".hc-facts")).to_contain_text("GB18030")
    desk.page.locator("form[action$='/confirm/'] button").click()
    expect(desk.page.locator("form[action$='/confirm/']")).to_have_count(0)


def test_who_paid_since_the_plan_is_not_reminded_and_the_amount_is_what_is_left(
    fresh: Product, at_desk: SignIn
) -> None:
    desk = at_desk("supervisor")
    run_id = steps.run_of(fresh, "linshui")
    paid, in_part, *_others = borrowers_to_write_to(fresh, run_id, "dpd-16+")
    upload_repayments(
        desk,
        [
            f"T-1,{paid.loan_no},2026-09-15,{paid.amount_due}",
            f"T-2,{in_part.loan_no},2026-09-15,{PAID_IN_PART}",
        ],
    )
    steps.release(desk, "linshui")
    steps.wait_until("the run has left", lambda: steps.nothing_is_due(fresh, run_id))

    assert fresh.row(MESSAGE, paid.customer_no) == ("blocked", "loan_settled")
    steps.open_handset(desk, paid.customer_no)
    assert steps.texts_on_handset(desk) == []
    steps.open_handset(desk, in_part.customer_no)
    (text,) = steps.texts_on_handset(desk)
    assert f"{in_part.amount_due - PAID_IN_PART:,.2f}元" in text
    assert in_part.amount not in text

"""A customer answers TD: stopped before it is shown, confirmed once, out of the next run."""

from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.borrowers import a_borrower_to_write_to
from tests.browser.conftest import SignIn
from tests.browser.product import Product

SUPPRESSED = """
SELECT s.kind FROM messaging_suppression s JOIN accounts_contactpoint p USING (address_hash)
JOIN accounts_customer c ON c.id = p.customer_id WHERE c.customer_no = %s AND s.lifted_at IS NULL
"""
CANDIDATE = """
SELECT d.id, d.reason, d.to_send FROM messaging_candidate d
JOIN accounts_customer c ON c.id = d.customer_id WHERE d.run_id = %s AND c.customer_no = %s
"""


def test_td_stops_the_number_and_the_next_run_says_so(fresh: Product, at_desk: SignIn) -> None:
    desk = at_desk("supervisor")
    run_id = steps.run_of(fresh, "linshui")
    person = a_borrower_to_write_to(fresh, run_id, "due-0")  # tomorrow in the next stage
    steps.release(desk, "linshui")
    steps.wait_until("the run has left", lambda: steps.nothing_is_due(fresh, run_id))

    steps.open_handset(desk, person.customer_no)
    desk.page.locator(".hc-handset-quick button[value=TD]").click()
    bubbles = desk.page.locator("#handset-screen .hc-bubble")
    expect(bubbles.nth(1)).to_have_text("TD")
    assert fresh.rows(SUPPRESSED, person.customer_no) == [("opt_out",)]
    expect(bubbles.nth(2)).to_contain_text("您已退订", timeout=steps.PATIENCE_SECONDS * 1000)
    desk.page.locator(".hc-handset-quick button[value=TD]").click()
    expect(bubbles.nth(3)).to_have_text("TD")

    steps.set_clock(desk, "2026-09-16T09:00")
    tomorrow = steps.plan(desk, "linshui", "2026-09-16")
    candidate_id, reason, to_send = fresh.row(CANDIDATE, tomorrow, person.customer_no)
    assert (reason, to_send) == ("suppressed", False)
    desk.open("run_candidates", tomorrow, query="?reason=suppressed")
    desk.page.locator(f"a[href='{reverse('admin:candidate', args=[candidate_id])}']").click()
    expect(desk.page.locator(".hc-trace").first).to_be_visible()
    steps.open_handset(desk, person.customer_no)
    assert sum("您已退订" in text for text in steps.texts_on_handset(desk)) == 1

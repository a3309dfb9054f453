"""A supervisor's evening: look at today's run, release it, see it arrive."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from accounts.privacy.masks import mask_name
from tests.browser import steps
from tests.browser.borrowers import a_borrower_to_write_to
from tests.browser.conftest import SignIn
from tests.browser.desk import Desk
from tests.browser.product import Product

LEFT = ("accepted", "delivered")
BY_REASON = """
SELECT reason, count(*) FROM messaging_candidate WHERE run_id = %s AND NOT to_send GROUP BY 1
"""


def number(text: str) -> int:
    """`−1,202` → 1202."""
    return int(re.sub(r"\D", "", text))


def funnel_on(desk: Desk) -> tuple[int, dict[str, int], int]:
    """Due, less each reason, to send: as the page shows them."""
    rows = desk.page.locator(".hc-funnel tbody tr")
    minus: dict[str, int] = {}
    ends: dict[str, int] = {}
    for row in rows.all():
        link = row.locator("td.hc-num a").first
        kind = (row.get_attribute("class") or "").removeprefix("hc-funnel-")
        if kind == "minus":
            query = parse_qs(urlsplit(link.get_attribute("href") or "").query)
            minus[query["reason"][0]] = number(link.inner_text())
        else:
            ends[kind] = number(link.inner_text())
    return ends["due"], minus, ends["to_send"]


def test_the_funnel_adds_up_and_is_what_the_database_holds(fresh: Product, at_desk: SignIn) -> None:
    desk = at_desk("supervisor")
    assert desk.open("run_today") == 200
    run_id = steps.run_of(fresh, desk.page.locator("#run-lender").input_value())
    due, minus, to_send = funnel_on(desk)

    assert due - sum(minus.values()) == to_send > 0
    counted = "SELECT count(*), count(*) FILTER (WHERE to_send) FROM messaging_candidate"
    assert (due, to_send) == fresh.row(f"{counted} WHERE run_id = %s", run_id)
    assert minus == dict(fresh.rows(BY_REASON, run_id))
    assert f"{to_send}" in steps.release_button(desk, run_id).inner_text()


def test_each_number_of_the_funnel_opens_its_list(product: Product, at_desk: SignIn) -> None:
    desk = at_desk("supervisor")
    steps.open_run(desk, "linshui")
    links = desk.page.locator(".hc-funnel tbody td.hc-num a")
    wanted = [(a.get_attribute("href") or "", number(a.inner_text())) for a in links.all()]
    told = desk.page.locator("#content form.hc-actions .hc-muted").first
    for path, count in wanted:
        assert desk.go(path) == 200
        assert number(told.inner_text()) == count

    desk.page.locator(".hc-table tbody a").first.click()
    expect(desk.page.locator(".hc-trace").first).to_be_visible()
    expect(desk.page.locator(".hc-bubble")).to_be_visible()


def test_a_released_run_arrives_on_the_handsets_with_the_right_figures(
    fresh: Product, at_desk: SignIn
) -> None:
    desk = at_desk("supervisor")
    run_id = steps.run_of(fresh, "anhe")
    late = a_borrower_to_write_to(fresh, run_id, "dpd-4-7")
    steps.release(desk, "anhe")
    steps.wait_until("all that is due has left", lambda: steps.nothing_is_due(fresh, run_id))

    by_state = dict(
        fresh.rows(
            "SELECT state, count(*) FROM messaging_message WHERE run_id = %s GROUP BY 1", run_id
        )
    )
    waiting = by_state.pop("queued", 0)
    planned = fresh.row(
        "SELECT funnel->>'to_send', funnel->>'waiting' FROM messaging_run WHERE id = %s", run_id
    )
    assert set(by_state) <= set(LEFT)
    assert (sum(by_state.values()) + waiting, waiting) == tuple(map(int, planned))
    shown = desk.page.locator(".hc-run-states strong")
    steps.wait_until(
        "the page shows what has left, without being reloaded",
        lambda: sum(map(number, shown.all_inner_texts())) == sum(by_state.values()) + waiting,
    )
    expect(desk.page.locator("#run-progress progress")).not_to_have_attribute("value", "0")

    steps.open_handset(desk, late.customer_no)
    (text,) = steps.texts_on_handset(desk)
    assert text.startswith("【安和金融】")
    for said in (mask_name(late.name), late.salutation, late.amount, f"逾期{late.days_overdue}天"):
        assert said in text

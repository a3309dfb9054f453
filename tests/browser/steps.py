"""What people do on the screens, one step a function."""

import re
import time
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from playwright.sync_api import Locator, expect

from tests.browser.desk import Desk
from tests.browser.product import Product

SHANGHAI = ZoneInfo("Asia/Shanghai")
PATIENCE_SECONDS = 60.0
RUN = """
SELECT r.id FROM messaging_run r JOIN accounts_lender l ON l.id = r.lender_id
WHERE l.code = %s AND r.day = %s
"""


def wait_until(what: str, done: Callable[[], bool], *, seconds: float = PATIENCE_SECONDS) -> None:
    """Look every quarter of a second; `what` is said when it does not come about."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, f"in {seconds:.0f} s it did not come about: {what}"
        time.sleep(0.25)


def shanghai(text: str) -> datetime:
    """`2026-09-15 21:59` as the sample's lenders read it."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def set_clock(desk: Desk, text: str) -> None:
    """By the banner: `2026-09-15T21:59`, in the team's time."""
    if not desk.page.locator("#sandbox-to").count():
        desk.open("run_today")
    desk.page.fill("#sandbox-to", text)
    desk.page.locator("#sandbox-to + button").click()
    shown = desk.page.locator(".sandbox-banner-time")
    expect(shown).to_have_attribute("datetime", re.compile(re.escape(text)))


def run_of(product: Product, lender: str, day: str = "2026-09-15") -> int:
    """The run's id."""
    return int(product.value(RUN, lender, day))


def open_run(desk: Desk, lender: str, day: str = "2026-09-15") -> None:
    assert desk.open("run_today", query=f"?lender={lender}&date={day}") == 200


def release_button(desk: Desk, run_id: int) -> Locator:
    return desk.page.locator(f"form[action='{reverse('admin:run_release', args=[run_id])}'] button")


def release(desk: Desk, lender: str, *, at_once: bool = False) -> int:
    """Approve and send today's run of a lender; the run's id."""
    run_id = run_of(desk.product, lender)
    open_run(desk, lender)
    if at_once:
        desk.page.check("input[name=send_at_once]")
    release_button(desk, run_id).click()
    expect(desk.page.locator("#run-progress")).to_be_visible()
    return run_id


def plan(desk: Desk, lender: str, day: str) -> int:
    """Plan a run by its button and wait for its numbers; the run's id."""
    open_run(desk, lender, day)
    desk.page.locator(f"form[action='{reverse('admin:run_plan')}'] button").click()
    expect(desk.page.locator(".hc-funnel")).to_be_visible(timeout=PATIENCE_SECONDS * 1000)
    return run_of(desk.product, lender, day)


def in_words(day: date) -> str:
    """As pages of staff write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def open_handset(desk: Desk, customer_no: str) -> None:
    """By the customer's number; of several addresses the telephone, which comes first."""
    desk.open("handset")
    desk.page.fill("#handset-customer", customer_no)
    desk.page.press("#handset-customer", "Enter")
    found = desk.page.locator("main li a", has_text=customer_no)
    expect(desk.page.locator("#handset-screen").or_(found.first)).to_be_visible()
    if found.count():
        found.first.click()
    expect(desk.page.locator("#handset-screen")).to_be_visible()


def texts_on_handset(desk: Desk) -> list[str]:
    """The bubbles as they stand on the screen, oldest first."""
    return desk.page.locator("#handset-screen .hc-bubble").all_inner_texts()


def nothing_is_due(product: Product, run_id: int) -> bool:
    """Whether all the run's messages have left or wait for a later moment."""
    left = """
    SELECT count(*) FROM messaging_message m, config_sandboxclock c
    WHERE m.run_id = %s AND (m.state IN ('claimed', 'handing_over')
          OR m.state = 'queued' AND m.not_before <= now() + c."offset")
    """
    return bool(product.value(left, run_id) == 0)

"""The emergency stop, pressed while a run is leaving: nothing more leaves until it is lifted."""

import re
import time

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.axe import grave_violations
from tests.browser.conftest import SignIn
from tests.browser.desk import NARROW, WIDE, Desk
from tests.browser.product import Product

SENT = """
SELECT count(*) FROM messaging_message
WHERE run_id = %s AND state IN ('accepted', 'delivered', 'undelivered', 'unknown', 'unresolved')
"""
WAITING = "SELECT count(*) FROM messaging_message WHERE run_id = %s AND state = 'queued'"
ON_THE_WIRE = """
SELECT count(*) FROM messaging_message WHERE run_id = %s AND state IN ('claimed', 'handing_over')
"""
WATCHED_SECONDS = 4.0


def figure(desk: Desk, name: str) -> int:
    text = desk.page.locator(f"#stop-{name}").inner_text()
    return int(re.sub(r"\D", "", text))


def lift(desk: Desk, stop_id: int) -> None:
    """As the second person."""
    desk.open("stop_lift", stop_id)
    desk.page.locator("button[name=lift]").click()
    desk.page.wait_for_url(re.compile(r"/stops/\d+/$"))


def test_a_stop_while_a_run_is_leaving(fresh: Product, at_desk: SignIn) -> None:
    desk, beside = at_desk("supervisor"), at_desk("supervisor")
    beside.open("stops")
    beside.page.locator(f"a[href='{reverse('admin:stop_place')}?which=all']").click()
    beside.page.fill("#stop-reason", "金额有误")

    run_id = steps.release(desk, "anhe")
    steps.wait_until("the first texts leave", lambda: fresh.value(SENT, run_id) > 0)
    beside.page.locator("form .hc-button.hc-danger").click()
    beside.page.wait_for_url(re.compile(r"/stops/\d+/"))
    pressed = time.monotonic()

    steps.wait_until(
        "what was on the wire is told", lambda: fresh.value(ON_THE_WIRE, run_id) == 0, seconds=10
    )
    sent = fresh.value(SENT, run_id)
    total = fresh.value("SELECT count(*) FROM messaging_message WHERE run_id = %s", run_id)
    assert 0 < sent < total
    expect(desk.page.locator("#run-progress")).to_contain_text("金额有误")  # without a reload
    while time.monotonic() < pressed + WATCHED_SECONDS:
        assert fresh.value(SENT, run_id) == sent
        time.sleep(0.25)

    steps.wait_until(
        "the page shows the figures of the database",
        lambda: (
            (figure(beside, "wire"), figure(beside, "waiting"), figure(beside, "sent"))
            == (0, fresh.value(WAITING, run_id), sent)
        ),
        seconds=10,
    )
    desk.open("messaging_template_changelist")
    stop = desk.page.get_by_role("region", name="紧急停发")  # an incident may stand beside it
    expect(stop).to_contain_text("金额有误")

    beside.page.reload()
    listed = beside.page.locator("#who ~ .hc-table-wrap tbody tr")
    assert listed.count() == min(50, sent)
    beside.page.locator("a.hc-button[href$='/lift/']").click()
    beside.page.fill("#stop-reason", "已更正")
    beside.page.locator("#stop-reason").press("Enter")
    beside.page.wait_for_url(re.compile(r"/stops/\d+/$"))
    lift(at_desk("admin"), int(beside.page.url.rstrip("/").rsplit("/", 1)[1]))
    steps.wait_until("the rest leaves", lambda: steps.nothing_is_due(fresh, run_id))
    held = fresh.value(f"{WAITING} AND reason = 'emergency_stop'", run_id)
    assert (held, fresh.value(SENT, run_id) > sent) == (0, True)
    twice = """
    SELECT count(*) FROM messaging_attempt a JOIN messaging_message m ON m.id = a.message_id
    WHERE m.run_id = %s AND a.result = 'accepted' GROUP BY m.id HAVING count(*) > 1
    """
    assert fresh.rows(twice, run_id) == []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["desk", "phone"])
def test_everybody_can_read_and_reach_the_pages(
    product: Product, at_desk: SignIn, size: tuple[int, int]
) -> None:
    admin, boss = at_desk("admin", size=size), at_desk("supervisor", size=size)
    gateway_id = product.value("SELECT min(id) FROM messaging_gateway WHERE state = 'approved'")
    boss.open("stop_place", query=f"?which=gateway:{gateway_id}")
    boss.page.fill("#stop-reason", "试一试")
    boss.page.locator("form .hc-button.hc-danger").click()
    boss.page.wait_for_url(re.compile(r"/stops/\d+/"))
    stop_id = int(boss.page.url.rstrip("/").rsplit("/", 1)[1])
    pages = (
        (boss, "stops", ()),
        (boss, "stop", (stop_id,)),
        (boss, "gateway", (gateway_id,)),
        (boss, "messaging_gateway_changelist", ()),
        (boss, "run_today", ()),
        (admin, "gateway_new", ()),
        (boss, "stop_lift", (stop_id,)),
    )
    for desk, name, arguments in pages:
        assert desk.open(name, *arguments) == 200
        assert desk.width_beyond_the_screen() == 0, name
        assert grave_violations(desk.page) == [], name
    boss.page.fill("#stop-reason", "好了")
    boss.page.locator("#stop-reason").press("Enter")
    boss.page.wait_for_url(re.compile(r"/stops/\d+/$"))
    lift(admin, stop_id)

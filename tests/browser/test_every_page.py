"""Every login, every page it is offered, on a desk's screen and on a phone's."""

import pytest
from playwright.sync_api import expect

from config.sample.people import LOGINS
from tests.browser.axe import grave_violations
from tests.browser.conftest import SignIn
from tests.browser.desk import NARROW, WIDE, Desk, sign_in_here
from tests.browser.english import leftovers

LOGIN_NAMES = [login.username for login in LOGINS]


def pages_of(desk: Desk) -> list[str]:
    """The paths of all pages it may open."""
    links = desk.page.locator(".hc-places a")
    paths = links.evaluate_all("all => all.map(link => link.getAttribute('href'))")
    return list(dict.fromkeys(paths))


@pytest.fixture(scope="module")
def examined() -> set[str]:
    """Pages that axe has looked at: each once, by the first login that opens it."""
    return set()


@pytest.mark.parametrize("username", LOGIN_NAMES)
def test_every_page_opens_fits_and_can_be_read_by_all(
    at_desk: SignIn, username: str, examined: set[str]
) -> None:
    desk = at_desk(username)
    assert desk.open("all_pages") == 200
    pages = pages_of(desk)
    assert len(pages) >= 5
    grave = {}
    for path in pages:
        desk.resize(WIDE)
        assert desk.go(path) == 200, path
        assert desk.page.locator("html").get_attribute("lang") == "zh-hans", path
        assert leftovers(desk.page) == set(), path
        for size in (WIDE, NARROW):
            desk.resize(size)
            assert desk.width_beyond_the_screen() == 0, path
            if path not in examined and (found := grave_violations(desk.page)):
                grave[path, size] = found
        assert desk.tables_cut() == 0, path
        examined.add(path)
    assert grave == {}


@pytest.mark.parametrize(
    ("listed", "link"),
    [
        ("accounts_customer_changelist", "#result_list a[href*='/change/']"),
        ("work_calendar", "main a[href*='/calendars/']"),
    ],
)
def test_what_a_list_leads_to_can_be_read_by_all(at_desk: SignIn, listed: str, link: str) -> None:
    desk = at_desk("supervisor")
    desk.open(listed)
    path = desk.page.locator(link).first.get_attribute("href")
    assert path
    for size in (WIDE, NARROW):
        desk.resize(size)
        assert desk.go(path) == 200
        assert grave_violations(desk.page) == []
    assert desk.tables_cut() == 0


def test_keys_lead_to_the_day_find_and_help(at_desk: SignIn) -> None:
    desk = at_desk("supervisor")
    desk.open("all_pages")
    desk.page.keyboard.press("Tab")
    expect(desk.page.locator(".hc-skip")).to_be_focused()
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.press("Control+k")
    typed = desk.page.locator("#find-typed")
    expect(typed).to_be_focused()
    typed.fill("审批")
    first = desk.page.locator("#find-lines a", has_text="审批").first
    expect(first).to_be_visible()
    desk.page.keyboard.press("ArrowDown")
    expect(desk.page.locator("#find-lines a").first).to_be_focused()
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator("#find")).to_be_hidden()
    desk.page.keyboard.press("?")
    expect(desk.page.locator("#all-keys")).to_be_visible()
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("2")
    desk.page.wait_for_url("**/staff/run/**")


def test_what_was_typed_outlives_a_session_that_ended(at_desk: SignIn) -> None:
    desk = at_desk("agent")
    desk.open("messaging_suppression_add")
    desk.page.fill("[name=number]", "13800138000")
    desk.page.fill("[name=source]", "9月15日来电")
    desk.page.locator("[name=source]").press("Tab")
    desk.context.clear_cookies(name="sessionid")
    desk.page.locator("main form button").first.click()
    desk.page.wait_for_url("**/login/**")
    sign_in_here(desk, "agent")
    expect(desk.page.locator("[name=source]")).to_have_value("9月15日来电")

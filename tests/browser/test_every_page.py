"""Every login, every page it is offered, on a desk's screen and on a phone's."""

import pytest

from config.sample.people import LOGINS
from tests.browser.conftest import SignIn
from tests.browser.desk import NARROW, WIDE, Desk
from tests.browser.english import leftovers

LOGIN_NAMES = [login.username for login in LOGINS]


def pages_of(desk: Desk) -> list[str]:
    """The paths of all pages it may open."""
    links = desk.page.locator(".hc-places a")
    paths = links.evaluate_all("all => all.map(link => link.getAttribute('href'))")
    return list(dict.fromkeys(paths))


@pytest.mark.parametrize("username", LOGIN_NAMES)
def test_every_page_opens_and_fits(at_desk: SignIn, username: str) -> None:
    desk = at_desk(username)
    assert desk.open("all_pages") == 200
    pages = pages_of(desk)
    assert len(pages) >= 5
    for path in pages:
        desk.resize(WIDE)
        assert desk.go(path) == 200, path
        assert desk.page.locator("html").get_attribute("lang") == "zh-hans", path
        assert leftovers(desk.page) == set(), path
        assert desk.width_beyond_the_screen() == 0, path
        desk.resize(NARROW)
        assert desk.width_beyond_the_screen() == 0, path

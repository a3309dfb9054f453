"""Browser tests: one product and one Chromium for all of them, a fresh sample where asked for.

The fixtures are of the package, not of the session: Playwright's loop and the product must be gone
before other tests of the same process use the database or the machine.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium as browsers, product as products
from tests.browser.desk import WIDE, Desk, sign_in, visitor
from tests.browser.product import Product
from tests.config.embedded_help import processes_of, wait_until

HERE = Path(__file__).parent
SignIn = Callable[..., Desk]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium() -> str:
    """Where Chromium is. Without one these tests are skipped, or fail where they must not be."""
    path = browsers.find()
    if path is None:
        if os.environ.get("HUANCUI_REQUIRE_BROWSER"):
            pytest.fail(browsers.MISSING)
        pytest.skip(browsers.MISSING)
    return path


@pytest.fixture(scope="package")
def product(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    data = tmp_path_factory.mktemp("product") / "data"
    with products.running(data) as running:
        running.keep()  # nobody has done anything yet: it need not be loaded twice
        yield running
    wait_until(lambda: not processes_of(data))


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=browsers.ARGS)
        yield launched
        launched.close()


@pytest.fixture
def fresh(product: Product) -> Product:
    """The product with the sample as on its day, 18:30."""
    product.start_anew()
    return product


Sessions = dict[str, tuple[float, list[dict[str, object]]]]
FRESH_SECONDS = 120
"""A sign-in stands for giving the password again for five minutes; a test takes three at most."""


@pytest.fixture(scope="package")
def _sessions() -> Sessions:
    """Since when, and cookies, by login: signing in costs a slow password hash, so tests share."""
    return {}


@pytest.fixture
def at_desk(browser: Browser, product: Product, _sessions: Sessions) -> Iterator[SignIn]:
    """`at_desk("supervisor")` is that login's browser; at the end nothing may have gone wrong."""
    desks: list[Desk] = []
    with ExitStack() as stack:

        def open_for(username: str, size: tuple[int, int] = WIDE) -> Desk:
            desk = stack.enter_context(visitor(browser, product, size=size))
            desks.append(desk)
            since, cookies = _sessions.get(username, (0.0, []))
            if cookies and time.monotonic() - since < FRESH_SECONDS:
                desk.context.add_cookies(cookies)  # type: ignore[arg-type]
            else:
                since = time.monotonic()
                sign_in(desk, username)
                _sessions[username] = since, desk.context.cookies()  # type: ignore[assignment]
            return desk

        yield open_for
    assert [problem for desk in desks for problem in desk.problems] == []

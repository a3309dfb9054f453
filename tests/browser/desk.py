"""A member of staff at a browser: signed in, and watched for everything that goes wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.urls import reverse
from playwright.sync_api import (
    APIResponse,
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Response,
)

from config.sample.people import PASSWORD
from tests.browser.product import Product

WIDE = (1400, 900)
NARROW = (360, 740)
PATIENCE_MS = 15_000.0
RESOURCE = "Failed to load resource"  # told apart by the response, which says which one


@dataclass
class Desk:
    """One login's browser. `problems` must stay empty."""

    product: Product
    context: BrowserContext
    page: Page
    problems: list[str] = field(default_factory=list)

    def open(self, name: str, *args: object, query: str = "") -> int:
        """Open a staff page by its URL name; the status."""
        return self.go(reverse(f"admin:{name}", args=args) + query)

    def go(self, path: str) -> int:
        """Open a path; the status of what came in the end."""
        response = self.page.goto(self.product.address + path)
        assert response is not None
        return response.status

    def post(self, name: str, *args: object, **form: str) -> APIResponse:
        """Send a form straight to an address, with a valid CSRF token, as no button does."""
        path = reverse(f"admin:{name}", args=args)
        token = next(c["value"] for c in self.context.cookies() if c["name"] == "csrftoken")
        return self.context.request.post(
            self.product.address + path,
            form={"csrfmiddlewaretoken": token, **form},
            headers={"Referer": self.product.address + path},
            max_redirects=0,
        )

    def resize(self, size: tuple[int, int]) -> None:
        """The same page on another screen, once it has given way to it."""
        width, height = size
        self.page.set_viewport_size({"width": width, "height": height})
        frame = "requestAnimationFrame"
        self.page.evaluate(f"new Promise(done => {frame}(() => {frame}(done)))")

    def width_beyond_the_screen(self) -> int:
        """Pixels by which the page can be scrolled sideways."""
        root = "document.scrollingElement"
        return int(self.page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))

    def tables_cut(self) -> int:
        """How many tables have to be dragged sideways to be read."""
        wraps = "[...document.querySelectorAll('.hc-table-wrap')]"
        return int(
            self.page.evaluate(f"{wraps}.filter(e => e.scrollWidth > e.clientWidth + 1).length")
        )

    def watch(self) -> None:
        """Note script errors, refusals by the content policy, server errors, missing files."""
        self.page.on("pageerror", self._broke)
        self.page.on("console", self._heard)
        self.context.on("response", self._answered)

    def _broke(self, error: Error) -> None:
        self.problems.append(f"script on {self.page.url}: {error.stack or error}")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(RESOURCE):
            self.problems.append(f"console on {self.page.url}: {message.text}")

    def _answered(self, response: Response) -> None:
        # Whether a page may answer 403 or 404 is for the test that asked for it to say.
        is_page = response.request.resource_type == "document"
        if response.status >= 500 or (response.status >= 400 and not is_page):
            log = self.product.log("web") if response.status >= 500 else ""
            self.problems.append(f"{response.status} {response.url}\n{log}")


@contextmanager
def visitor(
    browser: Browser, product: Product, *, size: tuple[int, int] = WIDE, locale: str = "zh-CN"
) -> Iterator[Desk]:
    """A browser without a login."""
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, locale=locale)
    context.set_default_timeout(PATIENCE_MS)
    desk = Desk(product=product, context=context, page=context.new_page())
    desk.watch()
    try:
        yield desk
    finally:
        context.close()


def sign_in(desk: Desk, username: str) -> None:
    """By the login page, as everybody does."""
    desk.open("login")
    sign_in_here(desk, username)


def sign_in_here(desk: Desk, username: str) -> None:
    """On the login page that is shown."""
    desk.page.fill("input[name=username]", username)
    desk.page.fill("input[name=password]", PASSWORD)
    desk.page.click("#login-form [type=submit]")
    desk.page.wait_for_url(lambda url: "/login/" not in url)

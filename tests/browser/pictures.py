"""The documents' pictures, taken on the way of the day's work."""

from collections.abc import Iterator
from pathlib import Path

from tests.browser import film, steps
from tests.browser.borrowers import a_borrower_to_write_to
from tests.browser.desk import Desk

LENDER = "anhe"
PROMISE = "我周五还"
A_TEXT = """
SELECT v.id FROM messaging_templateversion v JOIN messaging_template t ON t.id = v.template_id
WHERE t.code = 'dpd-4-7-gentle' AND v.language = 'zh-hans' AND v.state = 'approved'
"""


QUALITY = 60
"""Per cent, of JPEG: letters stay clear, and files as light as tests/test_documents.py asks."""


def take_all(desk: Desk, folder: Path) -> None:
    """Each screen of a day once (`run.jpg`). Releases a run."""
    _take(desk, folder, _walk(desk))


def take_film(desk: Desk, folder: Path) -> None:
    """Each screen of a morning once (`morning.jpg`), of a product that has a past."""
    _take(desk, folder, film.walk(desk, LENDER))


def _take(desk: Desk, folder: Path, screens: Iterator[str]) -> None:
    for name in screens:
        desk.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        desk.page.wait_for_timeout(500)  # what slides comes to rest
        path = folder / f"{name}.jpg"
        desk.page.screenshot(path=path, type="jpeg", quality=QUALITY)


def _walk(desk: Desk) -> Iterator[str]:
    """From screen to screen as a supervisor; the name of each when it is there."""
    run_id = steps.run_of(desk.product, LENDER)
    person = a_borrower_to_write_to(desk.product, run_id, "dpd-4-7")
    steps.open_run(desk, LENDER)
    yield "run"
    desk.open("run_candidates", run_id)
    desk.page.locator(".hc-table tbody a").first.click()
    desk.page.locator(".hc-trace").first.wait_for()
    yield "trace"
    desk.open("template_version", desk.product.value(A_TEXT))
    yield "template"
    steps.release(desk, LENDER)
    steps.wait_until("the run has left", lambda: steps.nothing_is_due(desk.product, run_id))
    steps.open_run(desk, LENDER)
    yield "sending"
    steps.open_handset(desk, person.customer_no)
    answer = desk.page.locator("#handset-screen").page.locator("form [name=text]:visible").first
    answer.fill(PROMISE)
    answer.press("Enter")
    desk.page.locator("#handset-screen .hc-bubble", has_text=PROMISE).wait_for()
    desk.open("inbox")
    desk.page.locator("a", has_text=PROMISE).first.click()
    desk.page.locator(".hc-bubble", has_text=PROMISE).first.wait_for()
    yield "conversation"
    steps.open_handset(desk, person.customer_no)
    desk.page.locator(".hc-handset-quick button[value=TD]").click()
    confirmation = desk.page.locator("#handset-screen .hc-bubble").nth(3)
    confirmation.wait_for(timeout=steps.PATIENCE_SECONDS * 1000)
    yield "handset"

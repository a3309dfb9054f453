"""The pictures of a supervisor's morning: did it help, whom did it hurt, what should we change?"""

from collections.abc import Iterator

from tests.browser.desk import Desk

TALL = (1400, 1100)

IN_PRODUCT = "from tests.browser import trial_that_harms as it; print(it.{what})"


def walk(desk: Desk, lender: str) -> Iterator[str]:
    """From the dashboard to the effect, to a trial that harm has stopped, to a changed strategy;
    the name of each picture when its screen is there."""
    trial = _done(desk, "complain()")
    desk.resize(TALL)
    desk.open("morning")
    desk.page.locator(".hc-morning").wait_for()
    yield "morning"
    pk = desk.product.value("SELECT id FROM accounts_lender WHERE code = %s", lender)
    desk.open("effect", query=f"?lender={pk}&horizon=7&days=90")
    yield "effect"
    desk.open("trial", trial)
    yield "trial"
    desk.open("strategy", _done(desk, "change_strategy()", as_web=True))
    yield "strategy"


def _done(desk: Desk, what: str, *, as_web: bool = False) -> int:
    """Inside the product; the id it names last. `as_web`: with the rights of pages."""
    said = desk.product.manage("shell", "-c", IN_PRODUCT.format(what=what), as_web=as_web)
    return int(said.split()[-1])

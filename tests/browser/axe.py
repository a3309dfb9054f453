"""What axe-core finds on a page that somebody could not read, reach or understand."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

GRAVE = ("serious", "critical")
_RUN = """async (impacts) => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.filter((v) => impacts.includes(v.impact)).flatMap((v) =>
    v.nodes.map((n) => `${v.id}: ${n.target.join(" ")} ${n.html.slice(0, 120)}`));
}"""


def grave_violations(page: Page) -> list[str]:
    """Everything serious or critical on the whole page, each as rule, place and markup."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(_RUN, list(GRAVE))
    return found

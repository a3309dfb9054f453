"""English left over on a Chinese page: in what leads and labels, not in what people wrote."""

from playwright.sync_api import Page

LEADING = "h1, h2, h3, button, summary, thead th, label, legend, dt, #nav-sidebar a, .hc-button"
# Names that are written so in Chinese too.
ALLOWED = frozenset({"Excel", "Huancui", "XLSX", "YAML"})
_WORDS = """
([leading, icons]) => [...document.querySelectorAll(leading)]
  .filter(element => element.checkVisibility())
  .flatMap(element => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll(icons).forEach(icon => icon.remove());
    return copy.textContent.match(/[A-Za-z]{4,}/g) ?? [];
  })
"""
_ICONS = ".material-symbols-outlined, select, code, script, style, kbd"


def leftovers(page: Page) -> set[str]:
    """Words of four letters and more in headings, buttons and labels."""
    return set(page.evaluate(_WORDS, [LEADING, _ICONS])) - ALLOWED

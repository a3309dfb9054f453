"""Where Chromium is, and how it is started."""

import shutil

CHOICES = ("chromium-headless-shell", "chromium")
"""The first has no window and no menus of its own to draw: a third of the processor time."""
MISSING = "Browser tests need Chromium: apt install chromium-headless-shell fonts-noto-cjk"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
]


def find() -> str | None:
    """The path of the first there is."""
    return next(filter(None, map(shutil.which, CHOICES)), None)

"""Take the documents' pictures from the running software into docs/pictures: `make pictures`.

Starts the product in a folder of its own. Needs Chromium and a Chinese font.
"""

import os
import sys
import tempfile
from pathlib import Path

import django
from playwright.sync_api import sync_playwright

from tests.browser import chromium as browsers

REPOSITORY = Path(__file__).resolve().parents[2]
PICTURES = REPOSITORY / "docs" / "pictures"
DAYS = 90
"""Of the past, for the pictures of effect and trials."""


def main() -> int:
    chromium = browsers.find()
    if chromium is None:
        print(browsers.MISSING, file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "HUANCUI_DATA": folder}
        django.setup()  # only to ask for the addresses of pages
        _take_all(chromium, Path(folder, "data"))
    return 0


def _take_all(chromium: str, data: Path) -> None:
    # These ask Django for addresses, and so may come only after it is set up.
    from tests.browser.desk import sign_in, visitor
    from tests.browser.pictures import take_all, take_film
    from tests.browser.product import running

    chinese: dict[str, str | float | bool] = {
        **os.environ,
        "LANGUAGE": "zh_CN",
    }  # for what the browser itself says
    for days, take in ((DAYS, take_film), (0, take_all)):
        folder = data.with_name(f"data-{days}")
        print(f"a product with {days} days of the past …", flush=True)
        with running(folder, days=days) as product, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=[*browsers.ARGS, "--lang=zh-CN"], env=chinese
            )
            with visitor(browser, product) as desk:
                sign_in(desk, "supervisor")
                take(desk, PICTURES)
            browser.close()


if __name__ == "__main__":
    sys.exit(main())

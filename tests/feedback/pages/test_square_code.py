"""A square code is drawn module by module, with its quiet border."""

import re

import segno

from feedback.pages.square_code import BORDER, drawn

LINK = "https://pay.anhe.example/i/7Y52HYY3"


def test_every_dark_module_is_drawn_and_no_other() -> None:
    made = drawn(LINK)
    rows = segno.make(LINK, error="m", micro=False).matrix
    dark = {
        (x + BORDER, y + BORDER) for y, row in enumerate(rows) for x, on in enumerate(row) if on
    }
    said = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", made.path)}
    assert said == dark
    assert made.side == len(rows) + 2 * BORDER


def test_the_border_is_quiet() -> None:
    made = drawn(LINK)
    places = [int(n) for pair in re.findall(r"M(\d+) (\d+)", made.path) for n in pair]
    assert min(places) == BORDER
    assert max(places) == made.side - BORDER - 1

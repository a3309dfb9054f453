"""Which row holds the headings: above it may stand a title, a date, an empty line. Pure."""

from collections.abc import Callable, Sequence

SEARCHED_ROWS = 20
LEAST_KNOWN = 2
"""As many headings that we know make a row one of headings."""

Known = Callable[[str], bool]


def nothing_known(_heading: str) -> bool:
    return False


def known_in(cells: Sequence[str], known: Known) -> int:
    return sum(1 for cell in cells if cell and known(cell))


def heading_row(rows: Sequence[Sequence[str]], known: Known) -> int:
    """Its index: the first of those with the most headings that we know.

    Where we know none, the first row that is not much narrower than the widest, as a title is.
    """
    counts = [known_in(row, known) for row in rows]
    most = max(counts, default=0)
    if most >= LEAST_KNOWN:
        return counts.index(most)
    widths = [sum(map(bool, row)) for row in rows]
    return next((at for at, width in enumerate(widths) if width * 2 >= max(widths)), 0)

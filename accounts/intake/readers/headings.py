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
    """Its index: the first of those with the most headings that we know, else the first row."""
    counts = [known_in(row, known) for row in rows]
    most = max(counts, default=0)
    return counts.index(most) if most >= LEAST_KNOWN else 0

"""The products a file names, kept so that somebody can say how borrowers are to read them."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Product


class Products:
    """Remembers each (lender id, product) of one file once, however many loans have it."""

    def __init__(self) -> None:
        self._known: set[tuple[int, str]] = set()

    def remember(self, named: Iterable[tuple[int, str]], *, now: datetime) -> None:
        """One statement for what this file has not named before; none when that is nothing."""
        fresh = {each for each in named if each[1]} - self._known
        if not fresh:
            return
        self._known |= fresh
        rows = [Product(lender_id=lender, code=code, seen_at=now) for lender, code in sorted(fresh)]
        Product.objects.bulk_create(rows, ignore_conflicts=True)

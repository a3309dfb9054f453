"""Numbers that look sound one by one and are not beside others: rounded, or without their zeros."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from accounts.intake.merging import staging_tables
from accounts.intake.parsing.cells.identifiers import EXACT_DIGITS, zeros_at_end

BY_CHANCE = 0.001
"""So unlikely that the zeros of these numbers are their own that they are refused."""


def rounded(numbers: Collection[str]) -> set[str]:
    """Those of more than 15 digits with zeros behind, when so many are not there by chance. Pure.

    Of a hundred sound numbers of 17 digits one ends in 00; of 5,000 none is refused for that.
    """
    long = {number for number in numbers if len(number) > EXACT_DIGITS}
    groups: defaultdict[int, set[str]] = defaultdict(set)
    for number in long:
        if number.isdecimal():
            groups[len(number)].add(number)
    found: set[str] = set()
    for length, group in groups.items():
        zeros = {number for number in group if zeros_at_end(number)}
        expected = len(group) * 10.0 ** (EXACT_DIGITS - length)
        # At least so many of so many (Chernoff): (e × expected / found) to the power of found.
        chance = 1.0 if len(zeros) <= expected else (math.e * expected / len(zeros)) ** len(zeros)
        if min(chance, expected) <= BY_CHANCE:
            found |= zeros
    return found


class LostZeros:
    """Finds 4711 where 00004711 is known. `table` and `column` are ours, never a file's."""

    def __init__(self, table: str, column: str) -> None:
        self._table = table
        self._column = column
        self._widths: set[int] | None = None

    def among(self, new: Iterable[str]) -> set[str]:
        """Of numbers not known those that are known with zeros in front, here or in this batch."""
        digits = [number for number in new if number.isdecimal()]
        padded = {number for number in digits if number[0] == "0"}
        widths = self._known_widths() | set(map(len, padded))
        if not widths:
            return set()
        variants = {
            number.zfill(width): number
            for number in digits
            for width in widths
            if width > len(number)
        }
        return self._that_exist(variants) | {variants[other] for other in padded & set(variants)}

    def _known_widths(self) -> set[int]:
        if self._widths is None:
            found = staging_tables.fetch(
                f'SELECT DISTINCT length("{self._column}") FROM "{self._table}"'  # noqa: S608
                f" WHERE \"{self._column}\" LIKE '0%%'"
            )
            self._widths = {width for (width,) in found}
        return self._widths

    def _that_exist(self, variants: Mapping[str, str]) -> set[str]:
        if not variants:
            return set()
        found = staging_tables.fetch(
            f'SELECT "{self._column}" FROM "{self._table}"'  # noqa: S608
            f' WHERE "{self._column}" = ANY(%s)',
            [list(variants)],
        )
        return {variants[known] for (known,) in found}

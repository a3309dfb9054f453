"""When a file changes or loses far more than this lender's files do: arithmetic, no more. Pure.

What happened at least twice in the last files is usual; once may have been an accident. The shares
are of our own choosing (P).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import NamedTuple

LAST_FILES = 70
"""About a month of files twice a day, and what comes once a month is seen twice."""

LEAST_ROWS = 10
"""So few changes are no pattern, whatever their share."""

FAR = 2.0
"""Times the usual share."""

AMOUNT_FACTOR = 5
"""An amount five times as high or as low is a wrong unit or a wrong column, not an instalment."""

GROWTH = Decimal("1.02")
"""Interest and penalties of a week stay below; what rises by more is counted."""

SETTLED_AFTER = 10
"""So many files (or days of calls) show what is usual; a smaller share is then asked about."""


@dataclass(slots=True)
class FileFigures:
    """What one file says of one lender's loans, beside what we knew of them.

    `open`: loans with something outstanding before. Of them `named`; `known`: rows of loans we
    knew, of which `amounts` have another amount due, `far` one of another order, `raised` one that
    rose by more than `GROWTH`, `grown` as much outstanding; `new`: open loans we did not know, or
    knew with nothing outstanding.
    `people`: rows of customers we knew, of which `names` and `phones` are others. `reversed`:
    repayments that went back.
    """

    open: int = 0
    named: int = 0
    known: int = 0
    amounts: int = 0
    far: int = 0
    people: int = 0
    names: int = 0
    phones: int = 0
    raised: int = 0
    grown: int = 0
    new: int = 0
    reversed: int = 0

    def as_json(self) -> dict[str, int]:
        return asdict(self)


def added(one: FileFigures, other: FileFigures) -> FileFigures:
    """Of two times: the sums, but of the loans that were open the larger number."""
    sums = {name: count + getattr(other, name) for name, count in asdict(one).items()}
    return FileFigures(**{**sums, "open": max(one.open, other.open)})


class Measure(NamedTuple):
    """`affected` of `base`, asked about from a share of `floor` on; of `settled` where it is known
    what is usual."""

    code: str
    affected: int
    base: int
    floor: float
    settled: float

    @property
    def share(self) -> float:
        return self.affected / self.base if self.base else 0.0


class Unusual(NamedTuple):
    """What is far above the usual: `affected` of `base`; the last files had `usual` percent."""

    code: str
    affected: int
    base: int
    percent: int
    usual: int


def measures(figures: FileFigures) -> list[Measure]:
    vanished = max(0, figures.open - figures.named)
    return [
        Measure("vanished", vanished, figures.open, 0.2, 0.2),
        Measure("amounts", figures.amounts, figures.known, 0.5, 0.5),
        Measure("far", figures.far, figures.known, 0.05, 0.05),
        Measure("raised", figures.raised, figures.open, 0.1, 0.02),
        Measure("grown", figures.grown, figures.open, 0.05, 0.01),
        Measure("new", figures.new, figures.open, 0.1, 0.02),
        Measure("reversed", figures.reversed, figures.open, 0.05, 0.01),
        Measure("phones", figures.phones, figures.people, 0.1, 0.1),
        Measure("names", figures.names, figures.people, 0.05, 0.05),
    ]


OF_REPAYMENTS = frozenset({"reversed"})
OF_CALLS = frozenset({"far", "raised", "grown", "new", "phones", "names"}) | OF_REPAYMENTS
"""What calls of a core system are asked about: a call names what changed, so that others changing
or being left out says nothing. Each is the name of a figure."""


def unusual(
    figures: FileFigures,
    before: Sequence[Mapping[str, int]],
    *,
    among: Collection[str] | None = None,
) -> list[Unusual]:
    """`before`: the lender's last files, as `as_json` wrote them. `among`: these codes only."""
    earlier = [measures(FileFigures(**told)) for told in before[:LAST_FILES]]
    is_settled = len(earlier) >= SETTLED_AFTER
    found = []
    for place, measure in enumerate(measures(figures)):
        if among is not None and measure.code not in among:
            continue
        shares = sorted((file[place].share for file in earlier), reverse=True)
        usual = shares[1] if len(shares) > 1 else 0.0
        floor = measure.settled if is_settled else measure.floor
        enough = measure.affected >= LEAST_ROWS and measure.share >= floor
        if enough and measure.share > FAR * usual:
            percent, usually = round(measure.share * 100), round(usual * 100)
            found.append(Unusual(measure.code, measure.affected, measure.base, percent, usually))
    return found

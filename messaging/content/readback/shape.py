"""The shape of a text: all its words, with a mark where a number stands, and what each number is.

A run sends thousands of texts of a few shapes, so a shape is understood once; after that only the
numbers are read.
"""

from __future__ import annotations

from functools import lru_cache
from re import Match
from typing import Any, NamedTuple

from messaging.content.readback import chinese, english

NUMBER = "\ue001"
"""Stands where a number stood."""

NAME = "\ue000"
"""Stands where a name or a number of the lender's stood: no claim, and part of none."""

_WINDOW = 24
"""Characters before a figure in which the words that lead to it are looked for."""

_STANDINGS = {"overdue": "overdue", "today": "due_today", "later": "due_later"}


class AmountAt(NamedTuple):
    """`at` is the place of the number among all numbers; its value is that times `times`."""

    at: int
    times: int
    currency: str
    summed: bool
    owed: bool


class DayAt(NamedTuple):
    """Places of the numbers; the month may be a word, and is its number then (`month_at` None)."""

    year_at: int | None
    month_at: int | None
    month: int
    day_at: int
    due: bool
    first: bool


class DaysAt(NamedTuple):
    """A number of days; the rest as in `said.Days`."""

    at: int
    overdue: bool | None
    asserted: bool
    first: bool


class CountAt(NamedTuple):
    """A number of loans: the number at `at` (None: none) and `plus`."""

    at: int | None
    plus: int


class Shape(NamedTuple):
    """What is where in texts of this shape."""

    amounts: tuple[AmountAt, ...]
    dates: tuple[DayAt, ...]
    days: tuple[DaysAt, ...]
    counts: tuple[CountAt, ...]
    standings: frozenset[str]


@lru_cache(maxsize=4096)
def shape_of(words: str, language: str) -> Shape:
    """Understand a text whose numbers are NUMBER and whose names are NAME."""
    reader = _English(words) if language == "en" else _Chinese(words, language)
    return reader.read()


class _Reader:
    """Walks over the figures of one text."""

    grammar: Any

    def __init__(self, text: str) -> None:
        self.text = text
        self.amounts: list[AmountAt] = []
        self.dates: list[DayAt] = []
        self.days: list[DaysAt] = []
        self.counts: list[CountAt] = []

    def read(self) -> Shape:
        for match in self.grammar.FIGURES.finditer(self.text):
            self.take(match)
        return Shape(
            tuple(self.amounts),
            tuple(self.dates),
            tuple(self.days),
            tuple(self.counts),
            frozenset(self.standings()),
        )

    def take(self, match: Match[str]) -> None:
        raise NotImplementedError

    def standings(self) -> list[str]:
        found = self.grammar.STANDINGS.finditer(self.text)
        return [_STANDINGS[m.lastgroup or ""] for m in found if not m["supposed"]]

    def at(self, match: Match[str], group: str) -> int:
        """The place of this number among all numbers of the text."""
        return self.text.count(NUMBER, 0, match.start(group))

    def before(self, match: Match[str]) -> str:
        return self.text[max(match.start() - _WINDOW, 0) : match.start()]

    def sentence(self, match: Match[str]) -> str:
        """What the sentence has said before the figure."""
        start = match.start()
        while start > 0 and self.text[start - 1] not in self.grammar.SENTENCE_END:
            start -= 1
        return self.text[start : match.start()]


class _Chinese(_Reader):
    grammar = chinese

    def __init__(self, text: str, language: str) -> None:
        super().__init__(text)
        self.plain_yuan = chinese.PLAIN_YUAN.get(language, "")

    def take(self, match: Match[str]) -> None:
        before = self.before(match)
        if match["day"]:
            due = chinese.DUE_BEFORE.search(before) or chinese.DUE_AFTER.match(
                self.text, match.end()
            )
            self.dates.append(
                DayAt(
                    self.at(match, "year") if match["year"] else None,
                    self.at(match, "month"),
                    0,
                    self.at(match, "day"),
                    bool(due),
                    self.is_first(match),
                )
            )
        elif match["unit"] or match["signed"]:
            self.amounts.append(self.amount(match))
        elif match["days"]:
            if not before.endswith("月"):
                self.days.append(self.number_of_days(match, before))
        elif not before.endswith("第"):
            count = match["count"]
            word = chinese.NUMERALS.get(count)
            self.counts.append(CountAt(None if word else self.at(match, "count"), word or 0))

    def amount(self, match: Match[str]) -> AmountAt:
        unit, times = (match["unit"] or "").strip(), 1
        if unit[:1] in ("万", "萬"):
            unit, times = unit[1:], 10_000
        if unit == "元":
            sign = match["before"]
            currency = chinese.BEFORE.get(sign, "") if sign else self.plain_yuan
        else:
            currency = chinese.UNITS.get(unit, unit if unit.isascii() else "")
        summed = chinese.SUM_WORDS.search(self.sentence(match)) is not None
        at = self.at(match, "amount" if match["amount"] else "signed")
        owed = chinese.OWED_BEFORE.search(self.before(match)) is not None
        return AmountAt(at, times, currency, summed, owed)

    def number_of_days(self, match: Match[str], before: str) -> DaysAt:
        end = match.end()
        overdue: bool | None = None
        if chinese.OVERDUE_BEFORE.search(before) or chinese.OVERDUE_AFTER.match(self.text, end):
            overdue = True
        elif chinese.TO_COME_BEFORE.search(before) or chinese.TO_COME_AFTER.match(self.text, end):
            overdue = False
        general = chinese.GENERAL_AFTER.match(self.text, end) or chinese.GENERAL_BEFORE.search(
            before
        )
        asserted = overdue is not None and not general
        return DaysAt(self.at(match, "days"), overdue, asserted, self.is_first(match))

    def is_first(self, match: Match[str]) -> bool:
        """最早 stands before it in its sentence, and no sum has been spoken of since; or behind."""
        sentence = self.sentence(match)
        place = sentence.rfind(chinese.FIRST)
        if place >= 0 and not chinese.SUM_WORDS.search(sentence, place):
            return True
        return self.text.startswith(f"（{chinese.FIRST}", match.end())


class _English(_Reader):
    grammar = english

    def take(self, match: Match[str]) -> None:
        before, end = self.before(match), match.end()
        if match["month"]:
            due = english.DUE_BEFORE.search(before) or english.DUE_AFTER.match(self.text, end)
            self.dates.append(
                DayAt(
                    self.at(match, "year") if match["year"] else None,
                    None,
                    english.MONTHS[match["month"]],
                    self.at(match, "day"),
                    bool(due),
                    self.is_first(match, before),
                )
            )
        elif match["amount"] or match["spelt"]:
            sentence = self.sentence(match)
            summed = english.SUM_AFTER.match(self.text, end) or english.SUM_BEFORE.search(sentence)
            currency = match["currency"] or ""
            at = self.at(match, "amount" if match["amount"] else "spelt")
            owed = english.OWED_BEFORE.search(before) or english.OWED_AFTER.match(self.text, end)
            self.amounts.append(
                AmountAt(at, 1, currency if currency.isalpha() else "", bool(summed), bool(owed))
            )
        elif match["days"]:
            if not english.WITHIN.search(before):
                self.days.append(self.number_of_days(match, before))
        else:
            more = match["more"] is not None
            self.counts.append(CountAt(self.at(match, "more" if more else "count"), int(more)))

    def number_of_days(self, match: Match[str], before: str) -> DaysAt:
        end = match.end()
        overdue: bool | None = None
        if english.OVERDUE_AFTER.match(self.text, end) or english.OVERDUE_BEFORE.search(before):
            overdue = True
        elif english.TO_COME_AFTER.match(self.text, end) or english.TO_COME_BEFORE.search(before):
            overdue = False
        general = english.GENERAL_AFTER.match(self.text, end) or english.GENERAL_BEFORE.search(
            before
        )
        asserted = overdue is not None and not general
        return DaysAt(self.at(match, "days"), overdue, asserted, self.is_first(match, before))

    def is_first(self, match: Match[str], before: str) -> bool:
        after = english.FIRST_AFTER.match(self.text, match.end())
        return bool(after or english.FIRST_BEFORE.search(before))

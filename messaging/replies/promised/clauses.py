"""A reply taken apart: in each clause the times, and whether it says that somebody will pay.

Which part a clause plays: it promises, it refuses, it tells what was or was agreed, it says when
wages come, or what is to become of the rest.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time as hour
from decimal import Decimal
from itertools import islice, pairwise

from messaging.content.text.characters import TRADITIONAL_TO_SIMPLIFIED
from messaging.replies.normalising.normalise import MAX_LENGTH
from messaging.replies.promised import chinese_days, english_days, pointing
from messaging.replies.promised.amounts import amount
from messaging.replies.promised.calendar import EITHER_WITHIN
from messaging.replies.promised.found import Reader, Time, times
from messaging.replies.promised.saying import HAN, said_plainly
from messaging.replies.promised.signs import (
    against,
    doubting,
    parting,
    paying,
)
from messaging.replies.promised.signs.pointing import THAT_DAY

Patterns = Sequence[tuple[re.Pattern[str], Reader]]

MOST_SLIPS = 3
"""Looked at in one reply."""


@dataclass(frozen=True, slots=True)
class Clause:
    """`beside_times`: its text without its times. `tells`: what was, or was agreed.

    `refers`: "that day", that of the wages named before.
    """

    text: str = field(repr=False)
    beside_times: str = field(repr=False)
    times: tuple[Time, ...]
    amount: Decimal | None
    refuses: bool
    tells: bool
    paid: bool
    wages: bool
    pays: bool
    rest: bool
    refers: bool

    @property
    def promises(self) -> bool:
        return not (self.refuses or self.tells or self.paid)

    @property
    def waits(self) -> bool:
        """It only says when wages come."""
        return self.wages and not self.pays

    @property
    def days(self) -> set[date]:
        return {time.meant for time in self.times if isinstance(time.meant, date)}

    @property
    def day(self) -> date | None:
        """None as well where two days are named, or one beside a time that is none; of either of
        two near ones the later."""
        if any(
            time.meant == "vague" and not paying.AT_ONCE.fullmatch(self.text[time.start : time.end])
            for time in self.times
        ):
            return None
        days = sorted(self.days)
        if len(days) == 2 and self._leaves_a_choice:
            return days[1] if (days[1] - days[0]).days <= EITHER_WITHIN else None
        return days[0] if len(days) == 1 else None

    @property
    def _leaves_a_choice(self) -> bool:
        """周五或者周六: its two times with nothing but "or" between them."""
        if len(self.times) != 2:
            return False
        one, other = self.times
        return parting.EITHER.fullmatch(self.text[one.end : other.start]) is not None

    @property
    def surely_pays(self) -> bool:
        return self.pays and paying.STRONG.search(self.beside_times) is not None

    @property
    def bare(self) -> bool:
        """Nothing but a time, a sum, a verb of paying, and what may stand beside them."""
        left = parting.SUM_IN_WORDS.sub("", doubting.PART_OF_DAY.sub("", self.beside_times))
        left = paying.ENGLISH_FILLERS.sub("", paying.FILLERS.sub("", paying.PAYS.sub("", left)))
        return not any(map(str.isalpha, left))


def clauses(text: str, today: date, at: hour | None = None) -> list[Clause]:
    """The clauses of a reply in their order, empty ones left out. `at`: when it was written, by
    which "at noon" is today's or tomorrow's."""
    said = _without_slips(said_plainly(text, at), today)
    if HAN.search(said):
        patterns = chinese_days.PATTERNS
        parts = parting.CHINESE_BREAK.split(parting.AFTER_REFUSAL.sub(r"\1，", said))
        if re.search(r"[A-Z]{3}", said):
            patterns = [*patterns, *english_days.PATTERNS]
        parts = [piece for part in parts for piece in _apart(part, times(part, today, patterns))]
    else:
        patterns, parts = english_days.PATTERNS, parting.ENGLISH_BREAK.split(said)
    found = [
        _clause(part, tuple(times(part, today, patterns)), today) for part in parts if part.strip()
    ]
    found = list(_together(found, today, patterns))
    pointed = pointing.pointed(((part.text, part.times) for part in found), today, _countries(text))
    return [replace(part, times=each) for part, each in zip(found, pointed, strict=True)]


def _countries(text: str) -> tuple[str, ...]:
    """Whose days off are meant, as far as the characters tell."""
    traditional = any(sign in TRADITIONAL_TO_SIMPLIFIED for sign in text[:MAX_LENGTH])
    return ("HK", "TW") if traditional else ("CN",)


def _together(found: Sequence[Clause], today: date, patterns: Patterns) -> Iterator[Clause]:
    """ "Tomorrow arvo | I'll put 150 through": a time alone belongs to what comes right after."""
    waiting: Clause | None = None
    for part in found:
        if waiting is not None and _only_pays(part):
            text = f"{waiting.text} {part.text}"
            yield _clause(text, tuple(times(text, today, patterns)), today)
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = part if _only_a_time(part) else None
        if waiting is None:
            yield part
    if waiting is not None:
        yield waiting


def _only_a_time(part: Clause) -> bool:
    idle = not (part.pays or part.wages or part.rest or part.refers or part.amount)
    alone = bool(part.times) and part.bare and part.promises and idle and part.text.isascii()
    return alone or THAT_DAY.fullmatch(part.text.strip()) is not None


def _only_pays(part: Clause) -> bool:
    return part.surely_pays and part.promises and not (part.times or part.rest or part.refers)


def _without_slips(said: str, today: date) -> str:
    """ "8号还 不对 9号": what is taken back and named anew is not said."""
    patterns = chinese_days.PATTERNS if HAN.search(said) else english_days.PATTERNS
    slips = list(islice(parting.TAKES_BACK.finditer(said), MOST_SLIPS))
    for slip in reversed(slips):
        before, after = said[: slip.start()], said[slip.end() :]
        if not times(before, today, patterns):
            continue
        if times(after, today, patterns):
            return after
        if THAT_DAY.search(after):
            return re.sub(r"[^,，。]*$", "", before) + after
    return said


def _apart(part: str, found: Sequence[Time]) -> Iterator[str]:
    """ "10号发工资11号还": two days with something said between them are of two clauses."""
    at = 0
    for before, after in pairwise(found):
        between = part[before.end : after.start]
        if HAN.search(parting.JOINS.sub("", between)[1:]) or parting.A_SUM.search(between):
            yield part[at : after.start]
            at = after.start
    yield part[at:]


def leaves_doubt(text: str) -> bool:
    """The whole reply is unsure of its day, or asks for it."""
    said = doubting.REST_IS_OPEN.sub("", said_plainly(text))
    if doubting.ASKS_BACK.search(text[:MAX_LENGTH]):
        return True
    return bool(doubting.DOUBTS.search(said) or doubting.ASKS.search(said))


def _clause(text: str, found: tuple[Time, ...], today: date) -> Clause:
    rest_of_text = "".join(_between(text, found))
    until = against.UNTIL.search(text) is not None
    moves = against.MOVES.search(text) is not None
    wages = paying.WAGES.search(text) is not None
    return Clause(
        text=text,
        beside_times=rest_of_text,
        times=found,
        amount=amount(rest_of_text),
        refuses=(against.REFUSES.search(rest_of_text) is not None and not (until and found))
        or any(against.NOT_THEN.search(text[: time.start]) for time in found),
        tells=(against.TOLD.search(text) is not None and not moves)
        or against.OF_OTHERS.search(rest_of_text) is not None
        or against.BY_OTHERS.search(text) is not None,
        paid=_is_past(text, found, today=today) and not wages,
        wages=wages,
        pays=paying.PAYS.search(rest_of_text) is not None,
        rest=paying.REST.search(text) is not None,
        refers=paying.REFERS.search(text) is not None,
    )


def _is_past(text: str, found: tuple[Time, ...], *, today: date) -> bool:
    """ "今天转了" is past, "明天就还了" is not."""
    if against.PAID.search(text) or any(time.meant == "past" for time in found):
        return True
    of_today = all(time.meant == today for time in found) and not THAT_DAY.search(text)
    return of_today and against.DONE.search(text) is not None


def _between(text: str, found: tuple[Time, ...]) -> Iterator[str]:
    """The text without its times, so that no date is taken for an amount."""
    at = 0
    for time in found:
        yield text[at : time.start]
        yield " "
        at = time.end
    yield text[at:]

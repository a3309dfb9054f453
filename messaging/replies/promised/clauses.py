"""A reply taken apart: in each clause the times, and whether it says that somebody will pay.

Which part a clause plays: it promises, it refuses, it tells what was or was agreed, it says when
wages come, or what is to become of the rest.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time as hour
from decimal import Decimal
from itertools import islice, pairwise

from messaging.content.text.characters import LATIN_LOOKALIKES, TRADITIONAL_TO_SIMPLIFIED
from messaging.replies.normalising.normalise import MAX_LENGTH
from messaging.replies.normalising.speech import plain_speech
from messaging.replies.promised import chinese_days, english_days, signs
from messaging.replies.promised.amounts import amount, in_figures
from messaging.replies.promised.calendar import A_DAY, EITHER_WITHIN
from messaging.replies.promised.found import Reader, Time, times

_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_SAME = str.maketrans(TRADITIONAL_TO_SIMPLIFIED | LATIN_LOOKALIKES)
_HAN = re.compile(r"[㐀-鿿]")

Patterns = Sequence[tuple[re.Pattern[str], Reader]]

_SOFT = re.compile(r"(?<=[还還缴繳交付转轉数數俾畀清入])[啦喇](?=$|[,，。!！ ])")
"""月尾還啦: the particle only softens; 了 would tell of what is done."""

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
            time.meant == "vague" and not signs.AT_ONCE.fullmatch(self.text[time.start : time.end])
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
        return signs.EITHER.fullmatch(self.text[one.end : other.start]) is not None

    @property
    def surely_pays(self) -> bool:
        return self.pays and signs.STRONG.search(self.beside_times) is not None

    @property
    def bare(self) -> bool:
        """Nothing but a time, a sum, a verb of paying, and what may stand beside them."""
        left = signs.SUM_IN_WORDS.sub("", signs.PART_OF_DAY.sub("", self.beside_times))
        left = signs.ENGLISH_FILLERS.sub("", signs.FILLERS.sub("", signs.PAYS.sub("", left)))
        return not any(map(str.isalpha, left))


def clauses(text: str, today: date, at: hour | None = None) -> list[Clause]:
    """The clauses of a reply in their order, empty ones left out. `at`: when it was written, by
    which "at noon" is today's or tomorrow's."""
    said = _without_slips(_said(text, at), today)
    if _HAN.search(said):
        patterns = chinese_days.PATTERNS
        parts = signs.CHINESE_BREAK.split(signs.AFTER_REFUSAL.sub(r"\1，", said))
        if re.search(r"[A-Z]{3}", said):
            patterns = [*patterns, *english_days.PATTERNS]
        parts = [piece for part in parts for piece in _apart(part, times(part, today, patterns))]
    else:
        patterns, parts = english_days.PATTERNS, signs.ENGLISH_BREAK.split(said)
    found = [
        _clause(part, tuple(times(part, today, patterns)), today) for part in parts if part.strip()
    ]
    return list(_dated(_together(found, today, patterns)))


def _dated(parts: Iterable[Clause]) -> Iterator[Clause]:
    """ "Paid on the 15th, will send it the next day": of a day named by the one before it."""
    before: date | None = None
    for part in parts:
        dated = list[Time]()
        for time in part.times:
            if time.meant == "next":
                time = replace(time, meant=before + A_DAY if before else "vague")
            before = time.meant if isinstance(time.meant, date) else before
            dated.append(time)
        yield replace(part, times=tuple(dated))


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
    return bool(part.times) and part.bare and part.promises and idle and part.text.isascii()


def _only_pays(part: Clause) -> bool:
    return part.surely_pays and part.promises and not (part.times or part.rest or part.refers)


def _without_slips(said: str, today: date) -> str:
    """ "8号还 不对 9号": what is taken back and named anew is not said."""
    patterns = chinese_days.PATTERNS if _HAN.search(said) else english_days.PATTERNS
    for slip in islice(signs.TAKES_BACK.finditer(said), MOST_SLIPS):
        before, after = said[: slip.start()], said[slip.end() :]
        if times(before, today, patterns) and times(after, today, patterns):
            return after
    return said


def _apart(part: str, found: Sequence[Time]) -> Iterator[str]:
    """ "10号发工资11号还": two days with something said between them are of two clauses."""
    at = 0
    for before, after in pairwise(found):
        between = part[before.end : after.start]
        if _HAN.search(signs.JOINS.sub("", between)[1:]) or signs.A_SUM.search(between):
            yield part[at : after.start]
            at = after.start
    yield part[at:]


def leaves_doubt(text: str) -> bool:
    """The whole reply is unsure of its day, or asks for it."""
    said = signs.REST_IS_OPEN.sub("", _said(text))
    if signs.ASKS_BACK.search(text[:MAX_LENGTH]):
        return True
    return bool(signs.DOUBTS.search(said) or signs.ASKS.search(said))


def _said(text: str, at: hour | None = None) -> str:
    composed = unicodedata.normalize("NFKC", text[:MAX_LENGTH]).translate(_SAME).upper()
    shown = "".join(c for c in composed.replace("’", "'") if _shows(c))
    shown = _SOFT.sub("", shown)
    said = plain_speech(shown.translate(_FORMAL)) if _HAN.search(shown) else shown
    if said == shown and not _HAN.search(shown):
        said = in_figures(_spelt(shown))
        for pattern, meaning in signs.ENGLISH_WAYS_TO_SAY:
            said = pattern.sub(meaning, said)
    said = signs.OF_A_BILL.sub(" ", said)
    if at is not None:
        said = signs.GONE_BY[_part_gone_by(at)].sub(r"\1明天", said)
    for pattern, meaning in signs.WAYS_TO_SAY:
        said = pattern.sub(meaning, said)
    return said


def _part_gone_by(at: hour) -> int:
    """How many of morning, noon and afternoon are over."""
    return sum(at.hour >= ends for ends in signs.ENDS)


def _shows(character: str) -> bool:
    return character in "\n\t " or unicodedata.category(character)[0] not in "CM"


def _spelt(shown: str) -> str:
    """Chinese spelt in letters ("ming tian huan") as characters; English stays."""
    said = plain_speech("".join(shown.split()))
    return said if _HAN.search(said) and not re.search(r"[A-Z]{4}", said) else shown


def _clause(text: str, found: tuple[Time, ...], today: date) -> Clause:
    rest_of_text = "".join(_between(text, found))
    until = signs.UNTIL.search(text) is not None
    moves = signs.MOVES.search(text) is not None
    wages = signs.WAGES.search(text) is not None
    return Clause(
        text=text,
        beside_times=rest_of_text,
        times=found,
        amount=amount(rest_of_text),
        refuses=(signs.REFUSES.search(rest_of_text) is not None and not (until and found))
        or any(signs.NOT_THEN.search(text[: time.start]) for time in found),
        tells=(signs.TOLD.search(text) is not None and not moves)
        or signs.OF_OTHERS.search(rest_of_text) is not None
        or signs.BY_OTHERS.search(text) is not None,
        paid=_is_past(text, found, today=today) and not wages,
        wages=wages,
        pays=signs.PAYS.search(rest_of_text) is not None,
        rest=signs.REST.search(text) is not None,
        refers=signs.REFERS.search(text) is not None,
    )


def _is_past(text: str, found: tuple[Time, ...], *, today: date) -> bool:
    """ "今天转了" is past, "明天就还了" is not."""
    if signs.PAID.search(text) or any(time.meant == "past" for time in found):
        return True
    return all(time.meant == today for time in found) and signs.DONE.search(text) is not None


def _between(text: str, found: tuple[Time, ...]) -> Iterator[str]:
    """The text without its times, so that no date is taken for an amount."""
    at = 0
    for time in found:
        yield text[at : time.start]
        yield " "
        at = time.end
    yield text[at:]

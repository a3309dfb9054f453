"""The day and the amount a reply promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time as hour
from decimal import Decimal
from itertools import dropwhile, pairwise

from messaging.replies.promised.clauses import Clause, clauses, leaves_doubt
from messaging.replies.promised.found import Time
from messaging.replies.promised.second_reader.opinion import (
    PLAIN,
    PLAIN_ENOUGH,
    PLAIN_THOUGH_DOUBTED,
    PLAINER,
    SURE,
    SURE_OF_ANOTHER,
    SURE_OF_NONE,
    plainly_promises,
    sure_of,
)
from messaging.replies.promised.signs import against, doubting, paying
from messaging.replies.promised.signs.pointing import THAT_DAY
from messaging.replies.promised.sums import amount_alone, amount_beside, only_amount


@dataclass(frozen=True, slots=True)
class Promised:
    """`day`: today or later; None where none can be told. `amount`: in the loan's currency."""

    day: date | None
    amount: Decimal | None


NOTHING = Promised(None, None)


def read(text: str, today: date, at: hour | None = None) -> Promised:
    """What the first clause promises that promises anything. `at`: when it was written.

    What is refused, what was agreed or paid before, and when wages come are other clauses; so is
    the rest, to be paid later.
    """
    parts = clauses(text, today, at)
    found = _found(parts)
    if leaves_doubt(text):
        return Promised(None, found.amount)
    if found.day is None:
        day = _only_day(parts)
        offered = day is not None and plainly_promises(text, _odds_needed(parts, day))
        if not offered:
            return Promised(None, found.amount)
        return Promised(day, found.amount or only_amount(parts))
    sure = sure_of(parts, found.day)
    if sure >= SURE or _is_nothing_else(parts):
        return found
    plain = sure >= SURE_OF_NONE and plainly_promises(text, PLAIN_THOUGH_DOUBTED)
    if plain and not _only_of_wages(parts):
        return found
    besides = _found(
        [part for part in parts if found.day not in part.days and not (part.rest or part.waits)]
    )
    if besides.day and sure_of(parts, besides.day) >= SURE_OF_ANOTHER:
        return besides
    return Promised(None, found.amount)


def _only_of_wages(parts: Sequence[Clause]) -> bool:
    """Wages come, and no clause says that they are paid on then."""
    paid_on = any(part.refers and part.surely_pays and part.promises for part in parts)
    return any(part.wages for part in parts) and not paid_on


def _is_nothing_else(parts: Sequence[Clause]) -> bool:
    """不是明天就是后天, 母亲节前还完: nothing but two days to choose from, or that it is paid."""
    part = parts[0]
    signs_it_off = paying.IN_FULL.search(part.text) is not None
    return len(parts) == 1 and part.bare and (len(part.days) == 2 or signs_it_off)


def _found(parts: Sequence[Clause]) -> Promised:
    """By the rules alone."""
    place = _promising(parts)
    if place is None:
        if any(part.refuses for part in parts):
            return NOTHING
        paid = any(part.pays and part.promises for part in parts)
        wages = next((part.day for part in parts if _of_wages(part, others_too=paid)), None)
        return Promised(wages, amount_alone(parts) if wages else None)
    part = parts[place]
    amount = part.amount if part.amount is not None else amount_beside(parts, place)
    day = _day(parts, place)
    return Promised(day, amount_alone(parts) if day and amount is None else amount)


def _only_day(parts: Sequence[Clause]) -> date | None:
    """Of a reply that names one day and says nothing against it: 周一我去趟营业厅, "you'll see it
    Friday". Wages alone promise nothing."""
    days = {day for part in parts for day in part.days}
    clear = all(isinstance(time.meant, date) for part in parts for time in part.times)
    against = (
        not clear
        or any(
            doubting.BACK_FIRST.search(part.text)
            for part in dropwhile(lambda part: not part.times, parts)
            if not part.times
        )
        or any(doubting.MESSAGE.search(part.text) for part in parts)
        or any(
            not part.promises
            or part.rest
            or doubting.THEREAFTER.search(doubting.PART_OF_DAY.sub("", part.text))
            for part in parts
        )
    )
    only_wages = any(part.wages for part in parts) and not any(part.pays for part in parts)
    return days.pop() if len(days) == 1 and not against and not only_wages else None


def _odds_needed(parts: Sequence[Clause], day: date) -> float:
    """How much surer of a promise the reader of the whole reply has to be than of anything else."""
    for part, following in pairwise(parts):
        if day in part.days and not part.wages and following.surely_pays and not following.rest:
            clear = paying.DAY_OFF.search(part.text) or sure_of(parts, day) >= SURE
            return PLAIN_ENOUGH if clear else PLAIN
    return PLAIN if any(part.pays for part in parts) else PLAINER


def _of_wages(part: Clause, *, others_too: bool = False) -> bool:
    """Of the writer's own, unless a clause says that somebody else's will pay."""
    if not part.wages or not part.promises:
        return False
    return others_too or not against.OF_OTHERS_WAGES.search(part.text)


def _promising(parts: Sequence[Clause]) -> int | None:
    """The place of the clause that promises: one that names a time or an amount, if any does.

    A time beside no verb of paying is of something else ("18号回来，19号还"), unless it is alone
    ("19号吧").
    """
    able = [place for place, part in enumerate(parts) if part.promises and not part.waits]
    for place in able:
        part = parts[place]
        if _is_said_anew(parts, place):
            continue
        if part.rest and any(
            parts[later].times and parts[later].pays and not parts[later].rest
            for later in able
            if later > place
        ):
            continue
        if part.times and not part.surely_pays:
            if not part.bare and not _is_meant_next(parts, place):
                continue
            if not part.pays and _tells_of_news(parts, place):
                continue
            if any(parts[later].times and parts[later].pays for later in able if later > place):
                continue
            return place
        of_wages_day = part.refers and part.bare and part.amount is not None
        if part.times or ((part.pays or of_wages_day) and _says_more(parts, place)):
            return place
    return None


def _is_said_anew(parts: Sequence[Clause], place: int) -> bool:
    """ "After tax day. 4/16", "before the weekend, Friday at the latest": the next clause is a day
    alone and says which."""
    part, following = parts[place], parts[place + 1] if place + 1 < len(parts) else None
    if not part.times or not part.bare or following is None or following.day is None:
        return False
    alone = following.bare and following.promises and not following.rest
    latest = paying.AT_THE_LATEST.search(following.text) is not None
    if part.pays:
        return alone and latest and not following.pays
    return alone and (part.day is None or latest)


def _is_meant_next(parts: Sequence[Clause], place: int) -> bool:
    """ "Off till Monday, will pay then": the next clause pays, and names no time but this one."""
    following = parts[place + 1] if place + 1 < len(parts) else None
    if following is None or not following.promises or following.times:
        return False
    of_that_day = following.refers or (parts[place].refers and following.bare)
    return following.pays and of_that_day


def _tells_of_news(parts: Sequence[Clause], place: int) -> bool:
    """ "等我消息 周五", "Friday | I'll ring you": a day alone beside it is that of a message."""
    if place > 0 and doubting.MESSAGE.search(parts[place - 1].text):
        return True
    following = parts[place + 1].text if place + 1 < len(parts) else ""
    return doubting.WILL_TELL.match(following) is not None


def _says_more(parts: Sequence[Clause], place: int) -> bool:
    part = parts[place]
    if part.amount is not None or amount_beside(parts, place) is not None:
        return True
    return part.refers and _wages_before(parts, place) is not None


def _day(parts: Sequence[Clause], place: int) -> date | None:
    part = parts[place]
    of_another = any(
        time.meant == "vague" and THAT_DAY.fullmatch(_said(part, time)) for time in part.times
    )
    if part.refers and not part.days and not of_another and (wages := _wages_before(parts, place)):
        return wages
    if part.times:
        said_anew = place > 0 and _is_said_anew(parts, place - 1)
        earlier = said_anew or paying.FIRST.search(part.text) is not None
        later = not earlier and _told_a_later_day(parts[:place], part.day)
        return None if later else part.day
    if wages := _wages_right_before(parts, place):
        return wages
    following = parts[place + 1] if place + 1 < len(parts) else None
    if following is None or not following.promises or following.rest:
        return None
    # "500 for now, I transfer it Saturday": the next clause says when.
    same = not following.pays or (part.amount is not None and following.amount is None)
    return following.day if same else None


def _wages_right_before(parts: Sequence[Clause], place: int) -> date | None:
    """ "Bonus at the end of the month, can pay ten thousand"."""
    before = parts[place - 1] if place else None
    return before.day if before and before.waits and _of_wages(before) else None


def _told_a_later_day(before: Sequence[Clause], day: date | None) -> bool:
    """People tell days in their order: "goods go out Tuesday, you are paid Thursday", said on a
    Wednesday, may be of next week."""
    days = [told for part in before if part.promises for told in part.days]
    return day is not None and any(told > day for told in days)


def _wages_before(parts: Sequence[Clause], place: int) -> date | None:
    told = parts[place - 1] if place else None
    days = (
        part.day
        for part in reversed(parts[:place])
        if part.wages and (part.promises or (part is told and not (part.refuses or part.paid)))
    )
    return next((day for day in days if day), None)


def _said(part: Clause, time: Time) -> str:
    return part.text[time.start : time.end]

"""How figures of several loans stand in a text: a sum is called a sum, and a date or a number of
days that holds for the earliest loan only says so.

The words go where they read naturally: before the word that leads to the figure (最早一笔已逾期…,
2笔合计应还…), else behind the figure and its unit (9月21日（最早一笔）).
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Kind = Literal["date", "overdue", "until"]


class Sum(str):
    """The amount of several loans; `count` says of how many, `language` how to say it."""

    __slots__ = ("count_", "language")
    count_: int
    language: str

    @classmethod
    def of(cls, value: str, *, count: int, language: str) -> Sum:
        """The amount, marked as a sum."""
        made = cls(value)
        made.count_, made.language = count, language
        return made


class OfTheEarliest(str):
    """A date or a number of days that is true of the earliest of several loans."""

    __slots__ = ("kind", "language")
    kind: Kind
    language: str

    @classmethod
    def of(cls, value: str, *, kind: Kind, language: str) -> OfTheEarliest:
        """The figure, marked as that of the earliest loan."""
        made = cls(value)
        made.kind, made.language = kind, language
        return made


class Placed(NamedTuple):
    """What makes a figure true: `words` to be put in, `back` characters before the figure; the
    figure as it is told; and what of the text behind it comes then."""

    words: str
    back: int
    figure: str
    after: str


def place(own: str, before: str, value: Sum | OfTheEarliest, after: str) -> Placed:
    """Where the words go. `before` is the text so far, `own` the same with a mark for each value:
    a product called 共享贷 calls nothing a sum."""
    if value.language == "en":
        return _in_english(own, value, after)
    if isinstance(value, Sum):
        return _sum_in_chinese(own, before, value, after)
    return _earliest_in_chinese(own, before, value, after)


_CLAUSE_END = re.compile(r"[，。；！？：、,;!?\n（(]")
_SENTENCE_END = re.compile(r"[。；！？;!?\n]")
_CALLED_A_SUM = re.compile(r"合[计計]|总[计共额]|總[計共額]|一?共|\btotal\b|\bin all\b", re.I)
_LEADS_TO_SUM = re.compile(
    r"((?:目前|现在|現在|当前|當前|本期|今天|今日|尚|仍|还|還|需|您)*)"
    r"((?:[应應]还|[应應]還|需还|需還|待还|待還|未还|未還|[应應]付|欠)"
    r"(?:款|金额|金額|本息|[总總][额額])*(?:[为為是]|：|:)?\s*)\Z"
)
_LEADS_TO_DAYS = re.compile(
    r"((?:目前|现在|現在|当前|當前|至今|[现現]|已[经經]?|仍)*(?:逾期|超期)(?:了|已)?"
    r"|(?:[应應]?[还還]款日期?|到期日期?)(?:[为為是在]|：|:)?"
    r"|距离?(?:[还還]款日?|到期日?)?(?:[还還]有|[还還]剩|[仅僅]剩|[为為])?|[还還](?:有|剩))\s*\Z"
)
_LEADS_TO_FALLING_DUE = re.compile(r"(?:[将將]?[于於在]|[将將])?\s*\Z")
_UNIT = re.compile(r"\s*(?:天|日|days?\b)")


def _sum_in_chinese(own: str, before: str, value: Sum, after: str) -> Placed:
    unit, total = ("筆", "合計") if value.language == "zh-hant" else ("笔", "合计")
    count = f"{value.count_}{unit}"
    if _CALLED_A_SUM.search(_since(_CLAUSE_END, own)):
        return Placed("", 0, str(value), after)
    lead = _LEADS_TO_SUM.search(own)
    if lead is None:
        return Placed("", 0, f"{count}{total}{value}", after)
    back = len(own) - lead.start()
    head, core = before[: len(before) - back], len(own) - lead.start(2)
    if head.endswith(count):
        return Placed(total, core, str(value), after)
    comma = "" if lead[1] else _comma_after(head)
    return Placed(f"{comma}{count}{total}", core, str(value), after)


def _earliest_in_chinese(own: str, before: str, value: OfTheEarliest, after: str) -> Placed:
    note = "最早一筆" if value.language == "zh-hant" else "最早一笔"
    in_own_words = "最早" in _since(_CLAUSE_END, own)
    if in_own_words or _is_still_said(note, _since(_SENTENCE_END, own)):
        return Placed("", 0, str(value), after)
    falls_due = value.kind == "date" and after.lstrip().startswith("到期")
    lead = (_LEADS_TO_FALLING_DUE if falls_due else _LEADS_TO_DAYS).search(own)
    if lead is not None:
        back = len(own) - lead.start()
        comma = _comma_after(before[: len(before) - back])
        return Placed(f"{comma}{note}", back, str(value), after)
    unit = _UNIT.match(after) if value.kind != "date" and value.isdigit() else None
    end = unit.end() if unit else 0
    return Placed("", 0, f"{value}{after[:end]}（{note}）", after[end:])


def _is_still_said(note: str, sentence: str) -> bool:
    """The sentence speaks of the earliest loan already, and of no sum since."""
    place = sentence.rfind(note)
    if place < 0 or sentence[place + len(note) : place + len(note) + 1] == "）":
        return False
    return not _CALLED_A_SUM.search(sentence, place)


def _in_english(own: str, value: Sum | OfTheEarliest, after: str) -> Placed:
    if isinstance(value, Sum):
        said = _CALLED_A_SUM.search(_since(_CLAUSE_END, own))
        return Placed("", 0, str(value) if said else f"{value} in total", after)
    if value.kind == "date":
        if after.startswith(" ("):  # on 9 September (the earliest, up to 6 days overdue)
            return Placed("", 0, f"{value} (the earliest, ", after[2:])
        return Placed("", 0, f"{value} (the earliest)", after)
    if value.kind == "overdue":
        return Placed("", 0, f"up to {value}", after)
    unit = _UNIT.match(after)
    end = unit.end() if unit else 0
    return Placed("", 0, f"{value}{after[:end]} at the earliest", after[end:])


def _since(mark: re.Pattern[str], text: str) -> str:
    """What follows the last of these marks."""
    place = 0
    for found in mark.finditer(text):
        place = found.end()
    return text[place:]


def _comma_after(head: str) -> str:
    """A new clause begins here, unless one does already."""
    return "，" if head and (head[-1].isalnum() or head[-1] in "）)”」") else ""

"""Many texts, judged one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from tests.one_truth import writing
from tests.one_truth.judging import lies
from tests.one_truth.portfolios import WAYS_TO_PAY, Customer, customer
from tests.one_truth.reading import look

LENDERS_OWN = (*WAYS_TO_PAY.values(), "400-600-0000", "anhe.example")


@dataclass
class Count:
    """`untrue` holds a few examples: what is wrong, and the text. `blocked`: texts the product's
    own reading would keep back."""

    texts: int = 0
    figures: Counter[str] = field(default_factory=Counter)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    loans: Counter[int] = field(default_factory=Counter)
    untrue_texts: int = 0
    blocked: int = 0
    untrue: list[tuple[list[str], str]] = field(default_factory=list)


def count(wanted: int, *, seed: int = 1) -> Count:
    """Write and judge `wanted` texts or a few more."""
    random, result = Random(seed), Count()
    while result.texts < wanted:
        someone = customer(random)
        reminder = writing.reminder(someone)
        if reminder is not None:
            _judge(reminder, someone, "reminder", result)
        if random.random() < 0.02:
            for answer in writing.answers(someone):
                _judge(answer, someone, "answer", result)
    return result


def _judge(written: writing.Written, someone: Customer, kind: str, result: Count) -> None:
    names = [someone.name, *(debt.product for debt in someone.debts), *LENDERS_OWN]
    seen = look(written.text, written.language, someone.sent_on, names)
    wrong = lies(seen, someone, written.booked)
    if kind == "reminder" and not (seen.sums and seen.dates):
        wrong.append("no amount or no date was found in it")
    result.texts += 1
    result.kinds[kind, written.language] += 1
    result.loans[len(written.booked)] += 1
    result.blocked += bool(written.untrue)
    result.figures["sums"] += len(seen.sums)
    result.figures["dates"] += len(seen.dates)
    result.figures["days overdue"] += len(seen.overdue_days)
    result.figures["numbers of loans"] += len(seen.numbers_of_loans)
    result.figures["tails"] += len(seen.tails or [])
    if wrong:
        result.untrue_texts += 1
        if len(result.untrue) < 20:
            result.untrue.append((wrong, written.text))

"""A strategy tried on today's customers: which template each would get, and what it would alter.

Nothing is written and nothing decided: everybody due today is counted, whether or not a hold, a
cap or an opt-out keeps the text back in the end. Customers are streamed in batches with the same
pieces as planning, so memory is bounded and a batch costs the same three queries at any size.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction

from accounts.models import Lender
from accounts.rules.lender_day import lender_day
from messaging.authoring.strategy_cells import Cell
from messaging.decisions.facts.answered import ever_answered
from messaging.decisions.facts.customers import customers
from messaging.decisions.facts.loans import reminders
from messaging.models import Strategy, in_force
from messaging.planning import by_segment, due
from messaging.planning.choose import Choice, Wordings, choose, staged
from messaging.policy.model import Policy


class Placed(NamedTuple):
    """One customer. Template ids; None: no text for this cell and language."""

    customer_id: int
    cell: Cell
    language: str
    template_id: int | None
    template_now: int | None

    @property
    def altered(self) -> bool:
        return self.template_id != self.template_now


class Move(NamedTuple):
    """Template ids now and under the draft."""

    before: int | None
    after: int | None


@dataclass(slots=True)
class DryRun:
    """`against`: the strategy in force it is compared with, None when there is none or it is
    the same. `cells` counts customers by cell and template, `moves` those who would get another
    template than now."""

    strategy: Strategy
    against: Strategy | None
    day: date
    customers: int = 0
    without_text: int = 0
    cells: Counter[tuple[Cell, int | None]] = field(default_factory=Counter)
    moves: Counter[Move] = field(default_factory=Counter)

    @property
    def altered(self) -> int:
        """Customers who would get another template than now, or none, or one at last."""
        return self.moves.total()


def dry_run(strategy: Strategy, now: datetime) -> DryRun:
    """Try it on everybody due today. Raises NothingInForce while the lender has no policy."""
    against = _standing(strategy, now)
    result = DryRun(strategy=strategy, against=against, day=lender_day(strategy.lender, now))
    for placed in placements(strategy, now):
        result.customers += 1
        result.without_text += placed.template_id is None
        result.cells[placed.cell, placed.template_id] += 1
        if against is not None and placed.altered:
            result.moves[Move(placed.template_now, placed.template_id)] += 1
    return result


def placements(strategy: Strategy, now: datetime, *, after: int = 0) -> Iterator[Placed]:
    """Everybody due today by customer id, from the one after `after` on; stop when you have enough.

    Raises NothingInForce while the lender has no policy.
    """
    lender, day = strategy.lender, lender_day(strategy.lender, now)
    _version, policy = in_force.policy(lender, now)
    standing = _standing(strategy, now)
    tried = _wordings(strategy, now)
    current = _wordings(standing, now) if standing else Wordings({}, {})
    with transaction.atomic():
        for batch in due.batches(lender, day, after=after):
            yield from _placed_in(
                batch, lender=lender, day=day, policy=policy, tried=tried, current=current
            )


def _placed_in(
    batch: due.Batch,
    *,
    lender: Lender,
    day: date,
    policy: Policy,
    tried: Wordings,
    current: Wordings,
) -> Iterator[Placed]:
    people = customers([of_customer[0].customer_id for of_customer in batch])
    reminded = reminders(
        [(staged(loan, day, policy), loan.due_date) for of_one in batch for loan in of_one]
    )
    asked = tried.ask_who_answered or current.ask_who_answered
    answered = ever_answered(people) if asked else ()
    for of_customer in batch:
        given: dict[str, Any] = {
            "customer": people[of_customer[0].customer_id],
            "loans": of_customer,
            "day": day,
            "policy": policy,
            "reminders": reminded,
            "salt": lender.code,
            "answered": answered,
        }
        yield _placed(choose(**given, wordings=tried), choose(**given, wordings=current))


def _placed(choice: Choice, now: Choice) -> Placed:
    return Placed(
        customer_id=choice.customer.id,
        cell=(choice.staged[0].stage, choice.tone, choice.lead.cause),
        language=choice.language,
        template_id=choice.version.template_id if choice.version else None,
        template_now=now.version.template_id if now.version else None,
    )


def _wordings(strategy: Strategy, now: datetime) -> Wordings:
    rows = strategy.cells.values_list("stage", "tone", "cause", "template_id")
    cells: Mapping[Cell, int] = {(stage, tone, cause): pk for stage, tone, cause, pk in rows}
    rules = by_segment.by_segment(strategy)
    texts = {*cells.values(), *by_segment.templates(rules)}
    return Wordings(cells, in_force.template_versions(texts, now), segments=rules)


def _standing(strategy: Strategy, now: datetime) -> Strategy | None:
    standing = in_force.standing_strategies([strategy.lender_id], now).get(strategy.lender_id)
    return None if standing is None or standing.pk == strategy.pk else standing

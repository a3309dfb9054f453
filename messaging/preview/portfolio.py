"""What a wording would become for the customers there are: how many, how long, at what cost.

    portfolio.reach(template, now)      # customers whose reminder it would be today
    portfolio.reach_of_strategy(strategy, now)  # customers it would write to today
    portfolio.reach_of_lines(strategy, now)  # customers for whom each line for a segment decides
    portfolio.examine(version, now)     # its texts: typical, longest, worst; segments and cost

Of every lender whose strategy in force leads to the template, one query groups the customers due
by what a strategy decides on; the rules themselves stay where planning has them. Who is opted out,
on hold or reminded already is not left out: that changes by the hour. The number of queries is the
same for ten customers and for a million, and so is the number of texts rendered.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.models import Lender
from accounts.privacy.errors import PrivacyError
from accounts.privacy.masks import mask_name
from messaging.content import segments
from messaging.content.clean import clean_value
from messaging.content.render import RenderError, full_text, render
from messaging.decisions.facts.customers import customers
from messaging.decisions.facts.sender import senders
from messaging.decisions.facts.text import told_values
from messaging.models import Strategy, Template, TemplateVersion, in_force
from messaging.models.choices import StageChoices
from messaging.planning import by_segment
from messaging.planning.choose import Wordings
from messaging.preview.lenders_using import user_of, users
from messaging.preview.portfolio_rows import Group, groups, loans_named, picks


@dataclass(frozen=True, slots=True)
class Rendering:
    """A text as it would be received, the name masked. `size` is that of the unmasked text."""

    lender: Lender
    text: str = field(repr=False)
    size: segments.SegmentCount


@dataclass(frozen=True, slots=True)
class Portfolio:
    """`reach`: customers the wording would go to. `examined`: those whose text was rendered, at
    most some 500. `unsendable`: those of them that lack a value. `sampled`: of the examined, a
    draw that stands for all; `segments` (SMS per text → how many of the sample) and `cost`
    (currency → for the whole reach) come from it, and are exact when `is_exact`.

    `typical` and `longest` are real texts; `worst` has the longest of every value met at once.
    """

    reach: int
    examined: int
    sampled: int
    unsendable: int
    segments: Mapping[int, int]
    cost: Mapping[str, Decimal]
    typical: Rendering | None
    longest: Rendering | None
    worst: Rendering | None

    @property
    def is_exact(self) -> bool:
        return self.sampled == self.reach


@dataclass(frozen=True, slots=True)
class _Text:
    lender: Lender
    signature: str
    values: dict[str, str] = field(repr=False)
    text: str = field(repr=False)
    size: segments.SegmentCount
    sampled: bool

    def shown(self) -> Rendering:
        return _shown(self.lender, self.text, self.size, self.values)


def reach(template: Template, now: datetime, *, language: str | None = None) -> int:
    """Customers of the current portfolio whose reminder this template would be today; with
    `language`, those who would get its wording in that language. Eight queries."""
    return sum(group.customers for group in _groups(template, now, language))


def reach_of_strategy(strategy: Strategy, now: datetime) -> int:
    """Customers due today whom this strategy would have written to if it were in force: those whose
    line for a segment, else whose cell, leads to a text in force. Twelve queries; 0 without a
    policy."""
    user = user_of(strategy, now)
    if user is None:
        return 0
    texts = {*user.cells.values(), *by_segment.templates(user.segments)}
    wordings = Wordings(user.cells, in_force.template_versions(texts, now))
    return sum(
        group.customers
        for stage in StageChoices.values
        for group in groups(stage, [user])
        if wordings.worded(group.template_id(stage), group.language)
    )


def reach_of_lines(strategy: Strategy, now: datetime) -> dict[int, int] | None:
    """By position of its lines for segments: customers due today for whom that line holds first,
    whether it sends them a text or none. A query for each stage it says anything of, and five;
    None without a policy."""
    user = user_of(strategy, now)
    if user is None:
        return None
    positions: dict[str, list[int]] = defaultdict(list)
    for stage, position in strategy.segment_cells.order_by("position").values_list(
        "stage", "position"
    ):
        positions[stage].append(position)
    counted = {position: 0 for lines in positions.values() for position in lines}
    for stage, lines in positions.items():
        for group in groups(stage, [user]):
            if group.rule is not None:
                counted[lines[group.rule]] += group.customers
    return counted


def examine(version: TemplateVersion, now: datetime) -> Portfolio:
    """What this wording would become if it were in force now. Eleven queries.

    The texts are personal data though names are masked: show them, never store or log them.
    """
    found = _groups(version.template, now, version.language)
    chosen = picks(version.template.stage, found)
    texts = _texts(version, chosen, found, now)
    sample = [text for text in texts if text.sampled]
    by_length = sorted(sample, key=lambda text: text.size.units)
    longest = max(texts, key=lambda text: text.size.units, default=None)
    return Portfolio(
        reach=sum(group.customers for group in found),
        examined=len(chosen),
        sampled=sum(pick.sampled for pick in chosen),
        unsendable=len(chosen) - len(texts),
        segments=dict(sorted(Counter(text.size.segments for text in sample).items())),
        cost=_cost(sample, sampled=sum(pick.sampled for pick in chosen), found=found),
        typical=by_length[len(by_length) // 2].shown() if by_length else None,
        longest=longest.shown() if longest else None,
        worst=_worst(version, texts),
    )


def _groups(template: Template, now: datetime, language: str | None) -> list[Group]:
    known = users(template, now, language=language)
    return [
        group
        for group in groups(template.stage, known)
        if group.template_id(template.stage) == template.pk
        and language in (None, group.user.reads(group.language))
    ]


def _texts(
    version: TemplateVersion, chosen: Sequence[Any], found: Sequence[Group], now: datetime
) -> list[_Text]:
    users_by_lender = {group.user.lender.pk: group.user for group in found}
    writing = senders([user.lender for user in users_by_lender.values()], now)
    people = customers([pick.customer_id for pick in chosen])
    loans = loans_named(chosen, users_by_lender)
    texts = []
    for pick in chosen:
        user, sender = users_by_lender[pick.lender_id], writing[pick.lender_id]
        signature = sender.facts(version.language).signature
        if not signature:
            continue
        named = loans[pick.lender_id, pick.customer_id]
        try:
            values = told_values(
                customer=people[pick.customer_id],
                loans=named,
                sender=sender,
                language=version.language,
                cause=named[0].cause,
                today=user.day,
                channel=version.template.channel,
            )
            text = full_text(signature, render(version.body, values), language=version.language)
        except (RenderError, PrivacyError):
            continue
        texts.append(
            _Text(user.lender, signature, values, text, segments.count(text), pick.sampled)
        )
    return texts


def _cost(sample: Sequence[_Text], *, sampled: int, found: Sequence[Group]) -> dict[str, Decimal]:
    """The sample's cost, scaled from the customers drawn to all of them."""
    if not sampled:
        return {}
    cost: dict[str, Decimal] = {}
    for text in sample:
        price = text.size.segments * Decimal(text.lender.price_per_segment)
        cost[text.lender.currency] = cost.get(text.lender.currency, Decimal()) + price
    total = sum(group.customers for group in found)
    return {currency: (each * total / sampled).quantize(_CENT) for currency, each in cost.items()}


_CENT = Decimal("0.01")


def _worst(version: TemplateVersion, texts: Sequence[_Text]) -> Rendering | None:
    """The longest of every value met at one lender, in one text; of several lenders the longer one.
    A text never names one lender's ways to pay under another's signature."""
    by_lender: dict[int, list[_Text]] = {}
    for text in texts:
        by_lender.setdefault(text.lender.pk, []).append(text)
    found = [_worst_of(version, theirs) for theirs in by_lender.values()]
    return max(found, key=lambda shown: shown.size.units, default=None)


def _worst_of(version: TemplateVersion, texts: Sequence[_Text]) -> Rendering:
    """Of texts of one lender."""
    values: dict[str, str] = {}
    for text in texts:
        for name, value in text.values.items():
            values[name] = max(values.get(name, ""), value, key=len)
    first = texts[0]
    whole = full_text(first.signature, render(version.body, values), language=version.language)
    return _shown(first.lender, whole, segments.count(whole), values)


def _shown(
    lender: Lender, text: str, size: segments.SegmentCount, values: Mapping[str, str]
) -> Rendering:
    name = clean_value(values.get("customer_name", ""))
    return Rendering(lender, text.replace(name, mask_name(name)) if name else text, size)

"""How a candidate is decided again under each kind of draft.

Each candidate's last decision is taken up from its own stored facts. What the other verdicts would
have changed in the days after (a contact more or less that counts) is not in those facts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from accounts.models import Lender
from accounts.rules.lender_day import lender_day
from messaging.authoring import wording_lists
from messaging.content import wording
from messaging.content.names import names_an_officer
from messaging.content.text.flat import masked
from messaging.content.wording_list import WordingList
from messaging.decisions.facts.answered import ever_answered
from messaging.decisions.facts.sender import Sender, sender_of
from messaging.decisions.facts.templates import template_facts, templates
from messaging.decisions.replay import decide_again, decided_from
from messaging.models import Decision, Strategy, TemplateVersion, WhatIf, in_force
from messaging.models.in_force import policy_of
from messaging.planning import by_segment
from messaging.planning.choose import Wordings
from messaging.policy import reasons
from messaging.policy.decide import BLOCK
from messaging.policy.facts_json import read_facts
from messaging.policy.model import Policy
from messaging.policy.segments.facts import Known
from messaging.preview.preview import preview
from messaging.preview.specimens import TYPICAL
from messaging.whatif.rows import Chunk, Row


class Again(NamedTuple):
    """The verdict, and the template and segments of the text it would have."""

    outcome: str
    reason: str
    template_id: int | None
    segments: int


STOPPED_BY_LIST = "wording_list"
"""Why a text is blocked that a wording list would stop."""

Decider = Callable[[Chunk], list[Again]]


def decider(asked: WhatIf, now: datetime) -> Decider:
    """For the draft that is asked about."""
    if asked.policy is not None:
        return _under_policy(policy_of(asked.policy))
    if asked.strategy is not None:
        return _UnderStrategy(asked.strategy, now)
    return _under_wording_list(asked)


def _as_it_was(row: Row, decision: Decision) -> Again:
    return Again(decision.outcome, decision.reason, row.template_id, row.segments)


def _under_policy(policy: Policy) -> Decider:
    def decide_chunk(chunk: Chunk) -> list[Again]:
        found = []
        for row, decision in chunk:
            verdict = decide_again(decision, policy)
            found.append(Again(verdict.outcome, verdict.reason, row.template_id, row.segments))
        return found

    return decide_chunk


class _UnderStrategy:
    """Which text the draft would have chosen: that of a segment first, then that of its table. A
    text of a trial stays: a strategy does not alter trials.

    Another text is asked about as if it could be rendered for everybody; it costs what it does for
    the made-up customer of its cell (`messaging.preview.specimens`, typical).
    """

    def __init__(self, strategy: Strategy, now: datetime) -> None:
        cells = {
            (stage, tone, cause): pk
            for stage, tone, cause, pk in strategy.cells.values_list(
                "stage", "tone", "cause", "template_id"
            )
        }
        rules = by_segment.by_segment(strategy)
        versions = in_force.template_versions({*cells.values(), *by_segment.templates(rules)}, now)
        self._wordings = Wordings(cells, versions, segments=rules)
        sender = sender_of(strategy.lender, now)
        worded = TemplateVersion.objects.select_related("template").filter(
            pk__in=[version.pk for version in versions.values()]
        )
        sizes = {version.pk: _size(version, sender, now) for version in worded}
        self._texts = {
            pk: (template_facts(row), sizes[pk]) for pk, row in templates(list(sizes)).items()
        }
        self._policies: dict[int, Policy] = {}

    def __call__(self, chunk: Chunk) -> list[Again]:
        ids = {row.customer_id for row, _decision in chunk}
        answered = ever_answered(ids) if self._wordings.ask_who_answered else set()
        return [
            self._decided(row, decision, row.customer_id in answered) for row, decision in chunk
        ]

    def _decided(self, row: Row, decision: Decision, answered: bool) -> Again:
        if row.on_trial:
            return _as_it_was(row, decision)
        version, silent = self._text(row, answered)
        if version is None:
            why = reasons.NO_TEXT_FOR_SEGMENT if silent else reasons.TEMPLATE_NOT_IN_FORCE
            return Again(BLOCK, why, None, 0)
        if version.template_id == row.template_id:
            return _as_it_was(row, decision)
        facts, size = self._texts[version.pk]
        effective = min(filter(None, [facts.effective_from, decision.at]))
        asked = replace(
            read_facts(decision.facts),
            template=replace(facts, effective_from=effective),
            segment_without_text="",
        )
        verdict = decided_from(asked, self._policy(decision), decision.at)
        return Again(verdict.outcome, verdict.reason, version.template_id, size)

    def _text(self, row: Row, answered: bool) -> tuple[TemplateVersion | None, bool]:
        """The version, and whether a segment is given none on purpose."""
        rule = by_segment.first_that_holds(self._wordings.segments, _known(row, answered))
        if rule is not None and rule.template_id is None:
            return None, True
        wordings = self._wordings
        cells = wordings.places(stage=row.stage, tone=row.tone, cause=row.cause)
        ids = [*([rule.template_id] if rule else ()), *map(wordings.cells.get, cells)]
        texts = [wordings.worded(each, row.language) for each in ids]
        named = bool(row.officer_name)
        said = (text for text in texts if named or text is None or not names_an_officer(text.body))
        return next(said, texts[0]), False

    def _policy(self, decision: Decision) -> Policy:
        if decision.policy_id not in self._policies:
            self._policies[decision.policy_id] = policy_of(decision.policy)
        return self._policies[decision.policy_id]


def _size(version: TemplateVersion, sender: Sender, now: datetime) -> int:
    """Segments for a typical customer of its stage."""
    template = version.template
    shown = preview(
        version.body,
        kind=TYPICAL,
        sender=sender,
        stage=template.stage,
        cause=template.cause,
        language=version.language,
        today=lender_day(sender.lender, now),
    )
    return shown.size.segments


def _known(row: Row, answered: bool) -> Known:
    return Known(
        habit=row.habit,
        stage=row.stage,
        days_past_due=row.days_past_due,
        amount_due=row.amount_due or 0,  # type: ignore[arg-type]
        currency=row.currency,
        product=row.product or "",
        cause=row.cause,
        region=frozenset(row.zones),
        language=row.language,
        answered=answered,
        officer=bool(row.officer_name),
    )


def _under_wording_list(asked: WhatIf) -> Decider:
    """Texts it would stop are blocked, wherever they were to be sent."""
    wording_list = WordingList(wording_lists.entries_of(asked.wording_list))
    stopped: dict[int, bool] = {}

    def decide_chunk(chunk: Chunk) -> list[Again]:
        new = {row.version_id for row, _d in chunk if row.version_id} - set(stopped)
        for version in TemplateVersion.objects.filter(pk__in=new).only("body"):
            hits = wording.phrases(masked(version.body), wording_list)
            stopped[version.pk] = any(hit.level == "block" for hit in hits)
        return [
            Again(BLOCK, STOPPED_BY_LIST, row.template_id, 0)
            if row.version_id and stopped[row.version_id] and decision.outcome != BLOCK
            else _as_it_was(row, decision)
            for row, decision in chunk
        ]

    return decide_chunk


def prices(lenders: set[int]) -> dict[int, tuple[object, str]]:
    """Of one segment, and its currency, by lender."""
    rows = Lender.objects.filter(pk__in=lenders).values_list("pk", "price_per_segment", "currency")
    return {pk: (price, currency) for pk, price, currency in rows}

"""The wordings a lender's strategy leads to at a moment, with those of its campaigns, trials and
segments."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from accounts.models import Lender
from messaging.models import Strategy, Template, in_force
from messaging.planning import by_segment, campaigns, running_trials
from messaging.planning.choose import Wordings
from messaging.policy import channel_plan


def in_use(lender: Lender, strategy: Strategy, *, at: datetime, now: datetime) -> Wordings:
    """`at`: for which moment; the versions are those in force `now`. Six queries, seven while a
    campaign runs."""
    rows = {(cell.stage, cell.tone, cell.cause): cell for cell in strategy.cells.all()}
    cells = {place: cell.template_id for place, cell in rows.items()}
    plans = {place: channel_plan.read(cell.channels) for place, cell in rows.items()}
    trials = running_trials.running(lender, at)
    segments = by_segment.by_segment(strategy)
    ahead = campaigns.running(lender, at)
    texts = {
        *cells.values(),
        *running_trials.templates(trials),
        *by_segment.templates(segments),
        *campaigns.texts_of(ahead),
    }
    variants = variants_of(texts)
    versions = in_force.template_versions({*texts, *variants.values()}, now)
    worded = {pk for pk, _language in versions}
    asked_first = campaigns.before(segments, ahead, worded=worded)
    return Wordings(cells, versions, trials, asked_first, plans, variants)


def variants_of(template_ids: Collection[int]) -> dict[tuple[int, str], int]:
    """Templates that say the same on another channel, by (template id, channel). One query."""
    rows = Template.objects.filter(variant_of__in=template_ids)
    return {
        (base, channel): pk
        for pk, base, channel in rows.values_list("pk", "variant_of", "channel")
        if base is not None
    }

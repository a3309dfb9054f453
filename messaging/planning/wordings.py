"""The wordings a lender's strategy leads to at a moment, with those of its campaigns, trials and
segments."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Lender
from messaging.models import Strategy, in_force
from messaging.planning import by_segment, campaigns, running_trials
from messaging.planning.choose import Wordings


def in_use(lender: Lender, strategy: Strategy, *, at: datetime, now: datetime) -> Wordings:
    """`at`: for which moment; the versions are those in force `now`. Five queries, six
    while a campaign runs."""
    cells = {(cell.stage, cell.tone, cell.cause): cell.template_id for cell in strategy.cells.all()}
    trials = running_trials.running(lender, at)
    segments = by_segment.by_segment(strategy)
    ahead = campaigns.running(lender, at)
    texts = {
        *cells.values(),
        *running_trials.templates(trials),
        *by_segment.templates(segments),
        *campaigns.texts_of(ahead),
    }
    versions = in_force.template_versions(texts, now)
    worded = {pk for pk, _language in versions}
    return Wordings(cells, versions, trials, campaigns.before(segments, ahead, worded=worded))

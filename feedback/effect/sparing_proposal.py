"""A rule that spares texts becomes a draft of the strategy, with its figures for the approver."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import Lender, User
from accounts.rules.lender_day import lender_day
from feedback.models import SparingFinding
from messaging.approval import steps
from messaging.authoring import strategies
from messaging.models import SegmentCell, Strategy, in_force
from messaging.models.choices import StageChoices
from messaging.policy.segments.condition import Condition, OneOf, read
from messaging.segments.words import in_a_line

FRESH = timedelta(days=8)
"""Older findings are not proposed: the night's work has stopped."""

LONGEST_TITLE = 80


@transaction.atomic
def propose(lender: Lender, *, by: User, now: datetime) -> Strategy:
    """The strategy in force, and in the rule's stages no text for whom the rule names; somebody
    else decides. Refused where nothing is proposed, or the strategy says so already."""
    finding = SparingFinding.objects.select_for_update().filter(lender=lender).first()
    if finding is None or finding.why or not finding.conditions:
        raise Refused(_("Nothing is proposed: the figures do not bear it."))
    if lender_day(lender, now) - finding.as_of > FRESH:
        raise Refused(_("These figures are old; wait until they are counted anew."))
    condition = read(finding.conditions)
    title = in_a_line(condition)[:LONGEST_TITLE]
    former = in_force.strategy(lender, now)
    said = strategies.segment_cells(former)
    if any(cell.conditions == finding.conditions and cell.template_id is None for cell in said):
        raise Refused(_("The strategy in force says so already."))
    draft = strategies.new_version(lender, by=by, now=now, from_version=former)
    new = [
        SegmentCell(stage=stage, title=title, conditions=finding.conditions, template=None)
        for stage in stages_of(condition)
    ]
    draft = strategies.save_segment_cells(
        draft, [*said, *new], note=_note(finding), by=by, now=now, seen_edited_at=draft.edited_at
    )
    return steps.submit(draft, by=by, now=now)


def stages_of(condition: Condition) -> list[str]:
    """Of the rule, in their order; all where it names none."""
    for clause in condition:
        if isinstance(clause, OneOf) and clause.fact == "stage":
            return [stage for stage in StageChoices.values if stage in clause.values]
    return list(StageChoices.values)


def _note(finding: SparingFinding) -> str:
    judged = finding.judged
    return _(
        "From drawn groups only, on customers who took no part in finding the rule: "
        "%(spared).0f %% fewer texts, %(kept).1f %% of repayments kept (at least %(low).1f %%)."
    ) % {
        "spared": judged["spared"] * 100,
        "kept": judged["kept"] * 100,
        "low": judged["kept_low"] * 100,
    }

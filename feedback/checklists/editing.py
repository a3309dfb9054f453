"""A new version of a checklist: a supervisor's words, with the reason, added and never changed. It
holds once another supervisor has read and confirmed it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext as _, gettext_lazy

from accounts.access import four_eyes, lenders
from accounts.database.refusals import guarded, is_duplicate
from accounts.errors import Refused
from accounts.input.reasons import given
from accounts.models import User
from feedback.checklists import steps
from feedback.checklists.steps import Step
from feedback.complaints.ways_out import review_ways_out
from feedback.models import Checklist
from feedback.models.checklist import FEWEST, INTENTS, MOST

MAY_EDIT = "feedback.add_checklist"
SENTENCES = {
    "a_checklist_takes_two_people": gettext_lazy("You wrote it: another person confirms it."),
    "confirmed_once": gettext_lazy("Somebody else has changed it: look at it again."),
}
LONGEST = 120
"""Characters of a step: it stands beside a thread."""


def save(
    intent: str,
    *,
    zh: Sequence[str],
    en: Sequence[str],
    seen: int,
    by: User,
    reason: str,
    now: datetime,
) -> Checklist:
    """The steps in their order, line by line in both languages. `seen`: the version that was
    changed, 0 for what the product brings. Raises Refused."""
    if intent not in INTENTS:
        raise Refused(_("There is no checklist for that."))
    if len(zh) != len(en):
        raise Refused(_("Write each step in both languages, one a line, in the same order."))
    if not FEWEST <= len(zh) <= MOST:
        raise Refused(
            _("A checklist has %(fewest)s to %(most)s steps.") % {"fewest": FEWEST, "most": MOST}
        )
    if max(map(len, [*zh, *en])) > LONGEST:
        raise Refused(_("A step has at most %(most)s characters.") % {"most": LONGEST})
    before = steps.newest(intent)
    if (before.number if before else 0) != seen:
        raise Refused(_("Somebody else has changed it: look at it again."))
    _refuse_ways_out([*zh, *en])
    made = _keyed(intent, zh, en, number=seen + 1)
    if any(len(set(each)) < len(made) for each in (zh, en, [step.key for step in made])):
        raise Refused(_("Two steps read the same."))
    try:
        with guarded({}):
            return Checklist.objects.create(
                intent=intent,
                number=seen + 1,
                steps=[{"key": step.key, "zh": step.zh, "en": step.en} for step in made],
                made_at=now,
                made_by=by,
                reason=given(reason),
            )
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
        raise Refused(_("Somebody else has changed it: look at it again.")) from error


def confirm(version: Checklist, *, by: User, now: datetime) -> None:
    """It holds from now on. Raises Refused for one's own, and for what was replaced meanwhile."""
    if obstacle := obstacle_to_confirming(version, by=by):
        raise Refused(obstacle)
    with guarded(SENTENCES):
        newest = steps.newest(version.intent)
        if newest is None or newest.pk != version.pk or newest.decided_at is not None:
            raise Refused(_("Somebody else has changed it: look at it again."))
        newest.decided_by, newest.decided_at = by, now
        newest.save(update_fields=["decided_by", "decided_at"])


def obstacle_to_confirming(version: Checklist, *, by: User) -> str:
    """Why this person is not the second one; empty when they are."""
    return four_eyes.obstacle(
        by,
        hands=[({version.made_by_id}, SENTENCES["a_checklist_takes_two_people"])],
        may=by.has_perm(MAY_EDIT),
        role=_("A supervisor confirms it."),
    ) or lenders.obstacle(by, None, deciders=MAY_EDIT)


def _refuse_ways_out(lines: Sequence[str]) -> None:
    led = [line[each.start : each.end] for line in lines for each in review_ways_out(line)]
    if led:
        raise Refused(
            _("A step names no private number, account, messenger or foreign link: %(them)s")
            % {"them": "、".join(led)}
        )


def _keyed(intent: str, zh: Sequence[str], en: Sequence[str], *, number: int) -> list[Step]:
    """A step that reads as before in either language keeps its key, and so its ticks."""
    before = steps.in_force(intent)
    known = {step.zh: step.key for step in before} | {step.en: step.key for step in before}
    return [
        Step(known.get(one) or known.get(other) or f"v{number}-{place}", one, other)
        for place, (one, other) in enumerate(zip(zh, en, strict=True), 1)
    ]

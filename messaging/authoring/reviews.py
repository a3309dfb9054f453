"""Reviews of texts in force: which are due, and finding one still right.

A review renews the date and nothing else; a text that is no longer right gets a new version.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.access import four_eyes
from accounts.access.team import team_day
from accounts.audit.trail import because
from accounts.models import User
from messaging.approval.errors import ApprovalRefused
from messaging.approval.fingerprints import fingerprint
from messaging.approval.guard import guarded
from messaging.approval.permissions import may_decide, obstacle_of_lenders
from messaging.authoring.review_dates import next_review
from messaging.models import Template, TemplateVersion, in_force

SOON_DAYS = 14
"""A review is announced this many days before it is overdue."""


@dataclass(frozen=True, slots=True)
class Review:
    """A text in force whose review is near. `days_left` below 0: overdue by that many days."""

    version: TemplateVersion
    due: date
    days_left: int

    @property
    def is_overdue(self) -> bool:
        return self.days_left < 0


def near(now: datetime, *, within_days: int = SOON_DAYS) -> list[Review]:
    """Every text in force whose review is overdue or due within so many days, oldest first."""
    standing = in_force.template_versions(_all_templates(), now)
    soon = [
        review
        for version in standing.values()
        if (review := review_of(version, now)) is not None and review.days_left <= within_days
    ]
    return sorted(soon, key=lambda each: (each.due, each.version.pk))


def review_of(version: TemplateVersion, now: datetime) -> Review | None:
    """How its review stands; None when nobody set a date."""
    if version.review_due is None:
        return None
    return Review(version, version.review_due, (version.review_due - team_day(now)).days)


def overdue(versions: Iterable[TemplateVersion], now: datetime) -> list[TemplateVersion]:
    """Those whose review is overdue."""
    today = team_day(now)
    return [each for each in versions if each.review_due is not None and each.review_due < today]


def obstacle_to_renewing(version: TemplateVersion, *, by: User, now: datetime) -> str:
    """Why this person cannot find it still right; empty when they can."""
    own = _("You wrote or edited it; somebody else must review it.")
    why_not = four_eyes.obstacle(
        by,
        hands=[([version.author_id, *version.editors], own)],
        may=may_decide(version, by),
        role=_("Your role does not review texts."),
        trained_at=now,
    )
    return why_not or obstacle_of_lenders(version, by=by)


def renew(
    version: TemplateVersion, *, by: User, now: datetime, seen_hash: str, note: str = ""
) -> TemplateVersion:
    """ "Reviewed, still right": a new date for exactly the text that was shown (`fingerprint`).

    Raises ApprovalRefused: it is not in force any more, or this person may not.
    """
    with guarded():
        locked = TemplateVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
        key = (locked.template_id, locked.language)
        standing = in_force.template_versions([locked.template_id], now).get(key)
        if standing is None or standing.pk != locked.pk:
            raise ApprovalRefused(_("This version is not in force; there is nothing to review."))
        if fingerprint(locked) != seen_hash:
            raise ApprovalRefused(_("It was changed after you opened it; read it again."))
        if obstacle := obstacle_to_renewing(locked, by=by, now=now):
            raise ApprovalRefused(obstacle)
        because(note.strip() or _("reviewed, still right"))
        TemplateVersion.objects.filter(pk=locked.pk).update(
            review_due=next_review(locked.template, now), reviewed_by=by, reviewed_at=now
        )
        locked.refresh_from_db()
        return locked


def _all_templates() -> set[int]:
    return set(Template.objects.values_list("pk", flat=True))

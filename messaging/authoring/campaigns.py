"""A campaign as a draft: its texts, days and customers; and what its approval takes along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from accounts.models import Lender, User
from messaging.approval import drafting, steps
from messaging.approval.fingerprints import fingerprint
from messaging.approval.kinds import Approval
from messaging.models import Campaign, Segment, TemplateVersion
from messaging.models.approvable import ApprovalState


def begin(
    *,
    lender: Lender,
    title: str,
    texts: Sequence[int],
    days: tuple[date, date],
    segment: Segment | None,
    note: str,
    by: User,
    now: datetime,
) -> Campaign:
    """A draft, which takes the segment's conditions along. ApprovalRefused while another of that
    title is open, or the database takes one of the texts for no reminder."""
    first_day, last_day = days
    campaign = Campaign(lender=lender, title=title, first_day=first_day, last_day=last_day)
    for column, value in _said(texts, segment).items():
        setattr(campaign, column, value)
    return drafting.start(campaign, by=by, now=now, note=note)


def save(
    campaign: Campaign,
    *,
    texts: Sequence[int],
    days: tuple[date, date],
    segment: Segment | None,
    note: str,
    by: User,
    now: datetime,
    seen_edited_at: datetime,
) -> Campaign:
    """Other texts, days or customers of a draft; a request is withdrawn by it."""
    first_day, last_day = days
    content = {"first_day": first_day, "last_day": last_day, **_said(texts, segment)}
    return drafting.save(
        campaign, note=note, by=by, now=now, seen_edited_at=seen_edited_at, **content
    )


def waiting_texts(campaign: Campaign) -> list[TemplateVersion]:
    """Wordings of its texts that are asked for: its approval approves them too."""
    asked = TemplateVersion.objects.filter(
        template__in=campaign.texts, state=ApprovalState.SUBMITTED
    )
    return list(asked.select_related("template").order_by("pk"))


def content(campaign: Campaign) -> Any:
    """What is approved: the campaign, and the wordings that are approved with it."""
    along = [[each.pk, each.body, each.purposes] for each in waiting_texts(campaign)]
    days = [campaign.first_day.isoformat(), campaign.last_day.isoformat()]
    who = [campaign.segment, campaign.conditions]
    return [campaign.lender_id, campaign.title, campaign.number, campaign.texts, days, who, along]


def approve_texts(campaign: Campaign, approval: Approval) -> dict[str, Any]:
    """In the approving transaction: whoever may not approve one of its texts, or leaves a sentence
    of one unconfirmed, approves nothing."""
    for version in waiting_texts(campaign):
        own = {each["sentence"] for each in version.purposes}
        steps.approve(
            version,
            by=approval.by,
            now=approval.now,
            seen_hash=fingerprint(version),
            effective_from=approval.begins,
            confirmed=[each for each in approval.confirmed if each in own],
        )
    return {}


def _said(texts: Sequence[int], segment: Segment | None) -> dict[str, Any]:
    return {
        "texts": list(texts),
        "segment": segment.title if segment else "",
        "conditions": segment.conditions if segment else [],
    }

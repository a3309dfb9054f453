"""What stands against a campaign: its days, its texts, its customers, and others beside it."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.rules.lender_day import lender_day
from messaging.authoring.campaigns import waiting_texts
from messaging.authoring.segments import condition_faults
from messaging.content.text.findings import Finding, Level
from messaging.models import Campaign, Template, in_force
from messaging.models.approvable import ApprovalState
from messaging.models.campaign import MOST_DAYS
from messaging.planning import campaigns as planning


def campaign_findings(campaign: Campaign, *, now: datetime) -> list[Finding]:
    """Days that are over, too many or the wrong way round; texts that are none, of one stage twice
    or not asked for; conditions that cannot be; campaigns beside it."""
    return [
        *_about_days(campaign, lender_day(campaign.lender, now)),
        *_about_texts(campaign, now),
        *_about_customers(campaign),
        *_beside(campaign, now),
    ]


def _about_days(campaign: Campaign, today: date) -> list[Finding]:
    found = []
    if campaign.last_day < today:
        found.append(_finding("block", _("Its last day is over.")))
    if (campaign.last_day - campaign.first_day).days >= MOST_DAYS:
        text = _("A campaign lasts a year at most; what is to stay belongs into the strategy.")
        found.append(_finding("block", text))
    return found


def _about_texts(campaign: Campaign, now: datetime) -> list[Finding]:
    found = []
    templates = Template.objects.in_bulk(campaign.texts)
    worded = {pk for pk, _language in in_force.template_versions(campaign.texts, now)}
    asked = {version.template_id for version in waiting_texts(campaign)}
    stages = [templates[pk].stage for pk in campaign.texts if pk in templates]
    if len(set(stages)) < len(stages):
        found.append(_finding("block", _("Two of its texts are written for one stage.")))
    for pk in campaign.texts:
        template = templates.get(pk)
        if template is None or not template.is_reminder:
            text = _("A campaign leads to reminders only, not to answers or notices.")
            found.append(_finding("block", text, str(template or pk)))
        elif pk not in worded | asked:
            text = _("This text is neither in force nor asked for; submit it first.")
            found.append(_finding("block", text, str(template)))
    return found


def _about_customers(campaign: Campaign) -> list[Finding]:
    if not campaign.conditions:
        return []
    faults = condition_faults(campaign.segment, campaign.conditions)
    return [_finding("block", each, campaign.segment) for each in faults]


def _beside(campaign: Campaign, now: datetime) -> list[Finding]:
    """Others of its days with a text for the same stage: of two that fit, the newer one decides."""
    stages = set(Template.objects.filter(pk__in=campaign.texts).values_list("stage", flat=True))
    others = Campaign.objects.filter(
        lender=campaign.lender_id,
        state=ApprovalState.APPROVED,
        effective_from__lte=now,
        first_day__lte=campaign.last_day,
        last_day__gte=campaign.first_day,
    ).exclude(title=campaign.title)
    theirs = {each: planning.texts_of([each]) for each in others}
    known = dict(
        Template.objects.filter(pk__in=set().union(*theirs.values())).values_list("pk", "stage")
    )
    text = _("Another campaign has a text for the same stage; whose approval is newer decides.")
    return [
        _finding("warn", text, str(other))
        for other, ids in theirs.items()
        if stages & {known.get(pk) for pk in ids}
    ]


def _finding(level: Level, reason: str, phrase: str = "") -> Finding:
    return Finding(
        level=level,
        category="campaign",
        phrase=phrase,
        start=0,
        end=0,
        reason=reason,
        code="campaign",
    )

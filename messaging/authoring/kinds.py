"""What messaging has approved: texts, tables, rules, calendars, gateways."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.database.patience import as_long_as_it_takes
from accounts.rules.lender_facts import facts_of
from accounts.signals import lender_facts_changed
from messaging.approval.errors import ApprovalRefused
from messaging.approval.kinds import Approval, Kind
from messaging.authoring import campaigns
from messaging.authoring.calendar.check import calendar_findings
from messaging.authoring.check_campaign import campaign_findings
from messaging.authoring.check_policy import policy_findings
from messaging.authoring.check_strategy import strategy_findings
from messaging.authoring.check_text import template_findings
from messaging.authoring.check_wording import wording_findings
from messaging.authoring.check_wording_list import wording_list_findings
from messaging.authoring.confirming import confirm
from messaging.authoring.purposes import said_of
from messaging.authoring.review_dates import next_review
from messaging.authoring.trials import trial_findings
from messaging.content.text.findings import Finding
from messaging.models import (
    CalendarYear,
    Campaign,
    Gateway,
    LenderWording,
    PolicyVersion,
    Strategy,
    TemplateVersion,
    Trial,
    WordingListVersion,
)
from messaging.outbox import waking


def _template_findings(version: TemplateVersion, *, now: datetime) -> list[Finding]:
    return template_findings(
        version.body,
        template=version.template,
        language=version.language,
        now=now,
        said=said_of(version),
        subject=version.subject,
    )


def _template_content(version: TemplateVersion) -> Any:
    """The text; its subject, if its channel has one; what is said of its sentences where their
    purpose was asked."""
    if version.subject:
        return [version.body, version.subject, version.purposes]
    return [version.body, version.purposes] if version.purposes else version.body


def _approve_template(version: TemplateVersion, approval: Approval) -> dict[str, Any]:
    confirm(version, approval.confirmed, by=approval.by, now=approval.now)
    return {"review_due": next_review(version.template, approval.begins)}


_AT_ONCE = _(
    "Hotline, hosts and what is true of the lender change at once: approve this version without a "
    "later day."
)


def _approve_wording(version: LenderWording, approval: Approval) -> dict[str, Any]:
    """The database makes its facts the lender's in the transaction that approves it, so they
    cannot begin on a later day."""
    changed = version.facts and version.facts != facts_of(version.lender)
    if changed and approval.begins > approval.now:
        raise ApprovalRefused(str(_AT_ONCE))
    if changed:
        lender_id = version.lender_id
        transaction.on_commit(
            lambda: lender_facts_changed.send(sender=LenderWording, lender_id=lender_id)
        )
    return {}


def _approve_gateway(gateway: Gateway, approval: Approval) -> dict[str, Any]:
    """What waits for a gateway may go by this one as soon as it is in force."""
    as_long_as_it_takes()
    waking.wake_for(gateway, at=approval.begins)
    return {}


def _calendar_findings(
    version: CalendarYear,
    *,
    now: datetime,  # noqa: ARG001 – as all
) -> list[Finding]:
    return calendar_findings(version)


def _cells(strategy: Strategy) -> Any:
    cells = strategy.cells.order_by("stage", "tone", "cause")
    table = list(cells.values_list("stage", "tone", "cause", "template_id", "channels"))
    segments = strategy.segment_cells.order_by("position")
    asked = list(segments.values_list("stage", "title", "conditions", "template_id", "channels"))
    said = [table, asked] if asked else table
    return said if strategy.hours == Strategy.Hours.FIRST else [said, strategy.hours]


def _trial_content(trial: Trial) -> Any:
    cell = [trial.stage, trial.tone, trial.cause]
    return [
        trial.lender_id,
        trial.number,
        trial.title,
        *cell,
        trial.arms,
        *([trial.arm_hours] if any(trial.arm_hours) else []),
        f"{trial.goal:.1f}",
        trial.days,
        *([trial.segment, trial.conditions] if trial.conditions else []),
    ]


KINDS = (
    Kind(
        "template",
        _("Template"),
        TemplateVersion,
        page="admin:template_version",
        same=("template_id", "language"),
        related=("template",),
        findings=_template_findings,
        content=_template_content,
        on_approval=_approve_template,
        copied=True,
    ),
    Kind(
        "strategy",
        _("Strategy"),
        Strategy,
        page="admin:strategy",
        same=("lender_id",),
        related=("lender",),
        findings=strategy_findings,
        content=_cells,
    ),
    Kind(
        "campaign",
        _("Campaign"),
        Campaign,
        page="admin:campaign",
        same=("lender_id", "title"),
        related=("lender",),
        findings=campaign_findings,
        content=campaigns.content,
        on_approval=campaigns.approve_texts,
        checked_again=True,
    ),
    Kind(
        "trial",
        _("Trial"),
        Trial,
        page="admin:trial",
        same=("lender_id", "stage", "tone", "cause"),
        related=("lender",),
        findings=trial_findings,
        content=_trial_content,
        checked_again=True,
    ),
    Kind(
        "policy",
        _("Policy"),
        PolicyVersion,
        page="admin:policy",
        same=("lender_id",),
        related=("lender",),
        findings=policy_findings,
        checked_again=True,
    ),
    Kind(
        "wording",
        _("Lender's wording"),
        LenderWording,
        page="admin:lender_wording",
        same=("lender_id",),
        related=("lender",),
        findings=wording_findings,
        on_approval=_approve_wording,
    ),
    Kind(
        "wording_list",
        _("Wording list"),
        WordingListVersion,
        page="admin:wording_list_version",
        findings=wording_list_findings,
    ),
    # A gateway has no versions: a changed way out is a gateway under a code of its own.
    Kind(
        "gateway",
        _("Gateway"),
        Gateway,
        page="admin:gateway",
        same=("code",),
        on_approval=_approve_gateway,
        written_by_all=True,
    ),
    Kind(
        "calendar",
        _("Work calendar"),
        CalendarYear,
        page="admin:calendar_year",
        same=("country", "year"),
        findings=_calendar_findings,
    ),
)

"""What stands against a version: blocking findings stop it from being submitted."""

from datetime import datetime

from messaging.authoring.calendar.check import calendar_findings
from messaging.authoring.check_lexicon import lexicon_findings
from messaging.authoring.check_policy import policy_findings
from messaging.authoring.check_strategy import strategy_findings
from messaging.authoring.check_text import template_findings
from messaging.authoring.check_wording import wording_findings
from messaging.authoring.purposes import said_of
from messaging.content.findings import Finding
from messaging.models import (
    CalendarYear,
    LenderWording,
    LexiconVersion,
    PolicyVersion,
    Strategy,
    TemplateVersion,
)
from messaging.models.approvable import Approvable


def findings(version: Approvable, *, now: datetime) -> list[Finding]:
    """Everything worth a person's look, blocking first; a gateway has none."""
    if isinstance(version, TemplateVersion):
        found = template_findings(
            version.body,
            template=version.template,
            language=version.language,
            now=now,
            said=said_of(version),
        )
    elif isinstance(version, Strategy):
        found = strategy_findings(version, now=now)
    elif isinstance(version, LexiconVersion):
        found = lexicon_findings(version, now=now)
    elif isinstance(version, LenderWording):
        found = wording_findings(version, now=now)
    elif isinstance(version, PolicyVersion):
        found = policy_findings(version, now=now)
    elif isinstance(version, CalendarYear):
        found = calendar_findings(version)
    else:
        found = version.own_findings(now)
    return sorted(found, key=lambda finding: (finding.level != "block", finding.start))


def blocking(version: Approvable, *, now: datetime) -> list[Finding]:
    """Those that stop it from being submitted."""
    return [finding for finding in findings(version, now=now) if finding.level == "block"]

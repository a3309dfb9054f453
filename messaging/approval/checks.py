"""What stands against a version: blocking findings stop it from being submitted."""

from datetime import datetime

from messaging.approval.kinds import kind_of
from messaging.content.text.findings import Finding
from messaging.models.approvable import Approvable


def findings(version: Approvable, *, now: datetime) -> list[Finding]:
    """Everything worth a person's look, blocking first."""
    found = kind_of(version).findings(version, now=now)
    return sorted(found, key=lambda finding: (finding.level != "block", finding.start))


def blocking(version: Approvable, *, now: datetime) -> list[Finding]:
    """Those that stop it from being submitted."""
    return [finding for finding in findings(version, now=now) if finding.level == "block"]

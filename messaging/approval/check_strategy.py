"""What stands against a strategy: cells without a template, or whose template nobody approved."""

from datetime import datetime

from django.utils.translation import gettext as _

from messaging import in_force
from messaging.content.findings import Finding, Level
from messaging.grid import CELLS
from messaging.models import Strategy


def strategy_findings(strategy: Strategy, *, now: datetime) -> list[Finding]:
    """Holes of the table and templates without a wording in force; only an empty table blocks."""
    cells = list(strategy.cells.select_related("template"))
    if not cells:
        return [_finding("block", "empty_strategy", _("The table is empty."))]
    found = []
    holes = len(CELLS) - len(cells)
    if holes:
        text = _("%(count)s cells have no template; such loans get no reminder.")
        found.append(_finding("warn", "holes", text % {"count": holes}))
    worded = {
        pk
        for pk, _language in in_force.template_versions({cell.template_id for cell in cells}, now)
    }
    for template in {c.template for c in cells if c.template_id not in worded}:
        text = _("No wording of this template is in force.")
        found.append(_finding("warn", "not_in_force", text, phrase=str(template)))
    return found


def _finding(level: Level, code: str, reason: str, phrase: str = "") -> Finding:
    return Finding(
        level=level, category="strategy", phrase=phrase, start=0, end=0, reason=reason, code=code
    )

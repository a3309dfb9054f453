"""The rules of a decision, one small function each, in the order in which they name the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ..facts import ContactFacts
from ..model import Policy
from .content import content_class, template_in_force
from .finding import BLOCK, HOLD, PASS, Finding
from .frequency import cap_address, cap_customer, minimum_gap
from .loans import already_reminded, loan_settled, stage_passed, stale_data
from .recipient import contact_point, control_arm, emergency_stop, on_hold, suppressed
from .timing import blackout_days, preferred_window, quiet_hours

Rule = Callable[[ContactFacts, Policy, datetime], Finding]

RULES: tuple[tuple[str, Rule], ...] = (
    ("emergency_stop", emergency_stop),
    ("loan_settled", loan_settled),
    ("stale_data", stale_data),
    ("contact_point", contact_point),
    ("suppressed", suppressed),
    ("holds", on_hold),
    ("template", template_in_force),
    ("content_class", content_class),
    ("control_arm", control_arm),
    ("already_reminded", already_reminded),
    ("quiet_hours", quiet_hours),
    ("blackout_days", blackout_days),
    ("preferred_window", preferred_window),
    ("cap_customer", cap_customer),
    ("cap_address", cap_address),
    ("minimum_gap", minimum_gap),
    ("stage_passed", stage_passed),
)

FOR_CONFIRMATION = frozenset(
    {"emergency_stop", "contact_point", "template", "content_class", "quiet_hours"}
)
"""The rules that apply to the one answer to an opt-out. The others speak of reminders; the
suppression in particular is what the answer confirms."""

__all__ = ["BLOCK", "FOR_CONFIRMATION", "HOLD", "PASS", "RULES", "Finding", "Rule"]

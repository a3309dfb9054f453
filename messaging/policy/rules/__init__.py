"""The rules of a decision, one small function each, in the order in which they name the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ..facts import (
    ANSWER,
    CALL,
    CALL_BACK,
    EDUCATION,
    NOTICE,
    OPT_OUT_CONFIRMATION,
    PROSPECT,
    ContactFacts,
)
from ..model import Policy
from .content import content_class, template_in_force
from .education import between_reminders, education_gap, education_in_time, education_wanted
from .finding import BLOCK, HOLD, PASS, Finding
from .frequency import cap_address, cap_customer, minimum_gap
from .loans import already_reminded, least_amount, loan_settled, stage_passed, stale_data
from .recipient import contact_point, control_arm, emergency_stop, on_hold, suppressed
from .timing import blackout_days, preferred_window, quiet_hours

Rule = Callable[[ContactFacts, Policy, datetime], Finding]

RULES: tuple[tuple[str, Rule], ...] = (
    ("emergency_stop", emergency_stop),
    ("loan_settled", loan_settled),
    ("least_amount", least_amount),
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

OF_EDUCATION: tuple[tuple[str, Rule], ...] = (
    ("education_wanted", education_wanted),
    ("education_gap", education_gap),
    ("between_reminders", between_reminders),
    ("education_in_time", education_in_time),
)
"""Asked after the others, of useful knowledge alone: no reminder's trace carries them."""

FOR_CONFIRMATION = frozenset(
    {"emergency_stop", "contact_point", "holds", "template", "content_class", "quiet_hours"}
)
"""The rules that apply to the one answer to an opt-out. The others speak of reminders; the
suppression in particular is what the answer confirms. Nothing automatic follows a death."""

FOR_ANSWER = frozenset(
    {
        *("emergency_stop", "stale_data", "contact_point", "suppressed", "holds", "template"),
        *("content_class", "quiet_hours", "blackout_days", "minimum_gap"),
    }
)
"""The rules for an answer to what the customer wrote. Holds and caps stop what we begin; whoever
complains or is in hardship is not left without an answer. Grave holds alone keep an answer from
speaking of the debt."""

FOR_CALL_BACK = frozenset(
    {
        *("emergency_stop", "contact_point", "suppressed", "quiet_hours", "blackout_days"),
        *("cap_customer", "cap_address"),
    }
)
"""The rules for a call the customer asked for, or that distress asks for."""

FOR_CALL = FOR_CALL_BACK | {
    *("loan_settled", "stale_data", "least_amount", "holds", "preferred_window")
}
"""The rules for a call on our initiative; what speaks of texts and gateways does not apply. Its
script reads out what is due, so old figures hold it as they hold a text. It need not wait for our
preferred hours (it is "sent at once"), but for those the customer asked for."""

FOR_PROSPECT = frozenset(
    {
        *("emergency_stop", "contact_point", "suppressed", "holds", "quiet_hours"),
        *("blackout_days", "preferred_window", "cap_customer", "cap_address", "minimum_gap"),
    }
)
"""The rules about the person and the hour, for a screen that says from when contact is possible."""

FOR_NOTICE = frozenset(
    {
        *("emergency_stop", "contact_point", "suppressed", "holds", "template", "content_class"),
        *("quiet_hours", "blackout_days", "cap_customer", "cap_address", "minimum_gap"),
    }
)
"""The rules for thanks or an apology: a contact of our own like any other, but about no loan."""

FOR_EDUCATION = FOR_NOTICE | {
    *("control_arm", "preferred_window"),
    *(name for name, _rule in OF_EDUCATION),
}
"""The rules for useful knowledge: those for a contact of our own, at the hours we prefer, and its
own; a control group is kept, so that its effect can be known."""

ONLY: dict[str, frozenset[str]] = {
    OPT_OUT_CONFIRMATION: FOR_CONFIRMATION,
    ANSWER: FOR_ANSWER,
    CALL: FOR_CALL,
    CALL_BACK: FOR_CALL_BACK,
    PROSPECT: FOR_PROSPECT,
    NOTICE: FOR_NOTICE,
    EDUCATION: FOR_EDUCATION,
}
"""The rules that apply, by purpose; to a reminder all of them do."""

__all__ = [
    "BLOCK",
    "FOR_CONFIRMATION",
    "HOLD",
    "OF_EDUCATION",
    "ONLY",
    "PASS",
    "RULES",
    "Finding",
    "Rule",
]

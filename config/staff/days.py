"""Each role's day: the few places it works in. Everything else is one step behind them."""

from typing import Any

from accounts.access.roles import PERMISSIONS
from accounts.models.choices import Role
from config.staff.places.catalogue import every, is_open
from config.staff.places.kinds import Place

DAYS: dict[str, tuple[str, ...]] = {
    Role.SUPERVISOR: (
        "morning",
        "run_today",
        "approval_queue",
        "desk",
        "feedback_complaint_changelist",
        "stops",
        "effect",
    ),
    Role.COLLECTOR: (
        "text_results",
        "messaging_template_changelist",
        "approval_queue",
        "messaging_campaign_changelist",
        "education",
        "run_today",
        "accounts_importfile_changelist",
    ),
    Role.AGENT: (
        "inbox",
        "call_list",
        "feedback_complaint_changelist",
        "promises",
        "hardships",
        "accounts_customer_changelist",
    ),
    Role.AUDITOR: (
        "reports",
        "watched",
        "trail",
        "sealed_chain",
        "accounts_reveal_changelist",
        "archive",
        "incidents",
    ),
    Role.ADMINISTRATOR: (
        "setting_up",
        "accounts_user_changelist",
        "staff_requests",
        "accounts_lender_changelist",
        "messaging_gateway_changelist",
        "messaging_policyversion_changelist",
        "incidents",
    ),
}
"""URL names, four to seven a role, in the order of the day."""


def roles_of(user: Any) -> list[str]:
    """The roles whose every permission the person has; Django has looked those up already."""
    if user.is_superuser:
        return [Role.ADMINISTRATOR]
    has: set[str] = user.get_all_permissions()
    return [role for role in DAYS if PERMISSIONS[role] <= has]


def day_of(user: Any) -> list[Place]:
    """The places of all roles the person has, each once; what they may not open is left out."""
    names = dict.fromkeys(name for role in roles_of(user) for name in DAYS[role])
    known = {place.name: place for place in every()}
    return [known[name] for name in names if is_open(known[name], user)]

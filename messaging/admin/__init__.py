"""Staff screens of messaging, one a file."""

from accounts.admin.panels import PANELS, Panel
from messaging.admin import (
    gateway,
    lexicon,
    message,
    policy,
    run_list,
    strategy,
    suppression,
    template_list,
)
from messaging.admin.customer_panel import messages_of

PANELS.append(Panel("messaging/customer_panel.html", "messaging.view_message", messages_of))

__all__ = [
    "gateway",
    "lexicon",
    "message",
    "policy",
    "run_list",
    "strategy",
    "suppression",
    "template_list",
]

"""Staff screens of messaging, one a file."""

from django.utils.translation import gettext_lazy as _

from accounts.admin.customer import CustomerScreen
from accounts.admin.panels import ACTIONS, PANELS, POINTS, Panel
from messaging.admin import trail_words
from messaging.admin.calendars import pages as calendars
from messaging.admin.gateways import pages as gateway
from messaging.admin.messages import list as message, many as many_suppressions, suppressions
from messaging.admin.messages.customer_panel import messages_of
from messaging.admin.messages.stop_number import stops_of
from messaging.admin.policies import pages as policy
from messaging.admin.runs import list as run_list
from messaging.admin.segments import pages as segment
from messaging.admin.segments.filter import InSegment
from messaging.admin.strategies import pages as strategy
from messaging.admin.templates import list as template_list, replacing, versions
from messaging.admin.wording_list import pages as wording_list
from messaging.admin.wordings import pages as lender_wording

ACTIONS.append((_("Why?"), "admin:why", "messaging.view_candidate"))
CustomerScreen.list_filter = [*CustomerScreen.list_filter, InSegment]
POINTS.append(stops_of)
PANELS.append(Panel("messaging/customer_panel.html", "messaging.view_message", messages_of))

__all__ = [
    "calendars",
    "gateway",
    "lender_wording",
    "many_suppressions",
    "message",
    "policy",
    "replacing",
    "run_list",
    "segment",
    "strategy",
    "suppressions",
    "template_list",
    "trail_words",
    "versions",
    "wording_list",
]

"""Staff pages of messaging that are no table's list or form."""

from django.urls import URLPattern

from messaging.admin.approvals.urls import APPROVAL_PAGES
from messaging.admin.archive.urls import ARCHIVE_PAGES
from messaging.admin.calendars.urls import CALENDAR_PAGES
from messaging.admin.campaigns.urls import CAMPAIGN_PAGES
from messaging.admin.education.urls import EDUCATION_PAGES
from messaging.admin.events.urls import EVENT_PAGES
from messaging.admin.gateways.urls import GATEWAY_PAGES
from messaging.admin.messages.urls import SEND_PAGES
from messaging.admin.own_phone.urls import OWN_PHONE_PAGES
from messaging.admin.policies.urls import POLICY_PAGES
from messaging.admin.rehearsal.urls import REHEARSAL_PAGES
from messaging.admin.report.urls import REPORT_PAGES
from messaging.admin.runs.urls import RUN_PAGES
from messaging.admin.segments.urls import SEGMENT_PAGES
from messaging.admin.settling.urls import SETTLING_PAGES
from messaging.admin.stops.urls import STOP_PAGES
from messaging.admin.strategies.urls import STRATEGY_PAGES
from messaging.admin.templates.urls import TEMPLATE_PAGES
from messaging.admin.why.urls import WHY_PAGES
from messaging.admin.wording_list.urls import WORDING_LIST_PAGES
from messaging.admin.wordings.urls import WORDING_PAGES

PAGES: list[URLPattern] = [
    *APPROVAL_PAGES,
    *OWN_PHONE_PAGES,
    *POLICY_PAGES,
    *TEMPLATE_PAGES,
    *STRATEGY_PAGES,
    *WORDING_LIST_PAGES,
    *CALENDAR_PAGES,
    *CAMPAIGN_PAGES,
    *EDUCATION_PAGES,
    *RUN_PAGES,
    *REPORT_PAGES,
    *REHEARSAL_PAGES,
    *SEND_PAGES,
    *ARCHIVE_PAGES,
    *STOP_PAGES,
    *GATEWAY_PAGES,
    *EVENT_PAGES,
    *WORDING_PAGES,
    *SETTLING_PAGES,
    *WHY_PAGES,
    *SEGMENT_PAGES,
]

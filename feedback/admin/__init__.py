"""Staff screens of feedback, one a file."""

from accounts.admin.panels import ACTIONS, HOLDING, PANELS, Panel
from feedback.admin import secret_pages, trail_words
from feedback.admin.care import hardship as hardship_pages, hold_ledger, promises as promise_pages
from feedback.admin.care.customer_panel import hardship_of, promises_of
from feedback.admin.complaints import (
    letter_templates,
    list as complaint_list,
    many as many_complaints,
    pages as complaint_pages,
)
from feedback.admin.complaints.customer_panel import complaints_of
from feedback.admin.inbox import many as many_conversations
from feedback.admin.inbox.customer_panel import whole_of
from feedback.admin.pack import own_data_pages, pages as pack_pages
from feedback.admin.trials import pages as trial_pages

# Before the tables of each kind: from when contact is possible, and all of it in order of time.
PANELS.insert(0, Panel("feedback/timeline_panel.html", "accounts.view_customer", whole_of))
PANELS.append(Panel("feedback/secret_panel.html", "accounts.view_customer", secret_pages.shut))
PANELS.append(Panel("feedback/customer_panel.html", "feedback.view_complaint", complaints_of))
PANELS.append(Panel("feedback/promises_panel.html", "feedback.view_promise", promises_of))
PANELS.append(Panel("feedback/hardship_panel.html", "feedback.view_hardshipcase", hardship_of))
HOLDING += [
    (promise_pages.MAKE_LABEL, "admin:promise_make", "feedback.make_promise"),
    (hardship_pages.OPEN_LABEL, "admin:hardship_open", "feedback.add_hardshipcase"),
    (complaint_pages.LOG_LABEL, "admin:complaint_log", "feedback.add_complaint"),
]
ACTIONS += HOLDING[:2]
ACTIONS.append((pack_pages.LABEL, "admin:customer_evidence", "accounts.export_evidence"))
ACTIONS.append((own_data_pages.LABEL, "admin:own_data", "accounts.export_customer"))
ACTIONS += HOLDING[2:]

__all__ = [
    "complaint_list",
    "complaint_pages",
    "hold_ledger",
    "letter_templates",
    "many_complaints",
    "many_conversations",
    "trail_words",
    "trial_pages",
]

"""Staff screens of feedback, one a file."""

from accounts.admin.panels import ACTIONS, PANELS, Panel
from feedback.admin import complaint_list, complaint_pages, letter_pages
from feedback.admin.customer_panel import complaints_of
from feedback.admin.inbox_panel import whole_of

# Before the tables of each kind: from when contact is possible, and all of it in order of time.
PANELS.insert(0, Panel("feedback/timeline_panel.html", "accounts.view_customer", whole_of))
PANELS.append(Panel("feedback/customer_panel.html", "feedback.view_complaint", complaints_of))
ACTIONS.append((complaint_pages.LOG_LABEL, "admin:complaint_log", "feedback.add_complaint"))

__all__ = ["complaint_list", "complaint_pages", "letter_pages"]

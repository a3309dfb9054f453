"""Staff screens of feedback, one a file."""

from accounts.admin.panels import ACTIONS, PANELS, Panel
from feedback.admin import complaint_list, complaint_pages
from feedback.admin.customer_panel import complaints_of

PANELS.append(Panel("feedback/customer_panel.html", "feedback.view_complaint", complaints_of))
ACTIONS.append((complaint_pages.LOG_LABEL, "admin:complaint_log", "feedback.add_complaint"))

__all__ = ["complaint_list", "complaint_pages"]

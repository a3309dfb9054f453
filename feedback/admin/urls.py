"""Staff pages of feedback that are no table's list or form."""

from django.urls import URLPattern

from accounts.admin.pages import page
from feedback.admin import complaint_pages as complaint
from feedback.admin.call_urls import CALL_PAGES
from feedback.admin.inbox_urls import INBOX_PAGES

PAGES: list[URLPattern] = [
    *INBOX_PAGES,
    *CALL_PAGES,
    page("customers/<int:customer_id>/complaint/", complaint.log_complaint, "complaint_log"),
    page("complaints/<int:complaint_id>/", complaint.complaint_page, "complaint"),
    page("complaints/<int:complaint_id>/take/", complaint.take_complaint, "complaint_take"),
    page("complaints/<int:complaint_id>/note/", complaint.note_complaint, "complaint_note"),
    page(
        "complaints/<int:complaint_id>/resolve/", complaint.resolve_complaint, "complaint_resolve"
    ),
]

"""Staff pages of feedback that are no table's list or form."""

from django.urls import URLPattern

from feedback.admin.call_urls import CALL_PAGES
from feedback.admin.complaint_urls import COMPLAINT_PAGES
from feedback.admin.inbox_urls import INBOX_PAGES

PAGES: list[URLPattern] = [
    *INBOX_PAGES,
    *CALL_PAGES,
    *COMPLAINT_PAGES,
]

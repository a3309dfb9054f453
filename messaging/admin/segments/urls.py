"""Pages of segments."""

from django.urls import URLPattern

from accounts.admin.pages import page
from messaging.admin.segments import pages

SEGMENT_PAGES: list[URLPattern] = [
    page("segments/new/", pages.new_segment, "segment_new"),
    page("segments/<int:pk>/", pages.segment_page, "segment"),
    page("segments/<int:pk>/edit/", pages.edit_segment, "segment_edit"),
    page("segments/<int:pk>/customers/", pages.segment_customers, "segment_customers"),
    page("segments/<int:pk>/discard/", pages.discard_segment, "segment_discard"),
]

"""Pages of the desk of the desk."""

from django.urls import URLPattern

from accounts.admin.pages import page
from feedback.admin.desk import pages, quality_pages

DESK_PAGES: list[URLPattern] = [
    page("desk/", pages.desk, "desk"),
    page("desk/rows/", pages.rows, "desk_rows"),
    page("desk.csv", pages.csv, "desk_csv"),
    page("desk/quality/", quality_pages.sample, "desk_quality"),
    page("desk/quality/<int:conversation_id>/", quality_pages.look, "desk_look"),
]

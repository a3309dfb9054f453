"""Where the trail is."""

from django.urls import URLPattern

from accounts.admin.pages import page
from accounts.admin.trail import pages

TRAIL_PAGES: list[URLPattern] = [
    page("trail/", pages.trail_page, "trail"),
    page("trail/export/", pages.trail_export, "trail_export"),
]

"""Where the archive is."""

from django.urls import URLPattern

from accounts.admin.pages import page
from messaging.admin.archive import pages

ARCHIVE_PAGES: list[URLPattern] = [
    page("archive/", pages.archive, "archive"),
    page("archive/number/", pages.archive_number, "archive_number"),
    page("archive/export/", pages.archive_export, "archive_export"),
]

"""Where the rehearsal is."""

from django.urls import URLPattern

from accounts.admin.pages import page
from messaging.admin.rehearsal import pages

REHEARSAL_PAGES: list[URLPattern] = [
    page("rehearsal/", pages.rehearsal, "rehearsal"),
    page("rehearsal/<int:lender_id>/begin/", pages.rehearsal_begin, "rehearsal_begin"),
    page("rehearsal/<int:lender_id>/state/", pages.rehearsal_state, "rehearsal_state"),
]

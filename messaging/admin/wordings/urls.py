"""Where the pages of lenders' wordings are."""

from django.urls import URLPattern

from accounts.admin.pages import page
from messaging.admin.wordings import pages

WORDING_PAGES: list[URLPattern] = [
    page("lender-wordings/", pages.wordings, "lender_wordings"),
    page("lender-wordings/<int:pk>/", pages.lender_wording, "lender_wording"),
    page("lender-wordings/<int:pk>/edit/", pages.edit_wording, "lender_wording_edit"),
    page("lender-wordings/new/<int:lender_id>/", pages.new_wording, "lender_wording_new"),
]

"""Where what came of texts is read."""

from django.urls import URLPattern

from accounts.admin.pages import page
from feedback.admin.texts import pages

TEXT_PAGES: list[URLPattern] = [
    page("texts/", pages.text_results, "text_results"),
    page("texts/csv/", pages.text_results_csv, "text_results_csv"),
    page("texts/xlsx/", pages.text_results_xlsx, "text_results_xlsx"),
    page("texts/<int:template_id>/", pages.text_result, "text_result"),
]

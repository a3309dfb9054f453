"""Where the morning's pages are."""

from django.urls import URLPattern

from accounts.admin.pages import page
from feedback.admin.morning import pages

MORNING_PAGES: list[URLPattern] = [
    page("morning/", pages.morning, "morning"),
    page("morning/replies/<str:intent>/", pages.morning_replies, "morning_replies"),
    page("morning.csv", pages.morning_csv, "morning_csv"),
    page("morning.xlsx", pages.morning_xlsx, "morning_xlsx"),
]

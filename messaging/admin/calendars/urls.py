"""Pages of the work calendar."""

from django.urls import URLPattern

from accounts.admin.pages import page
from messaging.admin.calendars import edit, pages

CALENDAR_PAGES: list[URLPattern] = [
    page("calendars/", pages.work_calendar, "work_calendar"),
    page("calendars/new/", edit.new_year, "calendar_new"),
    page("calendars/<int:pk>/", pages.calendar_year, "calendar_year"),
    page("calendars/<int:pk>/edit/", edit.edit_year, "calendar_edit"),
]

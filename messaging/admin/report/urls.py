"""Where the compliance report is."""

from django.urls import URLPattern

from accounts.admin.pages import page
from messaging.admin.report import pages

REPORT_PAGES: list[URLPattern] = [
    page("report/", pages.reports, "reports"),
    page("report/regular/", pages.regular_begin, "report_regular"),
    page("report/regular/<int:schedule_id>/end/", pages.regular_end, "report_regular_end"),
    page("report/days/<int:proof_id>/", pages.day_page, "report_day"),
    page("report/<int:report_id>/", pages.report_page, "report"),
    page("report/<int:report_id>/state/", pages.report_state, "report_state"),
    page("report/<int:report_id>/stop/", pages.report_stop, "report_stop"),
    page("report/<int:report_id>/report.csv", pages.report_csv, "report_csv"),
    page("report/<int:report_id>/margins.csv", pages.report_margins, "report_margins"),
]

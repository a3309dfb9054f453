"""Pages of alarms."""

from django.urls import URLPattern

from accounts.admin.pages import page
from feedback.admin.alarms import banner, pages

ALARM_PAGES: list[URLPattern] = [
    page("alarms/", pages.alarm_list, "alarms"),
    page("alarms/banner/", banner.banner, "alarm_banner"),
    page("alarms/<int:alarm_id>/take/", pages.alarm_take, "alarm_take"),
    page("alarms/<int:alarm_id>/ask/", pages.alarm_ask_to_join, "alarm_ask_to_join"),
    page("alarms/<int:alarm_id>/join/", pages.alarm_join, "alarm_join"),
    page("alarms/<int:alarm_id>/close/", pages.alarm_close, "alarm_close"),
]

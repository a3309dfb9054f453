"""Staff pages of the sandbox: its clock, its mails and its reset."""

from django.urls import URLPattern

from accounts.admin.pages import page
from config.sandbox import views

PAGES: list[URLPattern] = [
    page("sandbox/clock/", views.set_clock, "sandbox_clock"),
    page("sandbox/mails/", views.mails_page, "sandbox_mails"),
    page("sandbox/reset/", views.reset_sandbox, "sandbox_reset"),
]

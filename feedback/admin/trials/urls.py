"""Where the pages and acts of trials are."""

from django.urls import URLPattern

from accounts.admin.pages import page
from feedback.admin.trials import library, pages

TRIAL_PAGES: list[URLPattern] = [
    page("trials/new/", pages.new_trial, "trial_new"),
    page("trials/library/", library.trial_library, "trial_library"),
    page("trials/<int:pk>/", pages.trial_page, "trial"),
    page("trials/<int:pk>/end/", pages.end_trial, "trial_end"),
    page("trials/<int:pk>/propose/", pages.propose_winner, "trial_propose"),
]

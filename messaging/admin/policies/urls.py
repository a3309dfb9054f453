"""Pages of policies."""

from django.urls import URLPattern

from accounts.admin.pages import page
from messaging.admin.policies import edit, pages, what_if

POLICY_PAGES: list[URLPattern] = [
    page("policies/new/", edit.new_policy, "policy_new"),
    page("policies/<int:pk>/", pages.policy_page, "policy"),
    page("policies/<int:pk>/edit/", edit.edit_policy, "policy_edit"),
    page("policies/<int:pk>/what-if/", what_if.ask, "policy_what_if"),
    page("policies/<int:pk>/what-if/stop/", what_if.stop, "policy_what_if_stop"),
]

"""Pages of policies."""

from django.urls import URLPattern

from accounts.admin.pages import page
from messaging.admin.policies import edit, pages
from messaging.admin.what_if.pages import pages_of

POLICY_PAGES: list[URLPattern] = [
    page("policies/new/", edit.new_policy, "policy_new"),
    page("policies/<int:pk>/", pages.policy_page, "policy"),
    page("policies/<int:pk>/edit/", edit.edit_policy, "policy_edit"),
    *pages_of("policy", "policies"),
]

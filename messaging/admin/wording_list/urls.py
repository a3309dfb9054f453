"""Pages of the wording list."""

from django.urls import URLPattern

from accounts.admin.pages import page
from messaging.admin.what_if.pages import pages_of
from messaging.admin.wording_list import pages as wording_list

WORDING_LIST_PAGES: list[URLPattern] = [
    page("wording/", wording_list.wording_list, "wording_list"),
    page("wording/new/", wording_list.new_wording_list, "wording_list_new"),
    page("wording/<int:pk>/", wording_list.wording_list_page, "wording_list_version"),
    page("wording/<int:pk>/entry/", wording_list.wording_list_entry, "wording_list_entry"),
    page("wording/<int:pk>/remove/", wording_list.wording_list_remove, "wording_list_remove"),
    *pages_of("wording_list", "wording"),
]

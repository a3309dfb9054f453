"""Staff pages of accounts that are no table's list or form."""

from django.urls import URLPattern

from accounts.admin import customer_page, hold_pages
from accounts.admin.pages import page

PAGES: list[URLPattern] = [
    page("customers/find/", customer_page.find_by_address, "customer_find"),
    page("contact-points/<int:point_id>/reveal/", customer_page.reveal, "contact_point_reveal"),
    page("customers/<int:customer_id>/hold/", hold_pages.place_hold, "hold_place"),
    page("holds/<int:hold_id>/release/", hold_pages.release_hold, "hold_release"),
]

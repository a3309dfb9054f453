"""Where evidence packs are asked for."""

from django.urls import URLPattern

from accounts.admin.pages import page
from feedback.admin.pack import own_data_pages, pages

_END = "<int:object_id>/evidence-pack/"

PACK_PAGES: list[URLPattern] = [
    page(f"customers/{_END}", pages.customer_evidence, "customer_evidence"),
    page(f"complaints/{_END}", pages.complaint_evidence, "complaint_evidence"),
    page(f"messages/{_END}", pages.message_evidence, "message_evidence"),
    page("customers/<int:customer_id>/own-data/", own_data_pages.own_data, "own_data"),
]

"""Pages of the reviews of texts in force."""

from django.urls import URLPattern

from accounts.admin.pages import page
from messaging.admin.approvals import reviews

REVIEW_PAGES: list[URLPattern] = [
    page("templates/reviews/", reviews.reviews_page, "reviews"),
    page("templates/versions/<int:version_id>/reviewed/", reviews.reviewed, "template_reviewed"),
]

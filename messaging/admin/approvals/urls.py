"""Pages on which requests are decided about, and reviews of texts in force."""

from django.urls import URLPattern

from accounts.admin.pages import page
from messaging.admin.approvals import pages, reviews

APPROVAL_PAGES: list[URLPattern] = [
    page("templates/approvals/", pages.approval_queue, "approval_queue"),
    page("approvals/<slug:kind>/<int:pk>/", pages.approval_step, "approval_step"),
    page("approvals/<slug:kind>/<int:pk>/comments/", pages.approval_comment, "approval_comment"),
    page("templates/reviews/", reviews.reviews_page, "reviews"),
    page("templates/versions/<int:version_id>/reviewed/", reviews.reviewed, "template_reviewed"),
]

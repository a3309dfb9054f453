"""Where useful knowledge is planned, looked at and released."""

from django.urls import URLPattern

from accounts.admin.pages import page
from messaging.admin.education import pages

EDUCATION_PAGES: list[URLPattern] = [
    page("education/", pages.education, "education"),
    page("education/lenders/<int:lender_id>/plan/", pages.plan, "education_plan_new"),
    page("education/<int:education_plan_id>/", pages.education_plan, "education_plan"),
    page(
        "education/<int:education_plan_id>/release/", pages.education_release, "education_release"
    ),
    page("education/<int:education_plan_id>/drop/", pages.education_drop, "education_drop"),
    page("education/<int:education_plan_id>/stop/", pages.education_stop, "education_stop"),
    page(
        "education/customers/<int:education_candidate_id>/",
        pages.education_candidate,
        "education_candidate",
    ),
]

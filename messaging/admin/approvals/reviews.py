"""Texts in force whose review is due or overdue, each with its text and the act of renewing it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin.actions import action
from accounts.admin.pages import needs, render, staff
from accounts.input.reasons import within
from config import clock
from messaging.approval import fingerprints
from messaging.authoring import reviews
from messaging.models import Template, TemplateVersion

NOTE_LENGTH = 500
TABS = {
    "near": gettext_lazy("Due soon and overdue"),
    "overdue": gettext_lazy("Overdue"),
    "all": gettext_lazy("All"),
}
EVER_DAYS = 100_000


@needs("messaging.view_templateversion")
def reviews_page(request: HttpRequest) -> HttpResponse:
    """`?show=` near (default), overdue or all."""
    now = clock.now()
    show = request.GET.get("show", "near")
    show = show if show in TABS else "near"
    found = reviews.near(now, within_days=EVER_DAYS if show == "all" else reviews.SOON_DAYS)
    if show == "overdue":
        found = [review for review in found if review.is_overdue]
    templates = Template.objects.in_bulk({review.version.template_id for review in found})
    return render(
        request,
        "messaging/reviews.html",
        title=_("Reviews of texts in force"),
        tabs=TABS.items(),
        show=show,
        soon_days=reviews.SOON_DAYS,
        rows=[
            _row(review, templates[review.version.template_id], request, now) for review in found
        ],
    )


def _row(review: reviews.Review, template: Template, request: HttpRequest, now: Any) -> Any:
    review.version.template = template
    obstacle = reviews.obstacle_to_renewing(review.version, by=staff(request), now=now)
    return {
        "review": review,
        "version": review.version,
        "template": template,
        "obstacle": obstacle,
        "seen_hash": fingerprints.fingerprint(review.version),
    }


def _version(version_id: int) -> TemplateVersion:
    return get_object_or_404(TemplateVersion.objects.select_related("template"), pk=version_id)


def _to_reviews(_version: TemplateVersion) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:reviews"))


@action("messaging.approve_templateversion", find=_version, to=_to_reviews)
def reviewed(request: HttpRequest, version: TemplateVersion) -> str:
    """Reviewed, still right: the date is renewed."""
    renewed = reviews.renew(
        version,
        by=staff(request),
        now=clock.now(),
        seen_hash=request.POST.get("seen_hash", ""),
        note=within(request.POST.get("note", ""), NOTE_LENGTH),
    )
    text = _("“%(template)s” is still right; its next review is due on %(day)s.")
    day = date_format(renewed.review_due) if renewed.review_due else ""
    return text % {"template": version.template.title, "day": day}

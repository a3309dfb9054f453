"""The list of templates: what each is for, what is in force, what is being written."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Case, DateTimeField, Prefetch, QuerySet, Value, When
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import Screen
from accounts.admin.pages import page_of
from config import clock
from messaging.admin.approvals.kinds import STATE_LOOKS
from messaging.admin.templates.pages import start_template
from messaging.authoring import reviews
from messaging.models import Template, TemplateVersion, in_force
from messaging.models.choices import StageChoices, Tone


def _in_order(column: str, values: list[str]) -> OrderBy:
    """Sort by the place of a column's value in this list."""
    places = [When(**{column: value}, then=Value(place)) for place, value in enumerate(values)]
    return Case(*places).asc()


LADDER = [_in_order("stage", StageChoices.values), _in_order("tone", Tone.values)]


@admin.register(Template)
class TemplateScreen(Screen):
    paginator = Paginator  # few rows: their number may be counted
    list_display = ["title", "stage", "tone", "cause", "standing", "open_versions"]
    list_filter = ["stage", "tone", "cause", "versions__language", "versions__state"]
    search_fields = ["title", "code"]
    list_display_links = ["title"]
    change_list_template = "messaging/template_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Template]:
        versions = TemplateVersion.objects.defer("body").order_by("language", "-number")
        found: QuerySet[Template] = super().get_queryset(request)
        found = found.annotate(seen_at=Value(clock.now(), DateTimeField()))
        return found.prefetch_related(Prefetch("versions", versions))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        near = reviews.near(clock.now())
        more = {
            "reviews_due": len(near),
            "reviews_overdue": sum(review.is_overdue for review in near),
        }
        return super().changelist_view(request, {**(extra_context or {}), **more})

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return [*LADDER, "cause", "pk"]

    @admin.display(description=_("in force"))
    def standing(self, template: Any) -> str:
        newest = in_force.newest_begun(template.versions.all(), template.seen_at)
        if not newest:
            return format_html('<span class="hc-muted">{}</span>', _("none"))
        return format_html_join(
            " ", '<span class="hc-tag hc-good">{} v{}</span>', _named(newest.values())
        )

    @admin.display(description=_("being written"))
    def open_versions(self, template: Template) -> str:
        return format_html_join(
            " ",
            '<a href="{}" class="hc-tag {}">{} v{} · {}</a>',
            (
                (
                    reverse("admin:template_version", args=[version.pk]),
                    STATE_LOOKS.get(version.state, ""),
                    version.get_language_display(),
                    version.number,
                    version.get_state_display(),
                )
                for version in template.versions.all()
                if version.state in ("draft", "submitted", "rejected")
            ),
        )

    def add_view(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return start_template(request)

    def change_view(
        self, request: HttpRequest, object_id: str, *_args: Any, **_kwargs: Any
    ) -> HttpResponse:
        return page_of("admin:template", object_id)


def _named(versions: Any) -> list[tuple[Any, int]]:
    return [(version.get_language_display(), version.number) for version in versions]

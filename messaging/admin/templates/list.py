"""The list of templates: what each is for, what is in force, what is being written."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
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
from messaging.admin.templates.words import WORDS, holding
from messaging.authoring import reviews
from messaging.models import Template, TemplateVersion, in_force
from messaging.models.choices import ContentClass, StageChoices, Tone


def _in_order(column: str, values: list[str]) -> OrderBy:
    """Sort by the place of a column's value in this list."""
    places = [When(**{column: value}, then=Value(place)) for place, value in enumerate(values)]
    return Case(*places).asc()


LADDER = [_in_order("stage", StageChoices.values), _in_order("tone", Tone.values)]
REMINDERS_FIRST = _in_order("content_class", ContentClass.values)
OF_REMINDERS = ("stage__exact", "tone__exact", "cause__exact")
"""Filters that would otherwise find answers, of which these say nothing."""


@admin.register(Template)
class TemplateScreen(Screen):
    paginator = Paginator  # few rows: their number may be counted
    list_display = ["title", "channel", "purpose", "its_tone", "its_cause", "standing"]
    list_display += ["open_versions"]
    list_filter = ["channel", "content_class", "stage", "tone", "cause"]
    list_filter += ["versions__language", "versions__state"]
    search_fields = ["title", "code", *(f"versions__{name}" for name in WORDS)]
    search_help_text = _("Title, code or any words of the text, in every version and language")
    list_display_links = ["title"]
    change_list_template = "messaging/template_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Template]:
        versions = TemplateVersion.objects.defer("body").order_by("language", "-number")
        versions = versions.annotate(holds=holding(request.GET.get(SEARCH_VAR, "")))
        found: QuerySet[Template] = super().get_queryset(request)
        if any(request.GET.get(name) for name in OF_REMINDERS):
            found = found.filter(content_class=ContentClass.COLLECTION_SERVICE)
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
        return [REMINDERS_FIRST, *LADDER, "cause", "title", "channel", "pk"]

    def get_list_display(self, request: HttpRequest) -> Any:
        """With what was searched for: the versions that hold it."""
        columns = list(super().get_list_display(request))
        if request.GET.get(SEARCH_VAR, "").strip():
            columns.insert(1, "found_in")
        return columns

    @admin.display(description=_("versions that hold it"))
    def found_in(self, template: Any) -> str:
        """What is in force first; nothing where only the title or the code has the words."""
        now = in_force.newest_begun(template.versions.all(), template.seen_at).values()
        holds = [version for version in template.versions.all() if version.holds]
        holds.sort(key=lambda version: version not in now)
        return format_html_join(
            " ",
            '<a href="{}" class="hc-tag {}">{} v{} · {}</a>',
            (
                (
                    reverse("admin:template_version", args=[version.pk]),
                    "hc-good" if version in now else "",
                    version.get_language_display(),
                    version.number,
                    _("in force") if version in now else version.get_state_display(),
                )
                for version in holds
            ),
        )

    @admin.display(description=_("purpose"), ordering="stage")
    def purpose(self, template: Template) -> str:
        if template.has_a_stage:
            return str(template.get_stage_display())
        return str(template.get_content_class_display())

    @admin.display(description=_("tone"), ordering="tone")
    def its_tone(self, template: Template) -> str:
        return str(template.get_tone_display()) if template.has_a_stage else ""

    @admin.display(description=_("cause of delay"), ordering="cause")
    def its_cause(self, template: Template) -> str:
        return str(template.get_cause_display()) if template.has_a_stage else ""

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

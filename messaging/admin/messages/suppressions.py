"""Suppressions: search by number or customer; an agent enters one, a supervisor lifts one."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet, Value
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.admin import sources, step_up
from accounts.admin.base import ReadOnlyScreen
from accounts.admin.pages import needs, render, staff
from accounts.disclosure import personal, searching
from accounts.errors import Refused
from accounts.keys import keyring
from accounts.models import ContactPoint
from accounts.new_numbers import countries
from accounts.rules.lifting import Lifting
from config import clock
from messaging.models import Suppression
from messaging.suppression import service as suppressions

CHANNEL = "sms"
MOST_FOUND = 20
MOST_NAMED = 5
SAID = {
    Lifting.ASKED: (
        messages.SUCCESS,
        gettext_lazy("Asked. It stands until another person lifts it."),
    ),
    Lifting.LIFTED: (
        messages.SUCCESS,
        gettext_lazy("Lifted. The number may be written to again."),
    ),
    Lifting.OVER: (
        messages.WARNING,
        gettext_lazy("Somebody had lifted it already."),
    ),
}
IDS = re.compile(r"\d{1,18}(?:,\d{1,18}){0,19}")


class NumberForm(forms.Form):
    """A number that must not be written to, and what it rests on."""

    number = forms.CharField(
        label=gettext_lazy("Phone number"), max_length=30, widget=UnfoldAdminTextInputWidget
    )
    source = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=40,
        help_text=gettext_lazy("What it rests on, as “call of 15 September”. No names or numbers."),
        widget=UnfoldAdminTextInputWidget,
    )

    def __init__(self, *args: Any, countries: frozenset[str], **kwargs: Any) -> None:
        """`countries`: in which a number without a code is read."""
        super().__init__(*args, **kwargs)
        self.countries = countries

    def clean_number(self) -> str:
        try:
            return countries.read(self.cleaned_data["number"], self.countries)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused


class EvidenceForm(forms.Form):
    """What a lifting rests on."""

    evidence = forms.CharField(
        label=gettext_lazy("evidence for lifting"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
    )


class InForceFilter(admin.SimpleListFilter):
    title = gettext_lazy("in force")
    parameter_name = "in_force"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("In force")), ("no", _("Lifted"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() in ("yes", "no"):
            return queryset.filter(lifted_at__isnull=self.value() == "yes")
        return queryset


@admin.register(Suppression)
class SuppressionScreen(ReadOnlyScreen):
    list_display = ["number", "whose", "kind", "rests_on", "at", "entered_by", "review", "standing"]
    list_filter = [InForceFilter, "kind", "needs_review"]
    search_fields = ["pk"]
    change_list_template = "messaging/suppression_list.html"
    filters_of_links = ("id__in",)
    search_help_text = gettext_lazy("Customer number, exactly")
    list_select_related = ["entered_by", "lifted_by", "lift_asked_by"]
    ordering = ["-at"]
    list_display_links = None
    told_when_empty = gettext_lazy("A line comes when a customer opts out, or a wrong person does.")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """`id__in` as `find_suppression` writes it, and nothing longer."""
        if lookup == "id__in":
            return IDS.fullmatch(str(value)) is not None
        return super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("messaging.add_suppression")

    def add_view(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return enter_suppression(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Suppression]:
        may_lift = request.user.has_perm("messaging.lift_suppression")
        found: QuerySet[Suppression] = super().get_queryset(request)
        return found.annotate(may_lift=Value(may_lift))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Suppression], search_term: str
    ) -> tuple[QuerySet[Suppression], bool]:
        """By customer; a telephone number is posted (`find_suppression`): this box is a URL."""
        typed = search_term.strip()
        if not typed:
            return queryset, False
        points = ContactPoint.objects.filter(customer__customer_no=typed)
        hashes = list(points.values_list("address_hash", flat=True))
        return queryset.filter(address_hash__in=hashes), False

    @admin.display(description=gettext_lazy("suppression"))
    def number(self, suppression: Suppression) -> str:
        return f"#{suppression.pk}"

    def tell(self, rows: list[Any]) -> None:
        """What each rests on, in words, and whose number it is."""
        said = sources.named(each for row in rows for each in (row.source, row.lift_evidence))
        hashes = {bytes(row.address_hash) for row in rows}
        points = ContactPoint.objects.filter(address_hash__in=hashes).select_related("customer")
        theirs: dict[bytes, list[ContactPoint]] = defaultdict(list)
        for point in points.order_by("customer__customer_no", "pk"):
            theirs[bytes(point.address_hash)].append(point)
        for row in rows:
            row.from_what, row.evidence = said[row.source], said[row.lift_evidence]
            row.points = theirs[bytes(row.address_hash)]

    @admin.display(description=gettext_lazy("customer"))
    def whose(self, suppression: Any) -> str:
        """Whose number it is, as far as the person who looks works with them; masked."""
        return format_html_join(
            "",
            '<div><a href="{}">{}</a> {}</div>',
            (
                (
                    reverse("admin:accounts_customer_change", args=[point.customer_id]),
                    point.customer.customer_no,
                    personal.masked_address(point),
                )
                for point in suppression.points[:MOST_NAMED]
            ),
        ) or _("nobody's here")

    @admin.display(description=pgettext_lazy("of a stop", "rests on"))
    def rests_on(self, suppression: Any) -> str:
        return str(suppression.from_what)

    @admin.display(description=gettext_lazy("a person should look"))
    def review(self, suppression: Suppression) -> str:
        return _("yes") if suppression.needs_review else "—"

    @admin.display(description=gettext_lazy("state"))
    def standing(self, suppression: Any) -> str:
        if suppression.lifted_at:
            by = suppression.lifted_by or _("The customer")
            return format_html("{} · {} · {}", _("Lifted"), by, str(suppression.evidence))
        asked = suppression.lift_asked_by_id is not None
        stands = _("In force, asked to lift") if asked else _("In force")
        if not suppression.may_lift:
            return stands
        url = reverse("admin:suppression_lift", args=[suppression.pk])
        return format_html('{} · <a href="{}">{}</a>', stands, url, _("Lift…"))


@needs("messaging.view_suppression")
@require_POST
def find_suppression(request: HttpRequest) -> HttpResponse:
    """By telephone number, exactly, read in each country the person works with. A suppression knows
    its address only as a hash, so what is typed is hashed."""
    person, typed = staff(request), request.POST.get("number", "")
    numbers = countries.readings(typed, countries.of_work(person))
    if not numbers:
        messages.warning(request, _("This is no phone number."))
        return _to_list()
    try:
        searching.find(typed, by=person, now=clock.now(), names=False)
    except Refused as refused:
        messages.error(request, str(refused))
        return _to_list()
    hashes = [keyring().suppression_hash(number, CHANNEL) for number in numbers]
    found = Suppression.objects.filter(address_hash__in=hashes).values_list("pk", flat=True)
    ids = list(found[:MOST_FOUND])
    if not ids:
        messages.info(request, _("This number was never suppressed."))
        return _to_list()
    page = reverse("admin:messaging_suppression_changelist")
    return HttpResponseRedirect(f"{page}?{urlencode({'id__in': ','.join(map(str, ids))})}")


@needs("messaging.add_suppression")
def enter_suppression(request: HttpRequest) -> HttpResponse:
    form = NumberForm(request.POST or None, countries=countries.of_work(request.user))
    if request.method == "POST" and form.is_valid():
        _suppression, made = suppressions.suppress(
            channel=CHANNEL,
            address_hash=keyring().suppression_hash(form.cleaned_data["number"], CHANNEL),
            kind=Suppression.Kind.MANUAL,
            source=form.cleaned_data["source"],
            now=clock.now(),
            by=staff(request),
        )
        if made:
            messages.success(request, _("Nothing more is sent to this number."))
        else:
            messages.info(request, _("This number was suppressed already."))
        return _to_list()
    return render(
        request,
        "accounts/ask.html",
        title=_("Stop all messages to a number"),
        form=form,
        button=_("Stop"),
        back=reverse("admin:messaging_suppression_changelist"),
    )


@needs("messaging.lift_suppression")
@step_up.on_post
def lift_suppression(request: HttpRequest, suppression_id: int) -> HttpResponse:
    suppression = get_object_or_404(Suppression, pk=suppression_id)
    form = EvidenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = suppressions.lift(
                suppression,
                by=staff(request),
                evidence=form.cleaned_data["evidence"],
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.add_message(request, *SAID[done])
            return _to_list()
    return render(
        request,
        "accounts/ask.html",
        title=_("Lift suppression #%(number)s") % {"number": suppression.pk},
        form=form,
        note=_note(suppression),
        button=_("Lift"),
        back=reverse("admin:messaging_suppression_changelist"),
    )


def _note(suppression: Suppression) -> str:
    said = [suppression.get_kind_display(), sources.read(suppression.source).said]
    if asked := suppression.lift_asked_by:
        said.append(
            _("%(person)s asks to lift it: %(evidence)s")
            % {"person": asked, "evidence": suppression.lift_evidence}
        )
    else:
        said.append(_("You ask, another person lifts it."))
    return " · ".join(map(str, said))


def _to_list() -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:messaging_suppression_changelist"))

"""The archive: filters and page in the address, a number by POST; a file of what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from accounts.admin import step_up
from accounts.admin.pages import needs, render, staff
from accounts.audit import trail
from accounts.disclosure import personal, searching
from accounts.errors import Refused
from accounts.input.params import row_ids
from accounts.lists.spreadsheets import csv_line, heading_line
from accounts.models import Lender
from config import clock
from messaging import labels
from messaging.archive import search
from messaging.archive.search import Wanted
from messaging.models import Message, Template
from messaging.models.message_states import MessageState

SEE = "messaging.view_message"
ALL = gettext_lazy("all")
COLUMNS = (
    *(gettext_lazy("message"), gettext_lazy("at"), gettext_lazy("handed over at")),
    *(gettext_lazy("customer number"), gettext_lazy("lender"), gettext_lazy("channel")),
    *(gettext_lazy("text's title"), gettext_lazy("language"), gettext_lazy("version")),
    *(gettext_lazy("state"), gettext_lazy("reason"), gettext_lazy("segments")),
)
WORDS = gettext_lazy("words, masked")
_DRAWN_FROM = timedelta(days=search.DRAWN_FROM_DAYS)


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class Filters(forms.Form):
    """What the address says; a faulty value is as if it were not there, and said."""

    customer_no = forms.CharField(
        label=gettext_lazy("customer number"), max_length=40, required=False
    )
    loan_no = forms.CharField(label=gettext_lazy("loan number"), max_length=40, required=False)
    first = _day(gettext_lazy("first day"))
    last = _day(gettext_lazy("last day"))
    lender = forms.ModelChoiceField(
        label=gettext_lazy("lender"),
        queryset=Lender.objects.order_by("name"),
        required=False,
        empty_label=ALL,
    )
    template = forms.ModelChoiceField(
        label=gettext_lazy("text's title"),
        queryset=Template.objects.order_by("title", "channel", "pk"),
        required=False,
        empty_label=ALL,
    )
    state = forms.ChoiceField(
        label=gettext_lazy("state"), choices=[("", ALL), *MessageState.choices], required=False
    )
    reason = forms.ChoiceField(label=gettext_lazy("reason"), required=False)
    draw = forms.IntegerField(
        label=gettext_lazy("20 at random, draw no."), min_value=1, max_value=9999, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(code, labels.reason(code)) for code in labels.REASONS]
        self.fields["reason"].choices = [("", ALL), *known]  # type: ignore[attr-defined]
        # A text stands once for each channel, under one title.
        self.fields["template"].label_from_instance = labels.text  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "hc-run-input"

    def clean(self) -> dict[str, Any]:
        """One day alone is that day; a faulty or too long span is said and takes nothing away."""
        said = super().clean() or self.cleaned_data
        one, other = said.get("first"), said.get("last")
        first, last = one or other, other or one
        if first and last and last < first:
            first, last = last, first
        if first and last and last - first >= timedelta(days=search.MOST_DAYS):
            self.add_error("last", _("At most %(days)s days.") % {"days": search.MOST_DAYS})
            last = first + timedelta(days=search.MOST_DAYS - 1)
        if said.get("draw") and not (first and last):
            self.add_error("draw", _("Choose the days of which they are drawn."))
        elif said.get("draw") and first and last and last - first >= _DRAWN_FROM:
            self.add_error("draw", _("At most %(days)s days.") % {"days": search.DRAWN_FROM_DAYS})
            said["draw"] = None
        said.update(first=first, last=last)
        return said


@needs(SEE)
def archive(request: HttpRequest) -> HttpResponse:
    form, wanted = _asked(request)
    after = request.GET.get("after", "")
    page = search.page(wanted, after)
    return render(
        request,
        "messaging/archive.html",
        title=_("Archive"),
        form=form,
        wanted=wanted,
        rows=[_row(message) for message in page.rows],
        query=urlencode(_query(request.GET)),
        next=page.after,
        filtered=wanted != Wanted(),
    )


@needs(SEE)
@require_POST
def archive_number(request: HttpRequest) -> HttpResponse:
    """By telephone or e-mail, exactly; what was typed is in no address and no log."""
    typed, to = request.POST.get("address", ""), reverse("admin:archive")
    try:
        sought = searching.find(typed, by=staff(request), now=clock.now(), names=False)
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(to)
    found = [point for point, _customer in sought.points]
    if not found:
        messages.warning(request, _("Nobody has this number or address. Check every digit."))
        return HttpResponseRedirect(to)
    return HttpResponseRedirect(f"{to}?{urlencode({'point': found}, doseq=True)}")


@needs(SEE)
@require_POST
@step_up.required
def archive_export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, as CSV for a spreadsheet; recorded before a line of it leaves.
    `words`: with what was sent, masked as on the page of a message, which is recorded too."""
    _form, wanted = _asked(request)
    words = "words" in request.POST
    with trail.acting(user=staff(request), source="web"):
        trail.record(
            action="export",
            table=Message._meta.db_table,
            row_id="",
            after={"filters": dict(_query(request.GET)), "words": words},
        )
    answer = StreamingHttpResponse(
        _lines(wanted, words=words), content_type="text/csv; charset=utf-8"
    )
    name = f"messages-{localtime(clock.now()):%Y%m%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return cast(HttpResponse, answer)


def _asked(request: HttpRequest) -> tuple[Filters, Wanted]:
    form = Filters(request.GET or None)
    form.is_valid()
    said = getattr(form, "cleaned_data", {})
    return form, Wanted(
        points=tuple(row_ids(request.GET.getlist("point"))[:50]),
        customer_no=said.get("customer_no", ""),
        loan_no=said.get("loan_no", ""),
        template=said["template"].pk if said.get("template") else None,
        lender=said["lender"].pk if said.get("lender") else None,
        first=said.get("first"),
        last=said.get("last"),
        state=said.get("state", ""),
        reason=said.get("reason", ""),
        draw=said.get("draw"),
    )


def _query(asked: QueryDict) -> list[tuple[str, str]]:
    """The filters as an address carries them, without the page."""
    names = ("point", *Filters.base_fields)
    return [(name, value) for name in names for value in asked.getlist(name) if value]


def _row(message: Message) -> dict[str, Any]:
    point = message.contact_point
    return {
        "message": message,
        "at": message.handed_over_at or message.created_at,
        "address": personal.masked_address(point) if point else "—",
        "reason": labels.reason(message.reason) if message.reason else "",
        "version": message.template_version,
    }


def _lines(wanted: Wanted, *, words: bool) -> Iterator[str]:
    yield heading_line([*COLUMNS, WORDS] if words else COLUMNS)
    for message in search.every(wanted, words=words):
        version = message.template_version
        cells = [
            message.pk,
            localtime(message.created_at).strftime("%Y-%m-%d %H:%M:%S"),
            _moment(message),
            message.customer.customer_no if message.customer else "",
            message.lender,
            message.get_channel_display(),
            version.template.title if version else "",
            version.get_language_display() if version else "",
            version.number if version else "",
            message.get_state_display(),
            labels.reason(message.reason) if message.reason else "",
            message.segments,
        ]
        if words:
            cells.append(personal.shown(message, "body", message.customer))
        yield csv_line(cells)


def _moment(message: Message) -> str:
    left = message.handed_over_at
    return localtime(left).strftime("%Y-%m-%d %H:%M:%S") if left else ""

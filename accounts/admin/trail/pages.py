"""The trail on its page: filters and page in the address; a file of what is shown, on record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from accounts.admin import audit_words, step_up
from accounts.admin.pages import needs, render, staff
from accounts.admin.trail.sentences import Change, sentences
from accounts.audit import searching, trail
from accounts.audit.searching import Wanted
from accounts.lists.spreadsheets import csv_line, heading_line
from accounts.models import AuditEntry, Customer, User
from config import clock

SEE = "accounts.view_auditentry"
COLUMNS = (
    *(gettext_lazy("at"), gettext_lazy("by"), gettext_lazy("what was done")),
    *(gettext_lazy("before and after"), gettext_lazy("reason"), gettext_lazy("through")),
    *(gettext_lazy("table"), gettext_lazy("row")),
)


class Filters(forms.Form):
    """What the address says; a faulty value is as if it were not there, and said."""

    customer_no = forms.CharField(
        label=gettext_lazy("customer number"), max_length=40, required=False
    )
    person = forms.ModelChoiceField(
        label=gettext_lazy("person"),
        queryset=User.objects.order_by("display_name", "username"),
        required=False,
        empty_label=gettext_lazy("all"),
    )
    table = forms.ChoiceField(label=gettext_lazy("thing"), required=False)
    row = forms.CharField(label=gettext_lazy("its number"), max_length=40, required=False)
    action = forms.ChoiceField(label=gettext_lazy("action"), required=False)
    first = forms.DateField(
        label=gettext_lazy("first day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last = forms.DateField(
        label=gettext_lazy("last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("all"))]
        for name, choices in (
            ("table", audit_words.by_room()),
            ("action", list(audit_words.ACTIONS.items())),
        ):
            self.fields[name].choices = [*every, *choices]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "hc-run-input"


@needs(SEE)
def trail_page(request: HttpRequest) -> HttpResponse:
    form, wanted = _asked(request)
    after = request.GET.get("after", "")
    page = searching.page(wanted, after)
    return render(
        request,
        "accounts/trail.html",
        title=_("Audit trail"),
        form=form,
        rows=sentences(page.rows),
        query=urlencode(_query(request.GET)),
        next=page.after,
        filtered=wanted != Wanted(),
        customer=_customer(wanted),
    )


@needs(SEE)
@require_POST
@step_up.required
def trail_export(request: HttpRequest) -> HttpResponse:
    """The trail as it is filtered, as CSV; recorded before a line of it leaves."""
    _form, wanted = _asked(request)
    with trail.acting(user=staff(request), source="web"):
        trail.record(
            action="export",
            table=AuditEntry._meta.db_table,
            row_id="",
            after={"filters": dict(_query(request.GET))},
        )
    answer = StreamingHttpResponse(_lines(wanted), content_type="text/csv; charset=utf-8")
    name = f"trail-{localtime(clock.now()):%Y%m%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return cast(HttpResponse, answer)


def _asked(request: HttpRequest) -> tuple[Filters, Wanted]:
    form = Filters(request.GET or None)
    form.is_valid()
    said = getattr(form, "cleaned_data", {})
    person = said.get("person")
    return form, Wanted(
        customer_no=said.get("customer_no", ""),
        person=person.pk if person else None,
        table=said.get("table", ""),
        row=said.get("row", ""),
        action=said.get("action", ""),
        first=said.get("first"),
        last=said.get("last"),
    )


def _customer(wanted: Wanted) -> Customer | None:
    """Whose entries are asked for: who looked at them is a list of its own."""
    if not wanted.customer_no:
        return None
    return Customer.objects.filter(customer_no=wanted.customer_no).first()


def _query(asked: QueryDict) -> list[tuple[str, str]]:
    """The filters as an address carries them, without the page."""
    return [(name, str(asked[name])) for name in Filters.base_fields if asked.get(name)]


def _lines(wanted: Wanted) -> Iterator[str]:
    yield heading_line(COLUMNS)
    for entries in searching.every(wanted):
        for each in sentences(entries):
            entry = each.entry
            yield csv_line(
                [
                    localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S"),
                    each.who,
                    each.text,
                    "; ".join(map(_said, each.changes)),
                    entry.reason,
                    audit_words.source(entry.source),
                    entry.table,
                    entry.row_id,
                ]
            )


def _said(change: Change) -> str:
    return f"{change.column}: {change.before} → {change.after}"

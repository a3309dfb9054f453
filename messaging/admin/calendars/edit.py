"""Writing a year of the work calendar: from the proposal, pasted lines, a notice or a file."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.input.params import whole_number
from accounts.intake.readers.errors import FILE_TEXTS, FileError
from accounts.scanning.service import refuse_unless_clean
from config import clock
from messaging.admin.approvals.seen import seen_moment
from messaging.approval.drafting import DECIDED, EDITABLE
from messaging.authoring.calendar import drafting, lines
from messaging.authoring.calendar.proposal import is_proposal, proposed
from messaging.authoring.calendar.table import text_of_table
from messaging.models import CalendarYear
from messaging.policy.calendar import CalendarDay, read_year

MAX_FILE = 1_000_000  # bytes; a year's list has a few thousand
PROBLEMS_SHOWN = 10
_REASONS = {
    "no_date": gettext_lazy("it does not begin with a day such as 2027-01-01"),
    "another_year": gettext_lazy("it lies in another year"),
    "long_name": gettext_lazy("the name is too long"),
    "plain": gettext_lazy("an ordinary day: give it a name, or leave it out"),
    "count": gettext_lazy("the number of days it gives is not that of the days it names"),
}


class YearForm(forms.Form):
    """`days` as lines; a file, if one is given, takes their place."""

    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("The official notice these days were taken from, with its number."),
    )
    days = forms.CharField(
        label=gettext_lazy("days"),
        max_length=lines.MAX_TEXT,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 20, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One a line: the day, 休 (off) or 班 (worked), its name. Only days unlike their "
            "weekday. The State Council's notice may be pasted as it is."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        help_text=gettext_lazy("CSV or Excel with the columns day, off or worked, name."),
    )
    note = forms.CharField(
        label=gettext_lazy("Reason for the approver"),
        max_length=1000,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        self.left_out: Sequence[Any] = ()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*self.fields)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        text = told.get("days", "")
        if told.get("file"):
            text = self._text_of(told["file"])
        reading = lines.read_days(text, self.year)
        for problem in reading.problems[:PROBLEMS_SHOWN]:
            self.add_error("days", _problem(problem))
        told["read"], self.left_out = reading.days, reading.left_out
        return told

    def _text_of(self, upload: Any) -> str:
        if upload.size > MAX_FILE:
            self.add_error("file", _("The file is too large for a calendar."))
            return ""
        try:
            refuse_unless_clean(upload.read())
        except Refused as refused:
            self.add_error("file", str(refused))
            return ""
        upload.seek(0)
        try:
            return text_of_table(upload, upload.name)
        except FileError as error:
            self.add_error("file", _(FILE_TEXTS[error.code]) % error.params)
            return ""


@needs("messaging.change_calendaryear")
@require_POST
def new_year(request: HttpRequest) -> HttpResponse:
    """A draft of the posted country and year; the open one where there is one."""
    country = request.POST.get("country", "")
    year = whole_number(request.POST.get("year"), most=9999) or 0
    try:
        draft = drafting.open_version(country, year) or drafting.new_draft(
            country, year, by=staff(request), now=clock.now()
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("admin:work_calendar"))
    return HttpResponseRedirect(reverse("admin:calendar_year", args=[draft.pk]))


@needs("messaging.change_calendaryear")
def edit_year(request: HttpRequest, pk: int) -> HttpResponse:
    version = get_object_or_404(CalendarYear.objects.select_related("edited_by"), pk=pk)
    back = reverse("admin:calendar_year", args=[pk])
    if version.state not in EDITABLE:
        messages.info(request, DECIDED)
        return HttpResponseRedirect(back)
    form = YearForm(
        request.POST or None, request.FILES or None, year=version.year, initial=_initial(version)
    )
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, version, form)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return HttpResponseRedirect(back)
    return render(
        request,
        "messaging/calendar_edit.html",
        title=_("Days of %(calendar)s") % {"calendar": version},
        status=422 if form.errors else 200,
        version=version,
        form=form,
        seen_edited_at=request.POST.get("seen_edited_at", version.edited_at.isoformat()),
        proposal=lines.write_days(proposed(version.country, version.year)),
    )


def _save(request: HttpRequest, version: CalendarYear, form: YearForm) -> None:
    told = form.cleaned_data
    drafting.save(
        version,
        days=told["read"],
        source=told["source"],
        note=told["note"],
        by=staff(request),
        now=clock.now(),
        seen_edited_at=seen_moment(request.POST.get("seen_edited_at", "")),
    )
    messages.success(request, _("Draft saved."))
    if form.left_out:
        text = ngettext(
            "%(count)s day of another year was left out.",
            "%(count)s days of another year were left out.",
            len(form.left_out),
        )
        messages.info(request, text % {"count": len(form.left_out)})


def _initial(version: CalendarYear) -> dict[str, str]:
    days: Sequence[CalendarDay] = read_year(version.days, version.year)
    return {
        # A proposal is no source: whoever writes names the notice.
        "source": "" if is_proposal(version.source) else version.source,
        "days": lines.write_days(days),
        "note": version.author_note,
    }


def _problem(problem: lines.Problem) -> str:
    said = f"{problem.said}: {_REASONS[problem.reason]}"
    return _("Line %(line)s") % {"line": problem.line} + f" — {said}" if problem.line else said

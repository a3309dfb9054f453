"""What only a person can tell of a file: its encoding, and what its columns are."""

from typing import Any

from django import forms
from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.admin.import_pages import find, start_check, to_page
from accounts.admin.pages import needs, render, staff
from accounts.intake.jobs import first_rows, messages, questions
from accounts.intake.jobs.column_matching import KINDS
from accounts.intake.parsing.headers import fold
from accounts.models import ImportFile
from accounts.privacy.cells import mask_cell
from config import clock

OPEN_STATES = (ImportFile.State.ASKED, ImportFile.State.CHECKED)
SAMPLE_CHARS = 20
NOT_IN_FILE = gettext_lazy("— not in the file —")
CHOOSE = gettext_lazy("— choose —")


@needs("accounts.add_importfile")
@require_POST
def encoding(request: HttpRequest, import_id: int) -> HttpResponse:
    """Read the file in the encoding the person chose, and check it again."""
    import_file = find(import_id)
    if import_file.state not in OPEN_STATES:
        return too_late(request, import_id)
    try:
        questions.answer_encoding(import_file, request.POST.get("encoding", ""))
    except questions.AnswerRefused as refused:
        notices.error(request, messages.sentence(refused.code, refused.params))
    else:
        start_check(request, find(import_id), now=clock.now())
    return to_page(import_id)


@needs("accounts.add_importfile")
def columns(request: HttpRequest, import_id: int) -> HttpResponse:
    """Which heading is which column, proposed by their names; remembered for the lender."""
    import_file = find(import_id)
    if import_file.state not in OPEN_STATES:
        return too_late(request, import_id)
    form = ColumnsForm(request.POST or None, import_file=import_file)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        try:
            questions.answer_columns(import_file, form.chosen(), by=staff(request), now=now)
        except questions.AnswerRefused as refused:
            form.add_error(None, messages.sentence(refused.code, refused.params))
        else:
            start_check(request, find(import_id), now=now)
            return to_page(import_id)
    return render(
        request,
        "accounts/import_columns.html",
        title=_("Columns of %(file)s") % {"file": import_file.filename},
        import_file=import_file,
        form=form,
        status=400 if form.errors else 200,
    )


class ColumnsForm(forms.Form):
    """One choice for each column of ours, among the headings of the file."""

    def __init__(self, data: Any, *, import_file: ImportFile) -> None:
        super().__init__(data)
        self._kind = KINDS[import_file.kind]
        headings = headings_of(import_file)
        samples = samples_of(import_file, headings)
        choices = [(heading, f"{heading} · {samples[heading]}") for heading in headings]
        proposed = proposed_columns(import_file, headings)
        for column in self._kind.columns:
            may_lack = column in self._kind.optional | self._kind.may_be_absent
            self.fields[column] = forms.ChoiceField(
                label=messages.column_name(column),
                choices=[("", NOT_IN_FILE if may_lack else CHOOSE), *choices],
                required=False,
                initial=proposed.get(column, ""),
                widget=UnfoldAdminSelectWidget,
            )

    def chosen(self) -> dict[str, str]:
        """Column → heading; "" for one that may be missing and is."""
        return {
            column: heading
            for column, heading in self.cleaned_data.items()
            if heading or column in self._kind.may_be_absent
        }


def headings_of(import_file: ImportFile) -> list[str]:
    said = import_file.question.get("headings") or import_file.columns.get("headings", [])
    return list(dict.fromkeys(said))


def samples_of(import_file: ImportFile, headings: list[str]) -> dict[str, str]:
    """The first value below each heading, so that a person recognises what it is, not whose."""
    all_headings = import_file.question.get("headings") or import_file.columns.get("headings", [])
    rows = next(iter(first_rows.open_rows(import_file).values()), [])
    found = dict.fromkeys(headings, "…")
    for place, heading in reversed(list(enumerate(all_headings))):
        values = (cells[place] for cells in rows if place < len(cells) and cells[place].strip())
        found[heading] = mask_cell(next(values, "…")[:SAMPLE_CHARS])
    return found


def proposed_columns(import_file: ImportFile, headings: list[str]) -> dict[str, str]:
    """What was said or found before, else what the headings are called."""
    proposed = dict(import_file.columns.get("matched", {})) | dict(import_file.chosen_columns)
    names = {
        fold(word): name
        for name, words in KINDS[import_file.kind].columns.items()
        for word in (name, *words)
    }
    for heading in headings:
        proposed.setdefault(names.get(fold(heading), ""), heading)
    return proposed


def too_late(request: HttpRequest, import_id: int) -> HttpResponse:
    notices.warning(request, _("It is too late to change how this file is read."))
    return to_page(import_id)

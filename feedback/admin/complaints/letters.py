"""A letter before it is sent, and as it was sent: a sheet to print."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render as draw
from django.utils.translation import gettext as _

from accounts.admin.actions import action
from accounts.admin.pages import needs, render, staff
from accounts.disclosure import personal
from accounts.errors import Refused
from accounts.input.params import row_id
from config import clock
from feedback.admin.complaints.forms import SendLetterForm
from feedback.admin.complaints.pages import back_to, find
from feedback.letters import asking, sending
from feedback.models import Complaint, Letter, LetterTemplate

SHEET_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"


def _to_letters(complaint: Complaint) -> HttpResponse:
    return back_to(complaint, "#letters")


@needs("feedback.view_complaint")
def complaint_letter(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """How a letter would read, the name masked as on every screen."""
    if not any(map(request.user.has_perm, sending.MAY_SEND)):
        raise PermissionDenied
    complaint, now = find(complaint_id), clock.now()
    template = get_object_or_404(LetterTemplate, pk=row_id(request.GET.get("template")))
    try:
        page = sending.compose(complaint, template, now=now)
    except Refused as refused:
        messages.error(request, str(refused))
        return _to_letters(complaint)
    form = SendLetterForm(initial={"template": template.pk, "seen_hash": sending.fingerprint(page)})
    return render(
        request,
        "feedback/complaint_letter.html",
        title=template.title,
        complaint=complaint,
        letter_template=template,
        sheet=page,
        text=personal.masked_text(page.text, complaint.customer),
        form=form,
        own=sending.is_by(complaint, template, staff(request)),
        asked=asking.is_asked(complaint),
    )


@action("feedback.view_complaint", find=find, to=_to_letters, one_of=sending.MAY_SEND)
def ask_for_letter(request: HttpRequest, complaint: Complaint) -> str:
    """Who typed an answer has somebody else send it."""
    template = get_object_or_404(LetterTemplate, pk=row_id(request.POST.get("template")))
    asking.ask(complaint, template, by=staff(request), now=clock.now())
    return _("It stands on the page of what waits for a second person.")


@action("feedback.view_complaint", find=find, to=_to_letters, one_of=sending.MAY_SEND)
def send_letter(request: HttpRequest, complaint: Complaint) -> str:
    form = SendLetterForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Look at the letter first."))
    template = get_object_or_404(LetterTemplate, pk=form.cleaned_data["template"])
    sending.send(
        complaint,
        template,
        way=form.cleaned_data["way"],
        seen_hash=form.cleaned_data["seen_hash"],
        by=staff(request),
        now=clock.now(),
    )
    return _("Kept as sent. Print it from the list below.")


def _letter(letter_id: int) -> Letter:
    return get_object_or_404(Letter.objects.select_related("complaint"), pk=letter_id)


@action("feedback.view_complaint", find=_letter, to=lambda letter: _to_letters(letter.complaint))
def open_letter(request: HttpRequest, letter: Letter) -> HttpResponse:
    """The sheet to print, with the name in clear: the look is put on record."""
    sheet = sending.read_on_record(letter)
    response = draw(request, "feedback/complaint_sheet.html", {"sheet": sheet})
    response["Content-Security-Policy"] = SHEET_POLICY
    response["Cache-Control"] = "no-store"
    return response

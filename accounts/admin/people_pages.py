"""What gives a person power: asked for on a page of theirs, decided on a list of requests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages as notices
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from accounts.admin import step_up
from accounts.admin.actions import action
from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.input.params import row_id, row_ids
from accounts.models import Lender, StaffLender, StaffRequest, TrainingCourse, User
from accounts.models.choices import Role
from accounts.people import requests, second_part
from accounts.signin import factors, sessions
from accounts.signin.notices import send_password_link
from config import clock

Kind, State = StaffRequest.Kind, StaffRequest.State
LATELY = 50
ALL = "all"
STEPS = {"approve": requests.approve, "refuse": requests.refuse, "withdraw": requests.withdraw}
TOGETHER = "approve_all"


class AskForm(forms.Form):
    """What is asked for one person, and why."""

    kind = forms.MultipleChoiceField(
        label=gettext_lazy("What is asked for?"),
        choices=Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose what is asked for.")},
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=[("", "—"), *Role.choices], required=False
    )
    course = forms.ModelChoiceField(
        label=gettext_lazy("course"),
        queryset=TrainingCourse.objects.order_by("title"),
        required=False,
    )
    passed_on = forms.DateField(
        label=gettext_lazy("passed on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    lender = forms.ChoiceField(label=gettext_lazy("lender"), required=False)
    why = forms.CharField(label=gettext_lazy("reason"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lenders = Lender.objects.order_by("name").values_list("pk", "name")
        self.fields["lender"].choices = [("", "—"), (ALL, _("All lenders")), *lenders]  # type: ignore[attr-defined]
        for name in ("role", "lender", "course", "passed_on", "why"):
            self.fields[name].widget.attrs["class"] = "hc-run-input"

    def wanted(self) -> list[requests.Wanted]:
        """One for each that is ticked, in the order of the form."""
        return [self._wanted(kind) for kind in Kind.values if kind in self.cleaned_data["kind"]]

    def _wanted(self, kind: str) -> requests.Wanted:
        data = self.cleaned_data
        lender = data["lender"] if kind == Kind.LENDER else ALL
        passed_on: date | None = data["passed_on"] if kind == Kind.TRAINING else None
        return requests.Wanted(
            kind=kind,
            role=data["role"] if kind == Kind.ROLE else "",
            course=data["course"] if kind == Kind.TRAINING else None,
            passed_on=passed_on,
            lender=None if lender == ALL else Lender.objects.get(pk=lender),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kinds = data.get("kind", [])
        if Kind.ROLE in kinds and not data.get("role"):
            self.add_error("role", _("Choose the role."))
        if Kind.LENDER in kinds and not data.get("lender"):
            self.add_error("lender", _("Choose a lender, or all of them."))
        return data


@needs("accounts.view_staffrequest")
def staff_requests(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what was decided lately. Two queries."""
    rows = StaffRequest.objects.filter(subject__is_machine=False).select_related(
        "subject", "course", "lender", "asked_by", "decided_by"
    )
    person = staff(request)
    asked = list(rows.filter(state=State.ASKED).order_by("subject_id", "asked_by_id", "pk"))
    together: dict[tuple[int, int | None], list[int]] = {}
    for row in asked:
        together.setdefault((row.subject_id, row.asked_by_id), []).append(row.pk)
    waiting = [
        {
            "row": row,
            # Of several that one person asks for another, the first has the button for all.
            "together": together.pop((row.subject_id, row.asked_by_id), []),
            "decides": person.has_perm("accounts.decide_staffrequest")
            and person.pk not in {row.asked_by_id, row.subject_id},
            "withdraws": row.asked_by_id == person.pk,
            "by_mail": second_part.by_mail(row.subject),
        }
        for row in asked
    ]
    return render(
        request,
        "accounts/staff_requests.html",
        title=_("Requests about people"),
        waiting=waiting,
        decided=rows.exclude(state=State.ASKED).order_by("-decided_at")[:LATELY],
    )


@needs("accounts.ask_staffrequest")
@step_up.on_post
def staff_ask(request: HttpRequest, user_id: int) -> HttpResponse:
    subject = get_object_or_404(User, pk=user_id, is_machine=False)
    kinds = request.GET.getlist("kind") or [Kind.ROLE]
    form = AskForm(request.POST or None, initial={"kind": kinds})
    if request.method == "POST" and form.is_valid():
        try:
            asked = requests.ask_together(
                subject,
                form.wanted(),
                why=form.cleaned_data["why"],
                by=staff(request),
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            for each in asked:
                if each.code:
                    return _once(request, "accounts/staff_code.html", each, part=each.code)
            notices.success(request, _("Asked. Another person decides."))
            return HttpResponseRedirect(reverse("admin:staff_requests"))
    return render(
        request,
        "accounts/staff_ask.html",
        title=_("Ask for %(person)s") % {"person": subject},
        form=form,
        subject=subject,
        no_course=not TrainingCourse.objects.exists(),
    )


def _asked(request_id: int) -> StaffRequest:
    """Those of a key's login are decided with the key (key_pages)."""
    return get_object_or_404(StaffRequest, pk=request_id, subject__is_machine=False)


def _to_requests(_asked: StaffRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:staff_requests"))


def _gives(step: str) -> bool:
    return step in ("approve", TOGETHER)


@action("accounts.view_staffrequest", find=_asked, to=_to_requests, step_up=_gives)
def staff_decide(request: HttpRequest, asked: StaffRequest, *, step: str) -> HttpResponse | str:
    """Approve, refuse or withdraw; who may is the service's and the database's to say. Or approve
    all that the same person asks for the same colleague."""
    if step == TOGETHER:
        seen = row_ids(request.POST.getlist("seen"))
        every = requests.approve_together(asked, seen=seen, by=staff(request), now=clock.now())
        done = next((each for each in every if each.kind == Kind.PASSWORD), every[0])
    elif step in STEPS:
        done = STEPS[step](asked, by=staff(request), now=clock.now())
    else:
        raise Http404
    if done.kind == Kind.PASSWORD and done.state == State.APPROVED:
        if not done.second_part:
            send_password_link(done.subject)
            return _("The link to a new password goes to %(person)s by e-mail.") % {
                "person": done.subject
            }
        link = request.build_absolute_uri(second_part.link(done))
        return _once(request, "accounts/staff_link.html", done, part=link)
    return f"{done.subject}: {done.get_state_display()}"


def _once(request: HttpRequest, template: str, asked: StaffRequest, *, part: str) -> HttpResponse:
    """One of the two parts of a new password; no page shows it again."""
    title = _("A new password for %(person)s") % {"person": asked.subject}
    return render(request, template, title=title, subject=asked.subject, part=part)


@needs("accounts.ask_staffrequest")
@require_POST
@step_up.required
def staff_take_role(request: HttpRequest, user_id: int) -> HttpResponse:
    subject = get_object_or_404(User, pk=user_id)
    role = request.POST.get("role", "")
    if role in Role.values:
        gone = _("%(person)s no longer is %(role)s.")
        _take(
            request,
            lambda: requests.take_role(subject, role),
            gone % {"person": subject, "role": Role(role).label},
        )
    return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[subject.pk]))


@needs("accounts.ask_staffrequest")
@require_POST
@step_up.required
def staff_take_lender(request: HttpRequest, user_id: int, given_id: int) -> HttpResponse:
    subject = get_object_or_404(User, pk=user_id)
    theirs = StaffLender.objects.filter(user=subject).select_related("lender")
    given = get_object_or_404(theirs, pk=given_id)
    gone = _("%(person)s no longer works with %(lender)s.")
    _take(
        request,
        lambda: requests.take_lender(subject, given),
        gone % {"person": subject, "lender": given},
    )
    return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[subject.pk]))


def _take(request: HttpRequest, act: Callable[[], None], said: str) -> None:
    try:
        act()
    except Refused as refused:
        notices.error(request, str(refused))
    else:
        notices.success(request, said)


def power_of(object_id: str) -> dict[str, Any]:
    """For a person's own page: the roles they hold, and what waits."""
    person = User.objects.filter(pk=row_id(object_id) or 0).first()
    if person is None:
        return {}
    held = set(person.groups.values_list("name", flat=True))
    return {
        "person": person,
        "factors": factors.of(person).exists(),
        "sessions": list(sessions.open_of(person, clock.machine())),
        "held": [(role.value, role.label) for role in Role if role.value in held],
        "lenders": StaffLender.objects.filter(user=person)
        .select_related("lender")
        .order_by("lender__name"),
        "waiting": person.requests.filter(state=State.ASKED).select_related(
            "course", "lender", "asked_by"
        ),
        "trainings": person.trainings.select_related("course").order_by("-passed_on")[:5],
    }

"""Keys of the API: asked for, decided, each part taken once, revoked; and which are used."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages as notices
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin import step_up
from accounts.admin.actions import action
from accounts.admin.pages import needs, render, staff
from accounts.api import keys
from accounts.errors import Refused
from accounts.models import ApiKey, ImportFile, Lender, StaffRequest, User
from accounts.models.api_key import MOST_A_MINUTE, Scope
from config import clock

SEE, ASK, DECIDE, REVOKE = (
    f"accounts.{each}_apikey" for each in ("view", "ask", "decide", "revoke")
)
SHOWN = 200
DAYS = 180
State = ApiKey.State


class KeyForm(forms.Form):
    """Whose system, for which lenders, what it may do, from where and how long."""

    name = forms.CharField(label=gettext_lazy("Whose system is it?"), max_length=60)
    lenders = forms.ModelMultipleChoiceField(
        label=gettext_lazy("For which lenders?"),
        queryset=Lender.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What may it do?"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    networks = forms.CharField(
        label=gettext_lazy(
            "From which addresses is it called? One a line: 10.20.0.5, 10.20.0.0/24"
        ),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "hc-run-input"}),
    )
    days = forms.IntegerField(
        label=gettext_lazy("For how many days?"), min_value=1, max_value=366, initial=DAYS
    )
    per_minute = forms.IntegerField(
        label=gettext_lazy("Calls a minute"), min_value=1, max_value=MOST_A_MINUTE, initial=600
    )
    why = forms.CharField(label=gettext_lazy("reason"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lenders"].queryset = Lender.objects.order_by("name")  # type: ignore[attr-defined]
        for name in ("name", "days", "per_minute", "why"):
            self.fields[name].widget.attrs["class"] = "hc-run-input"


@needs(SEE)
def api_keys(request: HttpRequest) -> HttpResponse:
    """Those that wait or are in force, and the latest of those that are over."""
    person, now = staff(request), clock.machine()
    rows = list(
        ApiKey.objects.select_related("user", "asked_by", "decided_by", "revoked_by").order_by(
            "-pk"
        )[:SHOWN]
    )
    lenders = _lenders(rows)
    shown = [_row(row, person, now, lenders.get(row.user_id, [])) for row in rows]
    return render(
        request,
        "accounts/api_keys.html",
        title=_("API keys"),
        rows=[row for row in shown if not row["over"]],
        over=[row for row in shown if row["over"]],
        may_ask=person.has_perm(ASK),
    )


@needs(ASK)
@step_up.on_post
def api_key_ask(request: HttpRequest) -> HttpResponse:
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said, now = form.cleaned_data, clock.machine()
        wanted = keys.Wanted(
            name=said["name"],
            lenders=list(said["lenders"]),
            scopes=said["scopes"],
            networks=said["networks"].replace(",", "\n").splitlines(),
            expires_at=now + timedelta(days=said["days"]),
            per_minute=said["per_minute"],
        )
        try:
            keys.ask(wanted, why=said["why"], by=staff(request), now=now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            notices.success(request, _("Asked. Another person decides."))
            return _to_list()
    return render(
        request,
        "accounts/ask.html",
        title=_("A key of the API"),
        note=_(
            "With it a core system acts by itself. Somebody else approves it; then you take one "
            "part of the key here, and they the other, each once. It reaches the people of these "
            "lenders only."
        ),
        form=form,
        button=_("Ask for it"),
        back=reverse("admin:api_keys"),
    )


def _key(key_id: int) -> ApiKey:
    return get_object_or_404(ApiKey.objects.select_related("user"), pk=key_id)


def _to_list(_key: Any = None) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:api_keys"))


@action(SEE, find=_key, to=_to_list, step_up=lambda step: step in {"approve", "take"})
def api_key_step(request: HttpRequest, key: ApiKey, *, step: str) -> HttpResponse | str:
    """Who may is the service's and the database's to say."""
    by, now = staff(request), clock.machine()
    match step:
        case "approve":
            done = keys.approve(key, by=by, now=now)
        case "refuse":
            done = keys.refuse(key, by=by, now=now)
        case "withdraw":
            done = keys.withdraw(key, by=by, now=now)
        case "revoke":
            done = keys.revoke(key, by=by, now=now)
        case "take":
            secret = keys.take(key, by=by, now=now)
            return render(
                request,
                "accounts/api_key_once.html",
                title=_("The key of %(name)s") % {"name": key},
                secret=secret,
                is_first=key.asked_by_id == by.pk,
            )
        case _:
            raise Http404
    return f"{done}: {done.get_state_display()}"


@needs(SEE, REVOKE)
def api_key_revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    """Before a key is revoked, which cannot be undone: who uses it, when last, and what stops."""
    key = _key(key_id)
    if key.state != State.APPROVED:
        notices.error(request, _("It is not in force."))
        return _to_list()
    brought = ImportFile.objects.filter(uploaded_by=key.user_id).order_by("-pk").first()
    return render(
        request,
        "accounts/api_key_revoke.html",
        title=_("Revoke the key of %(name)s?") % {"name": key},
        key=key,
        lenders="、".join(_lenders([key]).get(key.user_id, [])),
        brought=brought,
        stops=[(Scope(each).label, STOPS[Scope(each)]) for each in key.scopes if each in STOPS],
    )


STOPS: dict[str, Any] = {
    Scope.CUSTOMERS_READ: gettext_lazy("It sees no customer and no loan any more."),
    Scope.LOANS_WRITE: gettext_lazy(
        "No figures come in by it: once they are older than the policy allows, nobody is written "
        "to until a file is uploaded by hand or another key brings them."
    ),
    Scope.REPAYMENTS_WRITE: gettext_lazy(
        "Repayments come in late: who has paid may be reminded until the next file of loans."
    ),
    Scope.HOLDS_WRITE: gettext_lazy("Holds that the core system knows of have to be placed here."),
    Scope.CONSENTS_WRITE: gettext_lazy(
        "Consents given or revoked elsewhere do not arrive; record them here."
    ),
    Scope.POINTS_WRITE: gettext_lazy("Numbers confirmed elsewhere do not count as confirmed."),
    Scope.CONTACT_READ: gettext_lazy(
        "It cannot ask whether somebody may be contacted: calls it would make wait for an answer."
    ),
    Scope.MESSAGES_READ: gettext_lazy("It learns nothing of texts and decisions any more."),
    Scope.CALLS: gettext_lazy("Numbers are dialled by hand, and outcomes told by hand."),
}
"""By what a key may do: what its system, and we, do without from the moment it is revoked."""


def _lenders(rows: list[ApiKey]) -> dict[int, list[str]]:
    """What was asked for each key's login; one query."""
    asked = StaffRequest.objects.filter(
        subject__in=[row.user_id for row in rows], kind=StaffRequest.Kind.LENDER
    )
    found: dict[int, list[str]] = {}
    for subject, name in asked.order_by("pk").values_list("subject", "lender__name"):
        found.setdefault(subject, []).append(name)
    return found


def _row(row: ApiKey, person: User, now: Any, lenders: list[str]) -> dict[str, Any]:
    waits, stands = row.state == State.ASKED, row.state == State.APPROVED
    ended = row.expires_at <= now
    return {
        "row": row,
        "lenders": "、".join(lenders),
        "scopes": [Scope(each).label for each in row.scopes if each in Scope.values],
        "over": not (waits or (stands and not ended)),
        "ended": stands and ended,
        "decides": waits and person.has_perm(DECIDE) and row.asked_by_id != person.pk,
        "withdraws": waits and row.asked_by_id == person.pk,
        "takes": stands and not ended and _has_a_part_to_take(row, person),
        "revokes": stands and person.has_perm(REVOKE),
    }


def _has_a_part_to_take(row: ApiKey, person: User) -> bool:
    if row.asked_by_id == person.pk:
        return row.issued_at is None
    return row.decided_by_id == person.pk and row.second_issued_at is None

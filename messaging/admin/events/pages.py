"""Destinations of events: asked for, decided, their secret taken, tested, paused, ended; and what
arrived at each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages as notices
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin import step_up
from accounts.admin.actions import action
from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.lists.keyset import Order
from accounts.models import EventDelivery, EventDestination, Lender, User
from accounts.models.event import TEST, EventKind
from config import clock
from messaging.events import destinations

SEE, ASK, DECIDE, END = (
    f"accounts.{each}_eventdestination" for each in ("view", "ask", "decide", "end")
)
SHOWN = 200
State, Delivery = EventDestination.State, EventDelivery.State
NEWEST_FIRST = Order(("id",), (int,), newest_first=True)


class DestinationForm(forms.Form):
    """Whose system, where it listens, and what it is told."""

    lender = forms.ModelChoiceField(
        label=gettext_lazy("Of which lender?"), queryset=Lender.objects.none()
    )
    url = forms.CharField(
        label=gettext_lazy("Where does its system listen? https://…"), max_length=200
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What is it told?"),
        choices=EventKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    why = forms.CharField(label=gettext_lazy("reason"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lender"].queryset = Lender.objects.order_by("name")  # type: ignore[attr-defined]
        for name in ("lender", "url", "why"):
            self.fields[name].widget.attrs["class"] = "hc-run-input"


@needs(SEE)
def events(request: HttpRequest) -> HttpResponse:
    """Those that wait or are in force, and the latest of those that are over."""
    person = staff(request)
    rows = EventDestination.objects.select_related("lender", "asked_by", "decided_by", "ended_by")
    of_it = EventDelivery.objects.filter(destination=OuterRef("pk"))
    looked_at = rows.annotate(
        waiting=Exists(of_it.filter(state=Delivery.WAITING)),
        failed=Exists(of_it.filter(state=Delivery.FAILED)),
    )
    current = Q(state__in=[State.ASKED, State.APPROVED])
    return render(
        request,
        "messaging/events.html",
        title=_("Events for lenders' systems"),
        rows=[_row(row, person) for row in looked_at.filter(current).order_by("-pk")[:SHOWN]],
        over=rows.exclude(current).order_by("-pk")[:SHOWN],
        may_ask=person.has_perm(ASK),
    )


@needs(ASK)
@step_up.on_post
def event_ask(request: HttpRequest) -> HttpResponse:
    form = DestinationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        wanted = destinations.Wanted(said["lender"], said["url"], said["kinds"])
        try:
            destinations.ask(wanted, why=said["why"], by=staff(request), now=clock.machine())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            notices.success(request, _("Asked. Another person decides."))
            return HttpResponseRedirect(reverse("admin:events"))
    return render(
        request,
        "accounts/ask.html",
        title=_("A destination of events"),
        note=_(
            "A system of the lender is told there what happens to its people: numbers, kinds and"
            " states, never names or texts. Somebody else approves it; then you take its secret"
            " here, once."
        ),
        form=form,
        button=_("Ask for it"),
        back=reverse("admin:events"),
    )


@needs(SEE)
def event_destination(request: HttpRequest, destination_id: int) -> HttpResponse:
    """One destination, and what was told it, newest first."""
    destination = _destination(destination_id)
    state = request.GET.get("state", "")
    rows = destination.deliveries.select_related("event")
    if state in Delivery.values:
        rows = rows.filter(state=state)
    page = NEWEST_FIRST.page(rows, request.GET.get("after", ""))
    person = staff(request)
    return render(
        request,
        "messaging/event_destination.html",
        title=_("Events: %(lender)s") % {"lender": destination.lender},
        each=_row(destination, person),
        deliveries=[
            {
                "row": row,
                "kind": EventKind(row.event.kind).label if row.event.kind != TEST else _("Test"),
                "again": row.state != Delivery.DELIVERED
                and destination.state == State.APPROVED
                and person.has_perm(END),
            }
            for row in page.rows
        ],
        next=page.after,
        state=state,
        states=Delivery.choices,
    )


def _destination(destination_id: int) -> EventDestination:
    rows = EventDestination.objects.select_related("lender", "asked_by", "decided_by", "ended_by")
    return get_object_or_404(rows, pk=destination_id)


def _to_list(_destination: Any = None) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:events"))


def _to_page(destination: EventDestination) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:event_destination", args=[destination.pk]))


@action(SEE, find=_destination, to=_to_page, step_up=lambda step: step in {"approve", "secret"})
def event_step(
    request: HttpRequest, destination: EventDestination, *, step: str
) -> HttpResponse | str:
    """Who may is the service's and the database's to say."""
    by, now = staff(request), clock.machine()
    match step:
        case "approve":
            done = destinations.approve(destination, by=by, now=now)
        case "refuse":
            done = destinations.refuse(destination, by=by, now=now)
        case "withdraw":
            done = destinations.withdraw(destination, by=by, now=now)
        case "end":
            done = destinations.end(destination, by=by, now=now)
        case "pause":
            destinations.pause(destination, by=by, now=now)
            return _("Paused. What happens waits.")
        case "go-on":
            destinations.go_on(destination, by=by, now=now)
            return _("It goes on. What waits is tried at once.")
        case "test":
            destinations.test(destination, by=by, now=now)
            return _("A test event is on its way. See below in some seconds what came of it.")
        case "secret":
            secret = destinations.take_secret(destination, by=by, now=now)
            title = _("The secret of %(url)s") % {"url": destination}
            return render(
                request,
                "messaging/event_secret.html",
                title=title,
                secret=secret,
                destination=destination,
            )
        case _:
            raise Http404
    return f"{done}: {done.get_state_display()}"


def _delivery(delivery_id: int) -> EventDelivery:
    rows = EventDelivery.objects.select_related("destination__lender", "event")
    return get_object_or_404(rows, pk=delivery_id)


@action(SEE, END, find=_delivery, to=lambda each: _to_page(each.destination))
def event_retry(request: HttpRequest, delivery: EventDelivery) -> str:
    destinations.retry(delivery, by=staff(request), now=clock.machine())
    return _("It is tried again at once.")


def _row(row: EventDestination, person: User) -> dict[str, Any]:
    waits, stands = row.state == State.ASKED, row.state == State.APPROVED
    mine = row.asked_by_id == person.pk
    ends = stands and person.has_perm(END)
    return {
        "row": row,
        "kinds": [kind.label for kind in EventKind if kind.value in row.kinds],
        "decides": waits and person.has_perm(DECIDE) and not mine,
        "withdraws": waits and mine,
        "takes": stands and mine and person.has_perm(ASK),
        "ends": ends,
        "tests": ends and row.issued_at is not None,
    }

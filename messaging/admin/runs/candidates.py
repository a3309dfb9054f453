"""The candidates behind a number of the funnel: filters and page in the URL, pages by key."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.admin.pages import needs, render, staff
from accounts.disclosure import exactly, personal
from accounts.errors import Refused
from accounts.input.params import row_id, row_ids
from accounts.lists import counting
from accounts.lists.keyset import Order
from accounts.models.choices import Channel
from accounts.rules.money import money
from config import clock
from messaging import labels
from messaging.admin.runs.actions import page_of
from messaging.models import (
    Candidate,
    LeftOut,
    Message,
    Run,
    Segment,
    TemplateVersion,
    message_reasons,
)
from messaging.models.choices import Arm, StageChoices, Tone
from messaging.models.message_reasons import LEFT_OUT
from messaging.models.message_states import MessageState
from messaging.policy import reasons
from messaging.policy.segments.condition import Unreadable, read
from messaging.runs import comparing
from messaging.segments import reach

PAGE = 50
BY_ID = Order(("pk",), (int,))
"""Counts stop here: "10,000+" is as useful, and cheap at any size."""

NOT_SENT = (
    *(reasons.LOAN_SETTLED, reasons.STAGE_PASSED, reasons.MISSING_VALUE, reasons.TEXT_NOT_TRUE),
    *(message_reasons.UNSAFE_VALUE, message_reasons.UNREADABLE, message_reasons.OPTED_OUT),
    message_reasons.GATEWAY_REFUSED,
)
"""Why a released message did not leave, as far as a person looks for it."""

TO_SEND = (("1", _("To send")), ("0", _("Not sent")))
OF_MESSAGES = "messages__"
FILTERS: dict[str, tuple[Any, str]] = {
    "to_send": (_("To send"), "to_send"),
    "reason": (_("reason"), "reason"),
    "stage": (_("stage"), "stage"),
    "tone": (_("tone"), "tone"),
    "arm": (_("arm"), "arm"),
    "channel": (_("channel"), "channel"),
    "state": (_("message"), "messages__state"),
    "message_reason": (_("why the message did not leave"), "messages__reason"),
    "segment": (_("customer segment"), "segment"),
    "text": (_("template"), "template_version"),
}
WHO = "who"
"""Of the address: ids of customers, put together with "-". A number somebody typed is in none."""


@needs("messaging.view_candidate")
def run_candidates(request: HttpRequest, run_id: int) -> HttpResponse:
    run = get_object_or_404(Run.objects.select_related("lender"), pk=run_id)
    matching, chosen = asked(run, request.GET)
    after = request.GET.get("after", "")
    if after and row_id(after) is None:
        raise Http404
    page = BY_ID.page(with_what_is_shown(matching), after, size=PAGE)
    count = counting.count(matching, counting.IN_A_RUN)
    return render(
        request,
        "messaging/run_candidates.html",
        title=_("Candidates of %(run)s") % {"run": run},
        run=run,
        back=page_of(run),
        rows=[row(candidate) for candidate in page.rows],
        count=counting.told(count, counting.IN_A_RUN),
        filters=[
            (name, label, chosen.get(name, ""), _choices(name, run))
            for name, (label, _column) in FILTERS.items()
        ],
        filtered=bool(chosen),
        who=chosen.get(WHO, ""),
        may_leave_out=run.state == Run.State.PLANNED
        and request.user.has_perm("messaging.release_run"),
        whys=LeftOut.Why.choices,
        left_out=LEFT_OUT,
        query=urlencode(chosen),
        next=page.after,
    )


@needs("messaging.view_candidate")
@require_POST
def run_candidates_find(request: HttpRequest, run_id: int) -> HttpResponse:
    """By customer number, loan number, telephone or e-mail, exactly, whatever became of them; one
    or a list of them."""
    run = get_object_or_404(Run, pk=run_id)
    typed, person = request.POST.get("typed", ""), staff(request)
    asked_for = exactly.listed(typed)[: exactly.MOST]
    try:
        named = [exactly.customers(e, by=person, now=clock.now(), names=False) for e in asked_for]
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("admin:run_candidates", args=[run.pk]))
    people = {pk for each in named for pk in each}
    found = Candidate.objects.filter(run=run, customer__in=people).order_by("customer")
    ids = list(found.values_list("customer", flat=True)[: exactly.MOST])
    who = "-".join(map(str, ids))
    if not who:
        messages.warning(
            request,
            gettext("Nobody in this run has this number or address. Check every digit.")
            if people
            else gettext("Nobody has this number or address. Check every digit."),
        )
    elif missing := [str(n) for n, each in enumerate(named, 1) if not set(each) & set(ids)]:
        told = gettext("Not in this run, of your list: number %(places)s from the top.")
        messages.warning(request, told % {"places": ", ".join(missing)})
    query = f"?{urlencode({WHO: who})}" if who else ""
    return HttpResponseRedirect(reverse("admin:run_candidates", args=[run.pk]) + query)


def asked(run: Run, address: QueryDict) -> tuple[QuerySet[Candidate], dict[str, str]]:
    """Whom an address means, and what of it was understood."""
    chosen = {name: str(address[name]) for name in FILTERS if address.get(name)}
    matching = _matching(run, chosen)
    if people := row_ids(address.get(WHO, "").split("-")[: exactly.MOST]):
        matching = matching.filter(customer__in=people)
        chosen[WHO] = "-".join(map(str, people))
    beside = _beside(address)
    if beside is not None:
        what, other = beside
        matching = matching.filter(comparing.condition(what, other), to_send=True)
        chosen |= {"since": what, "beside": str(other.pk)}
    return matching, chosen


def with_what_is_shown(matching: QuerySet[Candidate]) -> QuerySet[Candidate]:
    return matching.select_related("customer", "template_version__template").prefetch_related(
        Prefetch("messages", Message.objects.order_by("pk").defer("body"))
    )


def _matching(run: Run, chosen: dict[str, str]) -> QuerySet[Candidate]:
    columns = {FILTERS[name][1]: value for name, value in chosen.items()}
    segment = columns.pop("segment", None)
    if "template_version" in columns:
        columns["template_version"] = row_id(columns["template_version"]) or 0  # type: ignore[assignment]
    if "to_send" in columns:
        columns["to_send"] = columns["to_send"] == "1"  # type: ignore[assignment]
    of_messages = {
        column.removeprefix(OF_MESSAGES): columns.pop(column)
        for column in list(columns)
        if column.startswith(OF_MESSAGES)
    }
    matching = Candidate.objects.filter(run=run, **columns)
    if of_messages:  # of any channel's
        found = Message.objects.filter(run=run, **of_messages)
        matching = matching.filter(pk__in=found.values("candidate"))
    return matching if segment is None else _of_segment(matching, run, segment)


def _beside(address: QueryDict) -> tuple[str, Run] | None:
    """Only those who are new beside another run, gone in it, or of another stage there."""
    what, other = address.get("since"), row_id(address.get("beside"))
    if what not in (comparing.NEW, comparing.GONE, comparing.MOVED) or other is None:
        return None
    return what, get_object_or_404(Run, pk=other)


def _of_segment(matching: QuerySet[Candidate], run: Run, asked: str) -> QuerySet[Candidate]:
    """Whom the segment's conditions hold for as they are today, of the run as it was planned."""
    segment = get_object_or_404(Segment, pk=row_id(asked), lender=run.lender_id)
    try:
        condition = read(segment.conditions)
    except Unreadable:
        return matching.none()
    return matching.filter(pk__in=reach.candidates(run, condition))


def row(candidate: Candidate) -> dict[str, Any]:
    messages = list(candidate.messages.all())
    message = messages[-1] if messages else None
    return {
        "candidate": candidate,
        "name": personal.masked_name(candidate.customer),
        "amount": money(candidate.amount_due, candidate.currency),
        "reason": labels.reason(candidate.reason),
        "state": " → ".join(labels.went(each, among=messages) for each in messages),
        "message_reason": labels.reason(message.reason) if message and message.reason else "",
    }


def _choices(name: str, run: Run) -> list[tuple[str, Any]]:
    if name == "reason":
        codes = [step["reason"] for step in run.funnel.get("minus", [])]
        waiting = ["ok", "preferred_window", "quiet_hours", "blackout_day", "minimum_gap"]
        return [(code, labels.reason(code)) for code in dict.fromkeys([*codes, *waiting])]
    if name == "segment":
        own = Segment.objects.filter(lender=run.lender_id).order_by("title")
        return [(str(pk), title) for pk, title in own.values_list("pk", "title")]
    if name == "text":
        own_texts = Candidate.objects.filter(run=run).order_by().values("template_version")
        versions = TemplateVersion.objects.filter(pk__in=own_texts.distinct())
        by_title = versions.select_related("template").order_by("template__title", "language")
        return [(str(each.pk), str(each)) for each in by_title]
    known: dict[str, Any] = {
        "to_send": TO_SEND,
        "channel": Channel.choices,
        "stage": StageChoices.choices,
        "tone": Tone.choices,
        "arm": Arm.choices,
        "state": MessageState.choices,
        "message_reason": [(code, labels.reason(code)) for code in NOT_SENT],
    }
    return list(known[name])

"""Looking at what others have dealt with: the week's sample, and one of it with four questions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.models import User
from config import clock
from feedback.admin.desk.pages import MAY
from feedback.admin.inbox.pages import get
from feedback.desk import quality
from feedback.inbox import customer_card, intent_labels, listing, thread
from feedback.models import Conversation

NOTE_MOST = 2000


@needs(MAY)
def sample(request: HttpRequest) -> HttpResponse:
    """Some of each person's, drawn anew every day; what was looked at goes."""
    now = clock.now()
    drawn = quality.sample(by=staff(request), now=now)
    talks = Conversation.objects.select_related("customer", "contact_point", "last_reply")
    found = talks.prefetch_related("customer__contact_points").in_bulk([pk for pk, _who in drawn])
    people = User.objects.in_bulk({who for _pk, who in drawn})
    return render(
        request,
        "feedback/desk_quality.html",
        title=_("Quality"),
        rows=[
            {
                "row": listing.row(found[pk], now),
                "person": people[who],
                "intent": intent_labels.intent(found[pk].intent),
                "look": intent_labels.look(found[pk].intent),
            }
            for pk, who in drawn
            if pk in found
        ],
    )


@needs(MAY)
def look(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """One of it: what was said and done, and what somebody thinks of that."""
    found, now = get(conversation_id), clock.now()
    scores = {name: request.POST.get(name, "") for name in quality.QUESTIONS}
    note = request.POST.get("note", "")[:NOTE_MOST]
    if request.method == "POST":
        try:
            quality.look(found, scores=scores, note=note, by=staff(request), now=now)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Kept. The person sees it in the conversation."))
            return HttpResponseRedirect(reverse("admin:desk_quality"))
    shown: dict[str, Any] = {"thread": thread.thread(found), "live": True, "still": True}
    return render(
        request,
        "feedback/desk_look.html",
        title=_("Look at the quality"),
        conversation=found,
        card=customer_card.named(found),
        intent=intent_labels.intent(found.intent),
        questions=[
            (name, said, [(code, told, scores[name] == code) for code, told in _scores()])
            for name, said in quality.QUESTIONS.items()
        ],
        note=note,
        **shown,
    )


def _scores() -> list[tuple[str, Any]]:
    return list(quality.SCORES.items())

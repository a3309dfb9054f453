"""All that the page of one complaint shows, in a bounded number of queries."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.disclosure import personal
from accounts.disclosure.words import Words
from accounts.models import User
from feedback.admin.complaints import forms as forms
from feedback.admin.complaints.labels import EVENTS, FIGURES, STATE_LOOKS, due_look
from feedback.admin.complaints.recent_texts import recent_texts
from feedback.complaints import clocks, closing, evidence, extensions, reviews, second_look
from feedback.letters import sending
from feedback.models import Complaint, ComplaintReview
from messaging import labels
from messaging.models import Decision, Message
from messaging.models.calendar import Country

State = Complaint.State
OPEN = (State.OPEN, State.IN_PROGRESS)


def context_of(
    complaint: Complaint, *, person: User, now: datetime, **bound: Any
) -> dict[str, Any]:
    """`bound`: forms that did not pass, to be shown with what was typed."""
    words = Words(complaint.customer, by=person, now=now)
    told = words.of
    return {
        "words": words,
        "complaint": complaint,
        "customer_name": personal.masked_name(complaint.customer),
        "state_look": STATE_LOOKS.get(complaint.state, "hc-warn"),
        "text": told(complaint, "text"),
        # No stranger's number is in an answer (complaints.ways_out); the lender's own stays.
        "answer": personal.shown(complaint, "answer", complaint.customer),
        "due": _due(complaint, now),
        "clocks": [
            _clock(clock)
            for clock in complaint.clocks.select_related("policy", "by").order_by("-pk")
        ],
        "events": [
            {
                "label": EVENTS.get(each.what, each.what),
                "event": each,
                "text": told(each, "note"),
            }
            for each in complaint.events.select_related("by").order_by("at", "pk")
        ],
        "linked": _messages(complaint),
        "files": [
            {"row": each, "name": evidence.shown_name(each, complaint.customer)}
            for each in complaint.evidence.select_related(
                "added_by", "removed_by", "removal_asked_by"
            ).order_by("pk")
        ],
        "limit_mb": evidence.LARGEST_FILE // evidence.MEGABYTE,
        "letters": complaint.letters.select_related("template", "made_by"),
        "letter_templates": sending.templates_for(complaint, now=now),
        **_acts(complaint, words, person=person, now=now),
        **_review(complaint, words, person=person, now=now),
        **bound,
    }


def _acts(complaint: Complaint, words: Words, *, person: User, now: datetime) -> dict[str, Any]:
    is_open = complaint.state in OPEN
    may_work = person.has_perm("feedback.change_complaint")
    extension = (
        complaint.extensions.select_related("requested_by").filter(state="requested").first()
    )
    in_time = is_open and clocks.day_at(complaint.lender, now) <= complaint.due_on
    decided = complaint.extensions.filter(state="approved").exists()
    return {
        "is_open": is_open,
        "may_work": may_work,
        "may_send": any(map(person.has_perm, sending.MAY_SEND)),
        "may_give": is_open and (may_work or person.has_perm("feedback.decide_complaint")),
        "may_remove": person.has_perm("feedback.resolve_complaint"),
        "may_resolve": is_open and person.has_perm("feedback.resolve_complaint"),
        "closing_obstacle": closing.obstacle_to_closing(complaint, by=person),
        "can_be_complex": in_time and may_work and not complaint.is_complex,
        "can_be_extended": in_time and may_work and not decided and extension is None,
        "extension": extension,
        "extension_reason": words.of(extension, "reason") if extension else "",
        "extension_obstacle": (
            extensions.obstacle_to_deciding(extension, by=person) if extension else ""
        ),
        "note_form": forms.NoteForm(),
        "give_form": forms.GiveForm(complaint=complaint),
        "kind_form": forms.KindForm(
            initial={"category": complaint.category, "severity": complaint.severity}
        ),
        "complex_form": forms.ComplexForm(),
        "extend_form": forms.ExtendForm(),
        "decide_form": forms.DecideExtensionForm(),
        "texts_to_link": recent_texts(
            complaint.customer, but=complaint.linked.values_list("message", flat=True)
        ),
        "resolve_form": forms.ResolveForm(complaint=complaint),
        "remove_form": forms.RemoveEvidenceForm(),
    }


def _review(complaint: Complaint, words: Words, *, person: User, now: datetime) -> dict[str, Any]:
    review = (
        ComplaintReview.objects.select_related("reviewer", "decided_by", "recorded_by")
        .filter(complaint=complaint)
        .first()
    )
    waiting = review is not None and review.state == ComplaintReview.State.ASKED
    answered = complaint.state == State.RESOLVED
    told = words.of
    return {
        "review": review,
        "review_waits": waiting,
        "review_text": told(review, "text") if review else "",
        "review_answer": personal.shown(review, "answer", complaint.customer) if review else "",
        "review_obstacle": reviews.obstacle_to_reviewing(complaint, by=person),
        "ask_obstacle": reviews.obstacle_to_asking(complaint, now=now) if answered else "",
        "look_waits": answered and complaint.drawn and complaint.looked_at is None,
        "may_look": answered
        and review is None
        and not second_look.obstacle_to_looking(complaint, by=person),
        "again_form": forms.OpenAgainForm(),
        "ask_form": forms.AskReviewForm(),
        "review_form": forms.DecideReviewForm(),
    }


def _due(complaint: Complaint, now: datetime) -> dict[str, Any] | None:
    if complaint.next_due_on is None:
        return None
    days = (complaint.next_due_on - clocks.day_at(complaint.lender, now)).days
    return {"on": complaint.next_due_on, "days": days, "look": due_look(days)}


def _clock(clock: Any) -> dict[str, Any]:
    parts = [f"{FIGURES.get(name, name)} {days}" for name, days in clock.figures.items()]
    return {
        "clock": clock,
        "figures": " + ".join(parts),
        "source": str(clock.policy)
        if clock.policy
        else _("profile %(name)s") % {"name": clock.profile},
        "country": dict(Country.choices).get(clock.country, clock.country),
        "days_off": "、".join(date_format(day, "MONTH_DAY_FORMAT") for day in clock.days_off),
        "years": "、".join(str(year) for year in clock.unconfirmed_years),
    }


def _messages(complaint: Complaint) -> list[dict[str, Any]]:
    """The linked messages, each with the last decision about it: three queries for all."""
    linked = list(
        complaint.linked.select_related(
            "message__template_version__template", "message__lender", "by"
        )
        .defer("message__body")
        .order_by("pk")
    )
    traces = _last_decisions([each.message for each in linked])
    return [
        {
            "link": each,
            "message": each.message,
            "reason": labels.reason(each.message.reason) if each.message.reason else "",
            "decision": traces.get(each.message_id),
        }
        for each in linked
    ]


def _last_decisions(messages: list[Message]) -> dict[int, dict[str, Any]]:
    by_candidate = {each.candidate_id: each.pk for each in messages if each.candidate_id}
    found = Decision.objects.filter(Q(message__in=messages) | Q(candidate__in=by_candidate)).defer(
        "facts"
    )
    last: dict[int, dict[str, Any]] = {}
    for row in found.order_by("at", "pk"):
        message_id = row.message_id or by_candidate[row.candidate_id or 0]
        last[message_id] = {
            "row": row,
            "outcome": labels.outcome(row.outcome),
            "reason": labels.reason(row.reason),
            "trace": [
                (
                    labels.rule(rule),
                    labels.outcome(outcome),
                    labels.reason(reason) if reason != "ok" else "",
                )
                for rule, outcome, reason, *_rest in row.trace
            ],
        }
    return last

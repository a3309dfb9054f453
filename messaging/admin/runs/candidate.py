"""One candidate: the text, the loans, why this tone and template, and every decision's trace."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, render
from accounts.disclosure import personal
from accounts.models import Customer, Loan
from accounts.models.choices import Channel
from accounts.rules.money import money
from config import clock
from messaging import labels
from messaging.admin.runs.actions import page_of
from messaging.admin.runs.named import Names, named, names
from messaging.admin.settling.links import Advice, advice
from messaging.content import segments
from messaging.decisions.facts.batch_context import read_frame
from messaging.decisions.facts.gather import gather
from messaging.decisions.facts.rows import StagedLoan, Subject
from messaging.explaining import hours
from messaging.models import Candidate, Decision, HourDraw, Message, in_force

Advise = Callable[[str], Advice | None]


@needs("messaging.view_candidate")
def candidate(request: HttpRequest, candidate_id: int) -> HttpResponse:
    found = get_object_or_404(
        Candidate.objects.select_related(
            "run__lender",
            "run__policy",
            "customer",
            "contact_point",
            "template_version__template",
        ),
        pk=candidate_id,
    )
    messages = list(found.messages.order_by("pk"))
    drawn = HourDraw.objects.filter(pk=found.pk).first()
    message = messages[-1] if messages else None
    text, is_sent = _text(found, message, clock.now())
    decisions = _decisions(found, message)
    ids = names(decisions)
    advise = partial(advice, user=request.user, customer_id=found.customer_id)
    return render(
        request,
        "messaging/run_candidate.html",
        title=f"{personal.masked_name(found.customer)} · {found.customer.customer_no}",
        candidate=found,
        run=found.run,
        back=page_of(found.run),
        message=message,
        went=[labels.went(each, among=messages) for each in messages[:-1]],
        ahead=[str(Channel(step["channel"]).label) for step in found.ahead],
        message_reason=labels.reason(message.reason) if message and message.reason else "",
        message_advice=advise(message.reason) if message else None,
        advice=advise(found.reason),
        address=personal.masked_address(found.contact_point) if found.contact_point else "",
        text=text,
        is_sent=is_sent,
        segments=segments.count(text).segments if text else None,
        reason=labels.reason(found.reason),
        tone_reason=labels.tone_reason(found.tone_reason),
        hour=hours.sentence(drawn) if drawn else "",
        amount=money(found.amount_due, found.currency),
        loans=[_loan(row, found.currency) for row in found.loans.select_related("loan")],
        waiting=_waiting(decisions),
        decisions=[_decision(row, advise, ids) for row in decisions],
    )


def _text(found: Candidate, message: Message | None, now: datetime) -> tuple[str, bool]:
    """What was sent, else what would be now; the name masked as on every screen."""
    known = found.customer
    name = (Customer.name.field.readable(known) or "") if not known.erased_at else ""
    if message is not None and (sent := personal.shown(message, "body", known)):
        return sent, True
    if found.run.policy is None or not name:
        return "", False
    policy = in_force.policy_of(found.run.policy)
    subject = Subject(
        customer_id=found.customer_id,
        loans=tuple(StagedLoan(x.loan_id, x.stage, x.occurrence) for x in found.loans.all()),
        template_version_id=message.template_version_id if message else found.template_version_id,
        language=found.language,
        cause=found.cause,
        channel=message.channel if message else found.channel,
        contact_point_id=message.contact_point_id if message else found.contact_point_id,
        candidate_id=found.pk,
        message_id=message.pk if message else None,
    )
    frame = read_frame(lender=found.run.lender, policy=policy, now=now)
    text = gather([subject], frame)[0].text
    return (personal.masked_text(text.text, known) if text else ""), False


def _loan(row: Any, currency: str) -> dict[str, Any]:
    return {
        "number": row.loan.loan_no,
        "stage": row.get_stage_display(),
        "occurrence": row.occurrence,
        "days": row.days_past_due,
        "then": money(row.amount_due, currency),
        "now": money(row.loan.amount_due, row.loan.currency),
        "changed": row.amount_due != row.loan.amount_due,
        "left_out": row.left_out,
    }


def _waiting(decisions: list[Decision]) -> list[dict[str, Any]]:
    """The loans due that this text does not speak of, as planning left them."""
    facts: dict[str, Any] = next((row.facts for row in decisions if row.facts.get("waiting")), {})
    untold = set(facts.get("untold", []))
    return [
        {
            "number": loan.loan_no,
            "due_date": loan.due_date,
            "amount": money(loan.amount_due, loan.currency),
            "untold": loan.pk in untold,
        }
        for loan in Loan.objects.filter(pk__in=facts.get("waiting", [])).order_by("due_date", "pk")
    ]


def _decisions(found: Candidate, message: Message | None) -> list[Decision]:
    """Newest first: those of planning and those before sending."""
    mine = Decision.objects.filter(candidate=found)
    if message is not None:
        mine = mine | Decision.objects.filter(message=message)
    return list(mine.distinct().select_related("policy__lender").order_by("-at", "-pk"))


def _decision(row: Decision, advise: Advise, ids: Names) -> dict[str, Any]:
    return {
        "row": row,
        "reason": labels.reason(row.reason),
        "outcome": labels.outcome(row.outcome),
        "trace": [_entry(*entry, advise=advise, ids=ids) for entry in row.trace],
    }


def _entry(
    rule: str,
    outcome: str,
    reason: str,
    until: str | None,
    saw: dict[str, Any],
    *,
    advise: Advise,
    ids: Names,
) -> dict[str, Any]:
    return {
        "rule": labels.rule(rule),
        "code": outcome,
        "outcome": labels.outcome(outcome),
        "reason": labels.reason(reason) if reason != "ok" else "",
        "until": datetime.fromisoformat(until) if until else None,
        "advice": advise(reason) if outcome != "pass" else None,
        "saw": [(labels.saw(key), _value(named(key, value, ids))) for key, value in saw.items()],
    }


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(str(_value(each)) for each in value) or "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if not isinstance(value, str):
        return value
    try:
        return datetime.fromisoformat(value) if "T" in value else labels.seen_word(value)
    except ValueError:
        return labels.seen_word(value)

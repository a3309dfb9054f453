"""/metrics: figures in Prometheus' text format, read from the tables at each scrape.

Whichever process is asked, the answer is the same, so nothing has to be added up over processes and
nothing is counted twice; and no library is needed for lines of text. Nothing of a customer is in
it. Counts stop where an index would become a walk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access.lenders import EVERYBODY
from accounts.audit.trail import acting
from accounts.chain import watching as chain
from accounts.lists import counting
from accounts.models import ChainCheck, EventDelivery, EventDestination, Lender
from config import clock
from config.models import Incident
from config.watching import broker, pulses
from messaging.models import Attempt, GatewayState, InboundRequest, Message, Run
from messaging.models.approvable import ApprovalState
from messaging.models.message_states import MessageState

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
RATE_OVER = timedelta(minutes=5)
MOST = 100_000
"""A queue longer than this is told as this long."""


@dataclass(frozen=True, slots=True)
class Sample:
    value: float
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Metric:
    """A gauge: all of these are what is true at this moment."""

    name: str
    help: str
    read: Callable[[datetime], Iterator[Sample]]


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever brings the token as `Authorization: Bearer …`; without one set, in a sandbox
    alone. To all others the page does not exist."""
    if not _may_read(request):
        raise Http404
    with acting(source="metrics", lenders=EVERYBODY):
        text = written(clock.now())
    return HttpResponse(text, content_type=CONTENT_TYPE)


def _may_read(request: HttpRequest) -> bool:
    if not settings.METRICS_TOKEN:
        return bool(settings.SANDBOX)
    said = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return compare_digest(said.encode(), settings.METRICS_TOKEN.encode())


def written(now: datetime) -> str:
    """All metrics, in the text format of Prometheus (version 0.0.4)."""
    return "".join(line for metric in METRICS for line in _lines(metric, now))


def _lines(metric: Metric, now: datetime) -> Iterator[str]:
    yield f"# HELP huancui_{metric.name} {metric.help}\n"
    yield f"# TYPE huancui_{metric.name} gauge\n"
    for sample in metric.read(now):
        labels = ",".join(f'{name}="{_escaped(said)}"' for name, said in sample.labels.items())
        of = f"{{{labels}}}" if labels else ""
        yield f"huancui_{metric.name}{of} {sample.value:g}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _one(value: float, **labels: str) -> Iterator[Sample]:
    yield Sample(value, labels)


def _due(now: datetime) -> Any:
    return Message.objects.filter(state=MessageState.QUEUED, not_before__lte=now)


def _queue(now: datetime) -> Iterator[Sample]:
    yield from _one(counting.count(_due(now), MOST))


def _queue_age(now: datetime) -> Iterator[Sample]:
    oldest = _due(now).aggregate(at=Min("not_before"))["at"]
    yield from _one((now - oldest).total_seconds() if oldest else 0)


def _held(_now: datetime) -> Iterator[Sample]:
    waiting = Message.objects.filter(state=MessageState.QUEUED, not_before=None)
    counted = waiting.order_by().values_list("reason").annotate(n=Count("pk"))
    for reason, count in counted:
        yield Sample(count, {"reason": reason or "none"})


def _attempts(now: datetime) -> Iterator[Sample]:
    lately = Attempt.objects.filter(begun_at__gt=now - RATE_OVER, begun_at__lte=now)
    counted = lately.order_by().values_list("gateway__code", "result").annotate(n=Count("pk"))
    for code, result, count in counted:
        yield Sample(count, {"gateway": code, "result": result})


def _gateways(_now: datetime) -> Iterator[Sample]:
    for state in _gateway_states():
        works = state.gateway.open and state.mode == GatewayState.Mode.WORKING
        yield Sample(works, {"gateway": state.gateway.code})


def _gateway_ages(now: datetime) -> Iterator[Sample]:
    for state in _gateway_states():
        if state.last_accepted_at:
            age = (now - state.last_accepted_at).total_seconds()
            yield Sample(age, {"gateway": state.gateway.code})


def _gateway_states() -> Any:
    approved = GatewayState.objects.filter(gateway__state=ApprovalState.APPROVED)
    return approved.select_related("gateway").order_by("gateway__code")


def _inbound(_now: datetime) -> Iterator[Sample]:
    for state in (InboundRequest.State.WAITING, InboundRequest.State.FAILED):
        found = InboundRequest.objects.filter(state=state)
        yield Sample(counting.count(found, MOST), {"state": state.value})


def _pulses(_now: datetime) -> Iterator[Sample]:
    for name, pulse in sorted(pulses.read().items()):
        yield Sample(pulse.age_seconds, {"of": name})


def _broker(_now: datetime) -> Iterator[Sample]:
    yield from _one(not broker.trouble())


def _chain(_now: datetime) -> Iterator[Sample]:
    yield from _one(not chain.sealer_state().trouble)


def _violations(_now: datetime) -> Iterator[Sample]:
    ended = ChainCheck.objects.filter(ended_at__isnull=False, error="").order_by("-pk").first()
    if ended is not None:
        yield Sample(ended.found, {"of": "chain"})


def _plans(now: datetime) -> Iterator[Sample]:
    newest = Run.objects.order_by().values_list("lender").annotate(at=Max("planned_at"))
    codes = dict(Lender.objects.values_list("pk", "code"))
    for lender_id, at in newest:
        if at is not None:
            yield Sample((now - at).total_seconds(), {"lender": codes[lender_id]})


def _events(_now: datetime) -> Iterator[Sample]:
    for state in (EventDelivery.State.WAITING, EventDelivery.State.FAILED):
        found = EventDelivery.objects.filter(state=state)
        yield Sample(counting.count(found, MOST), {"state": state.value})


def _events_age(_now: datetime) -> Iterator[Sample]:
    """By real time, as they are sent; what a person paused waits and is no fault."""
    goes_on = EventDelivery.objects.filter(
        state=EventDelivery.State.WAITING, destination__paused_at=None
    ).exclude(destination__state=EventDestination.State.ENDED)
    oldest = goes_on.aggregate(at=Min("event__written_at"))["at"]
    yield from _one((clock.machine() - oldest).total_seconds() if oldest else 0)


def _incidents(_now: datetime) -> Iterator[Sample]:
    opened = Incident.objects.filter(ended_at=None).order_by().values_list("kind")
    counted = dict(opened.annotate(n=Count("pk")))
    for kind in Incident.Kind.values:
        yield Sample(counted.get(kind, 0), {"kind": kind})


METRICS = (
    Metric("queue_due", f"Texts that are due now, at most {MOST}.", _queue),
    Metric("queue_oldest_seconds", "How long the oldest of them has been due.", _queue_age),
    Metric("held", "Texts that wait for something to be settled, by reason.", _held),
    Metric("attempts_5m", "Hand-overs begun in five minutes, by gateway and result.", _attempts),
    Metric("gateway_works", "1: open, and taking texts.", _gateways),
    Metric("gateway_accepted_seconds_ago", "Since a gateway last took a text.", _gateway_ages),
    Metric("inbound_calls", f"Calls of gateways not worked yet, at most {MOST}.", _inbound),
    Metric("pulse_age_seconds", "Since the last sign of life of beat and of a worker.", _pulses),
    Metric(
        "broker_answers", "1: Redis or Valkey answers within two seconds and takes tasks.", _broker
    ),
    Metric("chain_sealed", "1: what is written once is sealed in time.", _chain),
    Metric("violations", "What the last verification of the sealed chain found.", _violations),
    Metric("planned_seconds_ago", "Since the newest planning of a lender.", _plans),
    Metric("events", f"Events for lenders' systems, by state, at most {MOST}.", _events),
    Metric("events_oldest_seconds", "How long the oldest that goes out has waited.", _events_age),
    Metric("incidents", "Open incidents, by kind.", _incidents),
)

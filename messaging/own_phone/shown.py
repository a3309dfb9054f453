"""What became of a text to one's own telephone, as its page says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from messaging import labels
from messaging.gateways import code_words
from messaging.models import PhoneSend, PhoneSendStep

State = PhoneSendStep.State
WAITING = "waiting"
LABELS: dict[str, Any] = {WAITING: _("Waiting for a worker"), **dict(State.choices)}
LOOKS = {
    State.ACCEPTED.value: "hc-good",
    State.DELIVERED.value: "hc-good",
    State.REFUSED.value: "hc-bad",
    State.UNDELIVERED.value: "hc-bad",
    State.NOT_SENT.value: "hc-warn",
    State.UNKNOWN.value: "hc-warn",
}
REPEATABLE = frozenset({State.REFUSED, State.UNDELIVERED, State.NOT_SENT, State.UNKNOWN})
MAY_COME_TWICE = frozenset({State.UNKNOWN, State.UNDELIVERED})
UNSETTLED = frozenset({WAITING, State.BEGUN, State.ACCEPTED})
LEFT_ALONE = timedelta(minutes=3)
"""So long after it began nobody is still calling the gateway (its longest time-out is two)."""

EXPIRED, STOPPED, NO_GATEWAY = "expired", "stopped", "no_gateway"
NO_DRIVER, NOT_YOURS, CRASHED = "no_driver", "not_yours", "crashed"
WHY: dict[str, Any] = {
    EXPIRED: _("It waited too long: no worker took it in ten minutes."),
    STOPPED: _("An emergency stop stands."),
    NO_GATEWAY: _("No gateway for testing is open."),
    NO_DRIVER: _("The gateway’s driver cannot be used here."),
    NOT_YOURS: _("The number is not yours any more, or became a customer’s."),
    CRASHED: _("The worker ended while it was handed over."),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """One send and where it is: `state` of PhoneSendStep, or WAITING; `why`: a sentence or none."""

    send: PhoneSend
    state: str
    at: datetime
    why: str

    @property
    def label(self) -> Any:
        return LABELS[self.state]

    @property
    def title(self) -> str:
        """Of the text; empty for a code and for a draft that was thrown away. Of rows with
        `version__template` fetched ahead."""
        version = self.send.version
        return version.template.title if version else ""

    @property
    def look(self) -> str:
        return LOOKS.get(self.state, "")

    @property
    def can_repeat(self) -> bool:
        return self.state in REPEATABLE and not hasattr(self.send, "again")

    @property
    def may_come_twice(self) -> bool:
        return self.state in MAY_COME_TWICE

    @property
    def is_settled(self) -> bool:
        return self.state not in UNSETTLED


def lately(sends: Iterable[PhoneSend], *, now: datetime) -> list[Sent]:
    """Of rows with `steps` fetched ahead."""
    return [_sent(send, now) for send in sends]


def state_of(send: PhoneSend, *, now: datetime) -> str:
    return _sent(send, now).state


def _sent(send: PhoneSend, now: datetime) -> Sent:
    steps = sorted(send.steps.all(), key=lambda step: step.pk)
    if not steps:
        over = now > send.good_until
        state, why = (State.NOT_SENT.value, EXPIRED) if over else (WAITING, "")
        return Sent(send, state, send.asked_at, _said(why))
    last = steps[-1]
    if last.state == State.BEGUN and now > last.at + LEFT_ALONE:
        return Sent(send, State.UNKNOWN.value, last.at, _said(CRASHED))
    arrived = next((x for x in steps if x.state in (State.DELIVERED, State.UNDELIVERED)), last)
    return Sent(send, arrived.state, arrived.at, _said(arrived.error_code))


def _said(code: str) -> str:
    return str(WHY.get(code) or code_words.known(code) or labels.reason(code)) if code else ""

"""The channels of a strategy's cell in order, and which of them a customer's reminder takes. Pure.

A plan is written as `sms, email 4, push 48`: a text; by e-mail when it cannot be delivered, or was
not read 4 hours after it left; by app push likewise, 48 hours after that. `sms, phone 48` ends with
people: who still owes 48 hours after the text comes to the call list. `sms 18-21` names the hours
in which the first is to leave (messaging.policy.within).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from . import within
from .parts import WRITTEN
from .reasons import (
    INVALID_ADDRESS,
    NO_CONTACT_POINT,
    NO_GATEWAY,
    TEMPLATE_NOT_IN_FORCE,
    UNREACHABLE,
)
from .within import NoHours, Within

MOST_STEPS = 4
LONGEST_WAIT_HOURS = 14 * 24

GONE_ROUND = frozenset(
    {NO_CONTACT_POINT, UNREACHABLE, INVALID_ADDRESS, NO_GATEWAY, TEMPLATE_NOT_IN_FORCE}
)
"""What the next channel goes round: nothing there can arrive. Never a refusal: whoever opted out of
a channel, or whose number is another's, is not written to by the next one instead."""


CALL = "phone"
"""The last step of a plan may be a call: by people, from the call list, and nothing comes after."""


class PlanError(ValueError):
    """What is written is no plan of channels."""


class Step(NamedTuple):
    """One channel, and how many hours after the one before it has left, unless that cannot have
    arrived. The first waits for nothing, and may name the hours `within` which it is to leave."""

    channel: str
    wait_hours: int = 0
    within: Within | None = None


Plan = tuple[Step, ...]

TEXTS_ALONE: Plan = (Step("sms"),)


class Order(NamedTuple):
    """`first` channel of this customer's reminder, the steps `ahead` of it, and which channels were
    passed over and why (reason codes)."""

    first: str
    ahead: Plan = ()
    passed_over: tuple[tuple[str, str], ...] = ()


def read(text: str) -> Plan:
    """A plan from how it is written. Raises PlanError: unknown or doubled channels, a wait where
    none belongs, a call that is not the last step, more than MOST_STEPS."""
    steps = tuple(_step(part.split(), place) for place, part in enumerate(text.split(",")))
    channels = [step.channel for step in steps]
    if CALL in channels[:-1]:
        raise PlanError(f"{text!r}: a call is the last step")
    if len(steps) > MOST_STEPS or len(set(channels)) < len(channels):
        raise PlanError(f"{text!r}: at most {MOST_STEPS} channels, each once")
    return steps


def is_plan(text: str) -> bool:
    """Whether `read` would read it."""
    try:
        read(text)
    except PlanError:
        return False
    return True


def write(plan: Plan) -> str:
    """How a plan is written; `read` gives the same plan back."""
    first, *others = plan
    named = f"{first.channel} {first.within}" if first.within else first.channel
    return ", ".join([named, *(f"{step.channel} {step.wait_hours}" for step in others)])


def order_for(plan: Plan, *, wished: str, obstacles: Mapping[str, str]) -> Order:
    """What this customer's reminder takes of a plan.

    `wished` is the channel they asked for, where it can be kept to, and then the only one; a wish
    for calls leaves the plan, and the decision says why nothing is written. `obstacles`: why a
    channel cannot be used for this customer, by channel; absent: it can. With no usable channel at
    all the first is taken, so that the decision names what it lacks.
    """
    if wished in WRITTEN:
        return Order(wished)
    passed_over: list[tuple[str, str]] = []
    for place, step in enumerate(plan):
        obstacle = obstacles.get(step.channel, "")
        if obstacle not in GONE_ROUND:
            ahead = () if obstacle else _usable(plan[place + 1 :], obstacles)
            return Order(step.channel, ahead, tuple(passed_over))
        passed_over.append((step.channel, obstacle))
    return Order(plan[0].channel)


def _usable(rest: Plan, obstacles: Mapping[str, str]) -> Plan:
    """Those of the rest that can be used, up to the first that was refused."""
    usable = []
    for step in rest:
        obstacle = obstacles.get(step.channel, "")
        if obstacle and obstacle not in GONE_ROUND:
            break
        if not obstacle:
            usable.append(step)
    return tuple(usable)


def _step(words: list[str], place: int) -> Step:
    channel, *wait = words or [""]
    if channel not in WRITTEN and not (place and channel == CALL):
        raise PlanError(f"{channel!r} is no channel; one of {', '.join(WRITTEN)}")
    if not place and len(wait) <= 1:
        return Step(channel, within=_within(*wait))
    if not place or len(wait) != 1 or not (wait[0].isascii() and wait[0].isdigit()):
        raise PlanError(
            f"{' '.join(words)!r}: the first waits for nothing, the others so many hours"
        )
    hours = int(wait[0])
    if not 1 <= hours <= LONGEST_WAIT_HOURS:
        raise PlanError(f"{hours} hours: from 1 to {LONGEST_WAIT_HOURS}")
    return Step(channel, hours)


def _within(written: str = "") -> Within | None:
    try:
        return within.read(written)
    except NoHours as error:
        raise PlanError(str(error)) from error

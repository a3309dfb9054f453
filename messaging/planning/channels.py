"""On which channel each customer's message begins, and what follows it: the plan of the cell, the
customer's wish, and what can be reached (messaging.policy.channel_plan)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from accounts.models.choices import Channel
from messaging.decisions.facts.batch_context import Frame
from messaging.decisions.facts.customers import Points, channel_to_keep_to, points
from messaging.decisions.facts.holds_and_contacts import suppressions
from messaging.decisions.facts.rows import PointRow
from messaging.models import TemplateVersion
from messaging.planning.choose import Ahead, Choice, Wordings
from messaging.policy.channel_plan import TEXTS_ALONE, Step, order_for
from messaging.policy.parts import WRITTEN
from messaging.policy.reasons import (
    NO_CONTACT_POINT,
    NO_GATEWAY,
    SUPPRESSED,
    TEMPLATE_NOT_IN_FORCE,
    UNREACHABLE,
    WRONG_PARTY,
)

_BY_STATE = {"unreachable": UNREACHABLE, "wrong_party": WRONG_PARTY, "active": ""}


def settle(choices: Sequence[Choice], frame: Frame, wordings: Wordings) -> list[Choice]:
    """The choices with their channels, in the same order. Two queries when any of them has more
    than texts to choose from, else none."""
    wishes = {
        c.customer.id: channel_to_keep_to(c.customer, frame.now, frame.channels) for c in choices
    }
    asking = [c for c in choices if _has_a_choice(c, wishes[c.customer.id])]
    if not asking:
        return list(choices)
    found = points(customer_ids=[c.customer.id for c in asking], ids=[], roles=frame.policy.roles)
    at = {
        (c.customer.id, channel): point
        for c in asking
        for channel in WRITTEN
        if (point := _point(found, c.customer.id, channel))
    }
    stopped = suppressions({point.address_hash for point in at.values()})
    return [
        _settled(choice, wishes[choice.customer.id], at, stopped, frame, wordings)
        if _has_a_choice(choice, wishes[choice.customer.id])
        else choice
        for choice in choices
    ]


def _has_a_choice(choice: Choice, wished: str) -> bool:
    return choice.plan != TEXTS_ALONE or wished not in ("", Channel.SMS, Channel.PHONE)


def _settled(
    choice: Choice,
    wished: str,
    at: Mapping[tuple[int, str], PointRow],
    stopped: Mapping[tuple[str, bytes], str],
    frame: Frame,
    wordings: Wordings,
) -> Choice:
    versions = {
        channel: _version(choice, channel, wordings)
        for channel in {*[step.channel for step in choice.plan], wished}
        if channel in WRITTEN
    }
    obstacles = {
        channel: why
        for channel, version in versions.items()
        if (
            why := _obstacle(
                channel, version, at.get((choice.customer.id, channel)), stopped, frame
            )
        )
    }
    # A wish without a text on its channel stays a wish: the decision says that it was kept to.
    wish = "" if obstacles.get(wished) == TEMPLATE_NOT_IN_FORCE else wished
    order = order_for(choice.plan, wished=wish, obstacles=obstacles)
    version = versions.get(order.first)
    return replace(
        choice,
        version=version,
        language=version.language if version else choice.language,
        channel=order.first,
        ahead=tuple(
            _ahead(step, versions.get(step.channel), at.get((choice.customer.id, step.channel)))
            for step in order.ahead
        ),
        passed_over=order.passed_over,
    )


def _ahead(step: Step, version: TemplateVersion | None, point: PointRow | None) -> Ahead:
    """What would go where, as it is known now."""
    return Ahead(
        step.channel,
        step.wait_hours,
        version.pk if version else None,
        point.id if point else None,
    )


def _version(choice: Choice, channel: str, wordings: Wordings) -> TemplateVersion | None:
    return wordings.worded(
        wordings.on_channel(choice.template_id, channel), choice.customer.language
    )


def _obstacle(
    channel: str,
    version: TemplateVersion | None,
    point: PointRow | None,
    stopped: Mapping[tuple[str, bytes], str],
    frame: Frame,
) -> str:
    """Why nothing can be written on it; a refusal is named before what is only missing."""
    if point is not None:
        if (channel, point.address_hash) in stopped:
            return SUPPRESSED
        if state := _BY_STATE.get(point.state, NO_CONTACT_POINT):
            return state
    if version is None:
        return TEMPLATE_NOT_IN_FORCE
    if channel not in frame.channels:
        return NO_GATEWAY
    return "" if point is not None else NO_CONTACT_POINT


def _point(found: Points, customer_id: int, channel: str) -> PointRow | None:
    return found.find(contact_point_id=None, customer_id=customer_id, channel=channel)

"""The worker's part: what waits is handed to the gateway once, or never.

`begun` is committed before the call and comes once a send (the database holds it); a worker killed
after that leaves it so, and it is said to be unknown, never called again. What waits longer than
it is good for is not sent.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import Error, transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.database.refusals import refused_by
from accounts.models import StaffNumber
from accounts.staff_numbers import service as numbers
from messaging.content.segments import count
from messaging.gateways import permit as permits
from messaging.gateways.base import Driver, Outcome, Outgoing, Result
from messaging.gateways.permit import Clock
from messaging.gateways.registry.drivers import NoDriver, driver_for
from messaging.models import Gateway, PhoneSend, PhoneSendStep
from messaging.outbox import failpoints
from messaging.own_phone import incoming, shown
from messaging.own_phone.gateway import for_testing, is_stopped
from messaging.own_phone.marked import CODE

log = logging.getLogger(__name__)
State = PhoneSendStep.State
AT_ONCE = 50
_BEGINS_ONCE = "a_phone_send_begins_once"
_NOT_YOURS = "only_to_ones_own_number"
_OUTCOMES = {
    Result.ACCEPTED: State.ACCEPTED,
    Result.REFUSED: State.REFUSED,
    Result.RETRY: State.REFUSED,  # nobody tries by itself: whoever waits for it sees why
    Result.NOT_BEGUN: State.REFUSED,
    Result.UNKNOWN: State.UNKNOWN,
}


def work(*, clock: Clock) -> int:
    """Send what waits, close what a killed worker left, take up receipts that came before the
    gateway's answer; how many were begun."""
    _close_left(clock.now())
    incoming.take_up(now=clock.now())
    begun = 0
    for send in waiting():
        begun += _hand_over(send, clock=clock)
    return begun


def waiting() -> QuerySet[PhoneSend]:
    """Those nobody has begun, the oldest first."""
    steps = PhoneSendStep.objects.filter(send=OuterRef("pk"))
    rows = PhoneSend.objects.filter(~Exists(steps)).select_related("number", "lender")
    return rows.order_by("pk")[:AT_ONCE]


def _hand_over(send: PhoneSend, *, clock: Clock) -> bool:
    now = clock.now()
    gateway = for_testing(now)
    if gateway is None or now >= send.good_until or is_stopped(gateway):
        _note(send, State.NOT_SENT, _obstacle(send, gateway, now), now=now)
        return False
    try:
        driver = driver_for(gateway, clock)
    except NoDriver as error:
        log.error("%s; a text to a colleague's telephone is not sent", error)
        _note(send, State.NOT_SENT, shown.NO_DRIVER, now=now)
        return False
    outgoing = _begin(send, gateway, now=now)
    if outgoing is None:
        return False
    failpoints.reach("own_phone.begun")
    outcome = _call(driver, outgoing, gateway, clock=clock)
    _note(
        send,
        _OUTCOMES[outcome.result],
        outcome.error_code,
        now=clock.now(),
        gateway=gateway,
        ref=outcome.gateway_ref,
    )
    return True


def _obstacle(send: PhoneSend, gateway: Gateway | None, now: datetime) -> str:
    if now >= send.good_until:
        return shown.EXPIRED
    return shown.STOPPED if gateway else shown.NO_GATEWAY


def _begin(send: PhoneSend, gateway: Gateway, *, now: datetime) -> Outgoing | None:
    """On the wire from the commit on; None where another worker was first, or the number is not
    the sender's any more."""
    try:
        with transaction.atomic():
            number = StaffNumber.objects.select_for_update(no_key=True).get(pk=send.number_id)
            PhoneSendStep.objects.create(send=send, state=State.BEGUN, gateway=gateway, at=now)
            is_code = send.purpose == PhoneSend.Purpose.CODE
            text = CODE.format(code=numbers.draw_code(number, now=now)) if is_code else send.text
            return Outgoing(
                message_id=send.wire_id,
                address=number.number,
                text=text,
                not_after=send.good_until,
                language=send.language,
                version_id=send.version_id,
            )
    except Error as error:
        rule = refused_by(error)
        if rule == _NOT_YOURS:
            _not_hers(send, now)
        elif rule != _BEGINS_ONCE:
            raise
    return None


def _not_hers(send: PhoneSend, now: datetime) -> None:
    """Ended since, or a file has brought it as a customer's: then it ends here too."""
    _note(send, State.NOT_SENT, shown.NOT_YOURS, now=now)
    number = StaffNumber.objects.get(pk=send.number_id)
    if number.state in StaffNumber.LIVE and numbers.is_a_customers(number):
        numbers.end_as_a_customers(number, now=now)


def _call(driver: Driver, outgoing: Outgoing, gateway: Gateway, *, clock: Clock) -> Outcome:
    permit = permits.issue(
        window_end=outgoing.not_after, timeout_seconds=gateway.timeout_seconds, clock=clock
    )
    [outcome] = driver.send([outgoing], permit)
    log.info("a text of %d parts to a colleague's telephone: %s", _parts(outgoing), outcome.result)
    return outcome


def _parts(outgoing: Outgoing) -> int:
    return count(outgoing.text).segments


@transaction.atomic
def _note(
    send: PhoneSend,
    state: str,
    why: str,
    *,
    now: datetime,
    gateway: Gateway | None = None,
    ref: str = "",
) -> None:
    """Ignored where another worker has noted an outcome of it."""
    PhoneSendStep.objects.bulk_create(
        [
            PhoneSendStep(
                send=send,
                state=state,
                gateway=gateway,
                error_code=why[:40],
                gateway_ref=ref[:80],
                at=now,
            )
        ],
        ignore_conflicts=True,
    )


def _close_left(now: datetime) -> None:
    """What began and was left by a killed worker: nobody knows, and nobody sends it again."""
    steps = PhoneSendStep.objects.filter(send=OuterRef("send")).exclude(state=State.BEGUN)
    left = PhoneSendStep.objects.filter(
        ~Exists(steps), state=State.BEGUN, at__lt=now - shown.LEFT_ALONE
    )
    for step in left.select_related("send", "gateway")[:AT_ONCE]:
        _note(step.send, State.UNKNOWN, shown.CRASHED, now=now, gateway=step.gateway)

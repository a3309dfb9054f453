"""What comes back of texts to colleagues' telephones: receipts, and answers that mean nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from accounts.models import ContactPoint, StaffNumber
from messaging.gateways.webhooks.entries import InboundReceipt
from messaging.models import Gateway, PhoneSendStep
from messaging.models.message_states import MessageState

State = PhoneSendStep.State
WITHIN = timedelta(minutes=15)
"""The call is answered within minutes; whose id is not known by then is nobody's of ours."""

AT_ONCE = 1000

# Kept as receipts of nobody; the last part stands for all, and an id of several texts for none.
_EARLY = """
INSERT INTO messaging_phonesendstep (send_id, state, gateway_id, error_code, gateway_ref, at)
SELECT min(s.send_id), r.result, r.gateway_id, r.error_code, '', %(now)s
FROM messaging_receipt r
JOIN messaging_phonesendstep s ON s.gateway_id = r.gateway_id AND s.gateway_ref = r.gateway_ref
JOIN messaging_phonesend p ON p.id = s.send_id AND p.asked_at <= r.at
WHERE s.state = 'accepted' AND s.gateway_ref <> '' AND s.at > %(since)s
    AND r.message_id IS NULL AND r.at > %(since)s AND r.result IN ('delivered', 'undelivered')
    AND r.part IS NOT DISTINCT FROM r.parts
    AND NOT EXISTS (SELECT FROM messaging_phonesendstep a
                    WHERE a.send_id = s.send_id AND a.state IN ('delivered', 'undelivered'))
GROUP BY r.id HAVING count(*) = 1
ORDER BY r.id LIMIT %(most)s
ON CONFLICT DO NOTHING
"""
_STATES = {
    MessageState.DELIVERED.value: State.DELIVERED,
    MessageState.UNDELIVERED.value: State.UNDELIVERED,
}


def take_receipts(
    gateway: Gateway, incoming: Sequence[InboundReceipt], *, now: datetime
) -> frozenset[int]:
    """Note those that are about such texts of this gateway; which of `incoming` they were. Nothing
    is asked for gateways that carry none."""
    if not gateway.for_testing and gateway.driver != "sandbox":
        return frozenset()
    begun = _begun(gateway, incoming)
    taken, steps = set(), []
    for place, receipt in enumerate(incoming):
        send_id = begun.get(receipt.message_id) or begun.get(receipt.gateway_ref)
        if send_id is None:
            continue
        taken.add(place)
        state = _STATES.get(str(receipt.result))
        if state and (not receipt.is_partial or receipt.part == receipt.parts):
            steps.append(
                PhoneSendStep(
                    send_id=send_id,
                    state=state,
                    gateway=gateway,
                    error_code=receipt.error_code[:40],
                    at=now,
                )
            )
    PhoneSendStep.objects.bulk_create(steps, ignore_conflicts=True)
    return frozenset(taken)


def take_up(*, now: datetime) -> int:
    """Note what receipts said that named, by the gateway's id alone, a text whose id we had not
    noted yet; how many. What was noted once is not looked at again."""
    with connection.cursor() as cursor:
        cursor.execute(_EARLY, {"since": now - WITHIN, "now": now, "most": AT_ONCE})
        return int(cursor.rowcount)


def _begun(gateway: Gateway, incoming: Sequence[InboundReceipt]) -> dict[object, int]:
    """Send by our id and by the gateway's."""
    ids = {r.message_id for r in incoming if r.message_id}
    refs = {r.gateway_ref for r in incoming if r.gateway_ref}
    found: dict[object, int] = {}
    if not ids and not refs:
        return found
    steps = PhoneSendStep.objects.filter(
        Q(send__wire_id__in=ids, state=State.BEGUN) | Q(gateway_ref__in=refs), gateway=gateway
    )
    for send_id, wire_id, ref in steps.values_list("send", "send__wire_id", "gateway_ref"):
        found[wire_id] = send_id
        if ref:
            found[ref] = send_id
    return found


def colleagues(hashes: Collection[bytes]) -> set[bytes]:
    """Of numbers that wrote (their hashes as texts have them), those of colleagues. One that is a
    customer's too is a customer's: what a customer says is always heard."""
    known = StaffNumber.objects.filter(sms_hash__in=hashes, state__in=StaffNumber.LIVE)
    own = {bytes(each) for each in known.values_list("sms_hash", flat=True) if each}
    if not own:
        return set()
    theirs = ContactPoint.objects.filter(address_hash__in=own).values_list(
        "address_hash", flat=True
    )
    return own - {bytes(each) for each in theirs}

"""What comes back of texts to colleagues' telephones: receipts, and answers that mean nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Q

from accounts.models import ContactPoint, StaffNumber
from messaging.gateways.webhooks.entries import InboundReceipt
from messaging.models import Gateway, PhoneSendStep
from messaging.models.message_states import MessageState

State = PhoneSendStep.State
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

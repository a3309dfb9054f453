"""A signed call that is sent again, by whomever, adds nothing."""

import json
import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from messaging.gateways.batch import signing
from messaging.inbound.requests import work
from messaging.models import InboundRequest, Reply
from tests.messaging.conftest import SECRET, Caller

pytestmark = pytest.mark.django_db(transaction=True)
BODY = json.dumps({"replies": [{"from": "+8614100000001", "text": "你好"}]}).encode()


def bring(carrier: Caller, *, path: str = "/gateways/carrier/replies/", signed: str = "") -> int:
    at = str(int(time.time()))
    signature = signing.sign(SECRET, method="POST", path=signed or path, timestamp=at, body=BODY)
    headers = {signing.TIMESTAMP_HEADER: at, signing.SIGNATURE_HEADER: signature}
    answer = carrier.client.post(path, data=BODY, content_type="application/json", headers=headers)
    return answer.status_code


def test_the_same_signed_call_is_one_call_and_is_answered_as_before(
    carrier: Caller, now: Any
) -> None:
    with time_machine.travel(now, tick=False):
        assert [bring(carrier) for _ in range(3)] == [200, 200, 200]
        work.work(now=now)
        assert bring(carrier) == 200
        work.work(now=now)
    assert InboundRequest.objects.count() == 1
    assert Reply.objects.count() == 1


def test_the_same_words_a_second_later_are_another_call(carrier: Caller, now: Any) -> None:
    for seconds in (0, 1):
        with time_machine.travel(now + timedelta(seconds=seconds), tick=False):
            assert bring(carrier) == 200
    assert InboundRequest.objects.count() == 2


def test_what_was_signed_for_receipts_is_no_reply(carrier: Caller) -> None:
    assert bring(carrier, signed="/gateways/carrier/receipts/") == 401
    assert bring(carrier, signed="/gateways/other/replies/") == 401
    assert not InboundRequest.objects.exists()


def test_the_database_keeps_no_call_twice(carrier: Caller, now: Any) -> None:
    assert bring(carrier) == 200
    call = InboundRequest.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        InboundRequest.objects.create(
            gateway=call.gateway, kind=call.kind, body="u:", at=now, seal=bytes(call.seal or b"")
        )

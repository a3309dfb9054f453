"""What the door lets in: receipts that carry their token, and nothing else."""

from datetime import datetime
from urllib.parse import urlencode

import pytest
from django.db import DatabaseError

from messaging.gateways.kannel.token import token_for
from messaging.inbound.door.collecting import Asked
from messaging.inbound.door.judging import Judge
from messaging.inbound.requests import store, work as requests
from messaging.models import Gateway, InboundRequest, Message
from tests.messaging.conftest import Handed, KannelCaller

pytestmark = pytest.mark.django_db
PATH = "/gateways/kannel/receipts/"


@pytest.fixture
def judge(now: datetime) -> Judge:
    return Judge(now=lambda: now)


def report(message_id: int, *, token: str = "", code: str = "kannel", **said: str) -> Asked:
    right = token or token_for(code, message_id)
    query = urlencode({"m": message_id, "t": right, "d": "1", "a": "", "i": "x-1", **said})
    return Asked(f"/gateways/{code}/receipts/", query, lambda _status: None)


def test_a_batch_is_kept_by_one_statement_and_moves_its_messages(
    judge: Judge, kannel: KannelCaller, handed: Handed, now: datetime,
    django_assert_max_num_queries: object,
) -> None:  # fmt: skip
    messages = [handed(kannel.gateway) for _ in range(3)]
    batch = [report(message.pk) for message in messages] * 10
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert judge.work(batch) == [200] * 30
    assert InboundRequest.objects.count() == 30
    requests.work(now=now)
    assert set(Message.objects.values_list("state", flat=True)) == {"delivered"}


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (report(7, token="0" * 32), 401),
        (Asked(PATH, "", print), 401),
        (Asked("/gateways/nobody/receipts/", "m=7", print), 404),
        (Asked("/gateways/kannel/replies/", "m=7", print), 404),
        (Asked("/staff/", "", print), 404),
        (Asked(PATH, "m=" + "7" * 5000, print), 404),
    ],
)
def test_what_is_no_receipt_of_ours_is_turned_away_and_the_rest_kept(
    judge: Judge, kannel: KannelCaller, asked: Asked, status: int
) -> None:
    assert judge.work([asked, report(8)]) == [status, 200]
    assert InboundRequest.objects.count() == 1


def test_a_retired_gateway_still_reports_and_one_of_signed_calls_does_not(
    judge: Judge, kannel: KannelCaller, carrier: object
) -> None:
    Gateway.objects.filter(pk=kannel.gateway.pk).update(state="retired", retired_at=None)
    assert judge.work([report(8), report(8, code="carrier")]) == [200, 401]


def test_what_the_database_did_not_take_comes_again(
    judge: Judge, kannel: KannelCaller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_told: object, **_when: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(store, "store_receipts", fails)
    assert judge.work([report(7), report(7, token="x")]) == [503, 401]
    assert not InboundRequest.objects.exists()

"""A reply that nobody signed and that comes again within minutes adds nothing."""

import threading
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection

from messaging.gateways.webhooks.base import Kind
from messaging.inbound.requests import store, work
from messaging.models import InboundRequest, Reply
from tests.messaging.conftest import KannelCaller

FROM = "+8614100000001"


def words(kannel: KannelCaller, text: str, at: str) -> int:
    headers = {"X-Kannel-Time": at}
    return kannel.reply(text.encode("utf-16-be"), sender=FROM, **headers)


@pytest.mark.django_db
def test_the_same_call_within_ten_minutes_is_answered_as_before(
    kannel: KannelCaller, now: datetime
) -> None:
    for minutes in (0, 1, 9):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            assert words(kannel, "请问怎么还款", "2026-09-15 10:30:00") == 200
            work.work(now=now + timedelta(minutes=minutes))
    assert InboundRequest.objects.count() == Reply.objects.count() == 1


@pytest.mark.django_db
def test_other_words_another_time_and_a_later_day_are_other_calls(
    kannel: KannelCaller, now: datetime
) -> None:
    said = [
        ("请问怎么还款", "2026-09-15 10:30:00", 0),
        ("请问怎么还款？", "2026-09-15 10:30:00", 0),
        ("请问怎么还款", "2026-09-15 10:31:00", 1),
        ("请问怎么还款", "2026-09-15 10:30:00", 11),
    ]
    for text, at, minutes in said:
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            assert words(kannel, text, at) == 200
    assert InboundRequest.objects.count() == len(said)


@pytest.mark.django_db
def test_what_is_remembered_tells_no_number(kannel: KannelCaller) -> None:
    from hashlib import sha256

    words(kannel, "TD", "2026-09-15 10:30:00")
    call = InboundRequest.objects.get()
    kept = bytes(call.digest or b"")
    assert kept
    assert not sha256((call.body or "").encode()).digest().startswith(kept)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_kept(kannel: KannelCaller, now: datetime) -> None:
    ids: list[int] = []

    def bring() -> None:
        try:
            kept = store.store(
                kannel.gateway,
                Kind.REPLIES,
                seal=None,
                kept=b"the same",
                content_type="",
                now=now,
            )
            ids.append(kept.pk)
        finally:
            connection.close()

    both = [threading.Thread(target=bring) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join(30)
    assert len(ids) == 2
    assert len(set(ids)) == 1

"""Codes are made at the claim and found on the customer's page, and nowhere else."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from messaging.dispatch.claim import claim
from messaging.dispatch.loop import dispatch
from messaging.models import CheckCode, Message
from messaging.transactional import check_codes
from tests import make, make_messaging, make_outbox

BODY = make_messaging.BODY + "查询码{{ check_code }}"
pytestmark = pytest.mark.django_db(transaction=True)


def sent(now: datetime, *, body: str = BODY, phone: str = "") -> tuple[Message, str]:
    """A message that left, and its code."""
    customer = make.customer(phone=phone)
    message = make_outbox.message(
        loan=make.loan(customer=customer, as_of=now),
        template_version=make_messaging.version(body=body),
    )
    dispatch(clock=make_outbox.FixedClock(now).clock)
    message.refresh_from_db()
    text = message.body
    return message, text.rpartition("查询码")[2]


def test_a_text_leaves_with_a_code_that_finds_it(now: datetime) -> None:
    message, code = sent(now, phone="+8610000012345")
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{8}", code)
    found = check_codes.find(code=code, digits="2345", lender_id=message.lender_id, now=now)
    assert found is not None
    assert (found.message_id, found.customer_id) == (message.pk, message.customer_id)


def test_a_text_without_the_placeholder_costs_nothing(now: datetime) -> None:
    sent(now, body=make_messaging.BODY)
    assert not CheckCode.objects.exists()


def test_the_code_is_kept_only_as_a_keyed_hash_bound_to_the_number(now: datetime) -> None:
    _message, code = sent(now, phone="+8610000012345")
    stored = bytes(CheckCode.objects.get().code_hash)
    assert code.encode() not in stored
    assert stored == check_codes._hash(code, "2345")
    assert stored != check_codes._hash(code, "2346")


def test_a_wrong_code_a_wrong_number_and_another_lender_are_the_same_single_query(
    now: datetime,
) -> None:
    message, code = sent(now, phone="+8610000012345")
    asked = [(code, "9999"), ("00000000", "2345"), ("", ""), ("甲" * 99, "x")]
    statements = []
    for typed, digits in asked:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            found = check_codes.find(
                code=typed, digits=digits, lender_id=message.lender_id, now=now
            )
        assert found is None
        statements.append([re.sub(r"'[^']*'", "?", query["sql"]) for query in seen])
    assert all(each == statements[0] and len(each) == 1 for each in statements)
    assert check_codes.find(code=code, digits="2345", lender_id=0, now=now) is None


def test_a_claimed_text_that_has_not_left_is_not_confirmed(now: datetime) -> None:
    customer = make.customer(phone="+8610000012345")
    message = make_outbox.message(
        loan=make.loan(customer=customer, as_of=now),
        template_version=make_messaging.version(body=BODY),
    )
    batch = claim(now=now)
    code = batch.claimed[0].text.rpartition("查询码")[2]
    asked = {"code": code, "digits": "2345", "lender_id": message.lender_id, "now": now}
    assert check_codes.find(**asked) is None


def test_a_code_ends_after_half_a_year(now: datetime) -> None:
    message, code = sent(now, phone="+8610000012345")
    late = now + check_codes.CODE_LASTS + timedelta(seconds=1)
    asked = {"code": code, "digits": "2345", "lender_id": message.lender_id}
    assert check_codes.find(**asked, now=late) is None


def test_what_is_over_is_deleted_in_batches_and_the_rest_stays(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    message, code = sent(now, phone="+8610000012345")
    long_ago = now - check_codes.CODE_LASTS
    codes = check_codes.draw(7)
    check_codes.store([(1, each, "+8610000012345") for each in codes], now=long_ago)
    check_codes.store(
        [(2, check_codes.draw(1)[0], "+8610000012345")], now=long_ago + timedelta(seconds=1)
    )
    monkeypatch.setattr(check_codes, "FORGOTTEN_AT_ONCE", 3)
    monkeypatch.setattr(check_codes, "MOST_BATCHES", 2)
    assert [check_codes.forget_ended(now) for _round in range(3)] == [6, 1, 0]
    assert CheckCode.objects.count() == 2
    asked = {"code": code, "digits": "2345", "lender_id": message.lender_id, "now": now}
    assert check_codes.find(**asked) is not None


def test_the_oldest_are_found_by_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        cursor.execute("EXPLAIN " + check_codes._FORGET, [make.MORNING, 10])
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("SET enable_seqscan = on")
    assert "check_codes_by_age" in plan


def test_two_texts_never_share_a_code(now: datetime) -> None:
    drawn = check_codes.draw(3000)
    assert len(set(drawn)) == 3000
    check_codes.store([(1, drawn[0], "+8610000012345")], now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        check_codes.store([(2, drawn[0], "+8610000012345")], now=now)

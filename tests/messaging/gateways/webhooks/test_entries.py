"""Receipts and replies as they are read, and by what a reply is known again."""

import pytest

from messaging.gateways.webhooks.entries import (
    InboundReceipt,
    InboundReply,
    address_of,
    reference_of,
)

REPLY = InboundReply("13800138000", "退订", ref="r" * 80, said_at="10:00")


@pytest.mark.parametrize(
    ("part", "parts", "partial"), [(1, 3, True), (1, 1, False), (None, 3, False), (2, None, False)]
)
def test_a_receipt_is_about_a_part_where_there_are_several(part, parts, partial):
    assert InboundReceipt("delivered", part=part, parts=parts).is_partial is partial


def test_a_number_is_written_as_customers_files_have_it_or_as_it_came():
    assert address_of(REPLY, region="CN") == "+8613800138000"
    assert address_of(InboundReply("BANK", "T"), region="CN") == "BANK"


def test_a_reply_without_an_id_is_known_by_its_place():
    assert reference_of(InboundReply("1", "T"), call_id=7, place=2) == "call:7:2"


def test_an_id_that_is_used_again_is_another_reply():
    again = InboundReply("13800138000", "好的", ref=REPLY.ref, said_at="10:00")
    one, other = (reference_of(each, call_id=1, place=0) for each in (REPLY, again))
    assert one != other
    assert one == reference_of(REPLY, call_id=9, place=4)
    assert len(one) <= 80
    assert REPLY.text not in one


def test_numbers_and_texts_are_in_no_repr():
    assert "138" not in repr(REPLY)
    assert "退订" not in repr(REPLY)
    assert "138" not in repr(InboundReceipt("delivered", raw="138", phone="138"))

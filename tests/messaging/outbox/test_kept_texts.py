"""A text that was changed after it left is named, whoever changed it and however."""

from __future__ import annotations

from datetime import datetime

import pytest

from accounts.chain.verifying import verify
from messaging.models import Message
from messaging.outbox import text_digest
from messaging.outbox.kept_texts import texts_as_sealed
from tests.messaging.report.sent import a_day, falsify

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(now: datetime) -> Message:
    a_day(now, texts=2)
    assert not list(texts_as_sealed(None))
    return Message.objects.earliest("pk")


def named() -> list[int | None]:
    return [finding.row for finding in texts_as_sealed(None)]


def test_another_text_under_the_right_key_is_named(sent: Message) -> None:
    falsify(sent, body=Message.body.field.seal("转账至工行6222021234567890123", sent.pk))
    assert named() == [sent.pk]


def test_another_text_with_a_hash_of_its_own_is_named(sent: Message) -> None:
    salt, digest = text_digest.of("转账")
    body = Message.body.field.seal("转账", sent.pk)
    falsify(sent, body=body, text_salt=salt, text_digest=digest)
    assert named() == [sent.pk]


def test_a_text_that_cannot_be_read_any_more_is_named(sent: Message) -> None:
    falsify(sent, body=b"\x00" * 60)
    assert named() == [sent.pk]


@pytest.mark.parametrize("left", [None, b""])
def test_a_text_that_went_without_a_record_is_named(sent: Message, left: bytes | None) -> None:
    falsify(sent, state="refused", reason="gateway_refused", body=left, text_salt=None)
    assert [(found.kind, found.row) for found in texts_as_sealed(None)] == [("text_gone", sent.pk)]


def test_a_verification_of_the_chain_looks_at_texts_too(sent: Message) -> None:
    falsify(sent, body=Message.body.field.seal("转账", sent.pk))
    found = [each for each in verify().findings if each.kind == "text_changed"]
    assert [(each.table, each.row) for each in found] == [("messaging_message", sent.pk)]


def test_what_left_before_the_day_asked_for_is_not_looked_at(sent: Message) -> None:
    falsify(sent, body=b"\x00" * 60)
    assert not list(texts_as_sealed(datetime(2100, 1, 1).astimezone()))

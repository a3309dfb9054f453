"""The webhooks of a Kannel gateway: reports by token, answers by user and password."""

from datetime import datetime

import pytest

from messaging.inbound.requests import work as calls
from messaging.models import InboundRequest, Receipt, Reply, Suppression
from tests.messaging.conftest import Handed, KannelCaller

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("bits", "words", "state", "code"),
    [
        ("1", "", "delivered", ""),
        ("8", "ACK/", "accepted", ""),
        ("2", "id:1 stat:UNDELIV err:045 text:", "undelivered", "UNDELIV/045"),
        ("2", "id:1 stat:MK:0001 err:001 text:", "undelivered", "MK:0001"),
        ("16", "NACK/11/Invalid Destination Address", "undelivered", "0x0000000b"),
        ("64", "", "unknown", ""),
    ],
)
def test_a_report_moves_its_message(
    kannel: KannelCaller, handed: Handed, now: datetime,
    bits: str, words: str, state: str, code: str,
) -> None:  # fmt: skip
    message = handed(kannel.gateway, state="unknown")
    assert kannel.receipt(message.pk, d=bits, a=words, i="4dc8fd73") == 200
    calls.work(now=now)
    message.refresh_from_db()
    assert (message.state, message.error_code) == (state, code)
    assert Receipt.objects.get().gateway_ref == "4dc8fd73"


def test_reports_in_any_order_move_it_forward(
    kannel: KannelCaller, handed: Handed, now: datetime
) -> None:
    message = handed(kannel.gateway)
    for bits in ("1", "8", "1", "2"):
        kannel.receipt(message.pk, d=bits)
        calls.work(now=now)
    message.refresh_from_db()
    assert message.state == "delivered"
    assert Receipt.objects.count() == 4


def test_a_report_without_its_token_is_turned_away(kannel: KannelCaller, handed: Handed) -> None:
    message, other = handed(kannel.gateway), handed(kannel.gateway)
    assert kannel.receipt(message.pk, token="") == 401
    assert kannel.receipt(message.pk, token="0" * 32) == 401
    from messaging.gateways.kannel.token import token_for

    assert kannel.receipt(message.pk, token=token_for("kannel", other.pk)) == 401
    assert kannel.receipt(message.pk, token=token_for("other", message.pk)) == 401
    for broken in ("", "x", "-1", "9" * 40):
        assert kannel.receipt(broken, token="x") == 401
    assert not InboundRequest.objects.exists()


def test_an_opt_out_by_kannel_is_in_force_when_the_door_answers(
    kannel: KannelCaller, handed: Handed
) -> None:
    message = handed(kannel.gateway)
    sender = message.contact_point.address
    assert kannel.reply("退订".encode("utf-16-be"), sender=sender) == 200
    assert Suppression.objects.get().address_hash == message.address_hash
    assert Reply.objects.get().gateway == kannel.gateway


def test_words_in_latin_letters_come_as_such(kannel: KannelCaller, handed: Handed) -> None:
    message = handed(kannel.gateway)
    sender = message.contact_point.address
    assert kannel.reply(b"TD", sender=sender, content_type="text/plain") == 200
    assert Suppression.objects.count() == 1


def test_the_same_answer_twice_is_taken_once(kannel: KannelCaller, handed: Handed) -> None:
    sender = handed(kannel.gateway).contact_point.address
    for _ in range(2):
        kannel.reply(b"TD", sender=sender, content_type="text/plain", **{"X-Kannel-ID": "a-1"})
    assert Reply.objects.count() == 1


def test_a_wrong_password_is_turned_away(kannel: KannelCaller) -> None:
    assert kannel.reply(b"TD", sender="+8614100000001", sign_in="huancui:guess") == 401
    assert kannel.reply(b"TD", sender="+8614100000001", Authorization="") == 401
    assert not InboundRequest.objects.exists()


def test_an_answer_without_a_sender_is_kept_for_a_person(
    kannel: KannelCaller, now: datetime
) -> None:
    assert kannel.reply(b"TD") == 200
    call = InboundRequest.objects.get()
    assert (call.state, call.error[:21]) == ("failed", "unreadable: no sender")


@pytest.mark.parametrize("body", [b"", b"\x00", b"\xd8\x00", b"\xff" * 999])
def test_any_bytes_are_an_answer(kannel: KannelCaller, body: bytes, now: datetime) -> None:
    assert kannel.reply(body, sender="+8614100000001") == 200
    calls.work(now=now)
    assert Reply.objects.count() == 1

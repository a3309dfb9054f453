"""What comes in from a gateway: receipts and replies, each kept raw."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.choices import Channel
from accounts.models.customer import Customer
from accounts.models.event import EventKind
from accounts.models.rotating import WrittenOnce
from accounts.models.sealed import EncryptedTextField, SealedModel
from accounts.models.told import Told
from messaging.models.gateway import Gateway
from messaging.models.incoming import RECEIPT, REPLY, BoundAsItComes
from messaging.models.message import Message


class Receipt(SealedModel):
    """What a gateway said became of a message. Kept as it came; states only move forward.

    A long text may be reported part by part: `part` of `parts`, counted from 1; empty when the
    receipt is about the whole text. The bytes of the request are kept in `InboundRequest`, those
    of one receipt in `raw` where they did not come through a webhook.
    """

    gateway = models.ForeignKey(Gateway, on_delete=models.PROTECT, db_index=False)
    message = models.ForeignKey(
        Message, null=True, on_delete=models.PROTECT, related_name="receipts"
    )
    gateway_ref = models.CharField(_("gateway's id"), max_length=80, blank=True)
    result = models.CharField(_("result"), max_length=12)
    error_code = models.CharField(_("error"), max_length=40, blank=True)
    raw = EncryptedTextField(_("as it came"), purpose="receipt.raw", null=True)
    part = models.PositiveSmallIntegerField(_("part"), null=True)
    parts = models.PositiveSmallIntegerField(_("of parts"), null=True)
    at = models.DateTimeField(_("received at"))

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        triggers = [
            WrittenOnce("raw_enc", filled_in="message_id"),
            BoundAsItComes(RECEIPT),
        ]
        indexes = [
            # The sweeper: what came before its message's id at the gateway was known.
            models.Index(fields=["at"], condition=Q(message=None), name="receipts_of_nobody_yet"),
        ]


class Reply(SealedModel):
    """A customer's answer. Stored together with the suppression or hold it causes.

    The number is kept only as hash and, for the inbox, by the customer it belongs to; the text is
    encrypted. `needs_reading`: it was not recognised as harmless, so no automated text follows it
    before a person has read it. `asks`: its writer wants an answer, which may hold nothing.
    `severe`: it names an authority, a lawyer, the police or the press, or reports a
    breach.
    """

    gateway = models.ForeignKey(Gateway, null=True, on_delete=models.PROTECT)
    gateway_ref = models.CharField(_("gateway's id"), max_length=80, blank=True)
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel.choices, default=Channel.SMS
    )
    address_hash = models.BinaryField(editable=False)
    customer = models.ForeignKey(
        Customer,
        verbose_name=_("customer"),
        null=True,
        on_delete=models.PROTECT,
        related_name="replies",
        db_index=False,  # the index of a customer's replies serves it
    )
    answers = models.ForeignKey(
        Message,
        verbose_name=_("answers"),
        null=True,
        on_delete=models.PROTECT,
        related_name="replies",
    )
    text = EncryptedTextField(_("text"), purpose="reply.text")
    # SHA-256 of the salt and the text, which the chain holds; the salt goes with the text.
    text_salt = models.BinaryField(null=True, editable=False)
    text_digest = models.BinaryField(null=True, editable=False)
    intent = models.CharField(_("intent"), max_length=20)
    suppressed = models.BooleanField(_("stopped the number"), default=False)
    needs_reading = models.BooleanField(_("to be read by a person"), default=False)
    asks = models.BooleanField(_("asks something"), default=False)
    # What it is about beyond its intent (messaging.replies.topics); empty: nothing that is known.
    topic = models.CharField(_("topic"), max_length=20, blank=True, default="")
    severe = models.BooleanField(_("severe"), default=False)
    received_at = models.DateTimeField(_("received at"))

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "gateway_ref"],
                condition=~Q(gateway_ref=""),
                name="a_reply_is_taken_once",
            )
        ]
        indexes = [
            models.Index(fields=["-received_at"], name="replies_newest_first"),
            models.Index(fields=["address_hash", "-received_at"], name="replies_of_a_number"),
            models.Index(fields=["customer", "-received_at"], name="replies_of_a_customer"),
        ]
        triggers = [
            pgtrigger.Protect(name="replies_are_kept", operation=pgtrigger.Delete),
            BoundAsItComes(REPLY),
            Told(  # to the lender of the text it answers, else to every lender of the customer
                name="a_reply_is_told",
                kind=EventKind.REPLIED.value,
                operation=pgtrigger.Insert,
                at="NEW.received_at",
                whom={
                    "of_lender": "(SELECT m.lender_id FROM messaging_message m"
                    " WHERE m.id = NEW.answers_id)",
                    "of_customer": "NEW.customer_id",
                    "of_address": "CASE WHEN NEW.customer_id IS NULL THEN NEW.address_hash END",
                },
                about={
                    "reply_id": "NEW.id",
                    "message_id": "NEW.answers_id",
                    "channel": "NEW.channel",
                    "intent": "NEW.intent",
                    "suppressed": "NEW.suppressed",
                    "needs_reading": "NEW.needs_reading",
                    "asks": "NEW.asks",
                },
            ),
        ]

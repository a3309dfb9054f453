"""What came from outside, bound into the sealed chain: receipts, replies and how calls ended.

Their rows cannot be sealed themselves: a message's id is filled in later, ciphertexts change with
their key, and people have texts erased. So the database writes, in the same statement, a row with
the hash of what never changes; the row is sealed.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import AppendOnly
from accounts.models.chained import Chained, OfItsTransaction, chain_index

RECEIPT, REPLY, CALL = "receipt", "reply", "call"

# By kind: the table, and what of its row `t` never changes; numbers and texts only, so that no
# setting of a session writes them otherwise.
STAYS = {
    RECEIPT: (
        "messaging_receipt",
        "t.id, t.gateway_id, t.gateway_ref, t.result, t.error_code, t.part, t.parts,"
        " extract(epoch FROM t.at)",
    ),
    REPLY: (
        "messaging_reply",
        "t.id, t.gateway_id, t.gateway_ref, t.channel, encode(t.address_hash, 'hex'),"
        " encode(t.text_digest, 'hex'), extract(epoch FROM t.received_at)",
    ),
    CALL: (
        "messaging_call",
        "t.id, t.customer_id, encode(t.address_hash, 'hex'), t.purpose, t.by_id, t.kind,"
        " t.outcome, extract(epoch FROM t.begun_at), extract(epoch FROM t.ended_at), t.line,"
        " t.line_seconds, extract(epoch FROM t.line_ended_at)",
    ),
}


def digest_of(kind: str) -> str:
    """SQL of the 32 bytes: SHA-256 of the kind and the JSON of what stays, as UTF-8."""
    stays = STAYS[kind][1]
    return f"sha256(convert_to('{kind} ' || jsonb_build_array({stays})::text, 'UTF8'))"


def _insert(kind: str, rows: str) -> str:
    return f"""
    INSERT INTO messaging_incoming (kind, row_id, digest)
    SELECT '{kind}', t.id, {digest_of(kind)} FROM {rows} ORDER BY t.id;
    RETURN NULL;
    """  # noqa: S608  (constants of ours)


class BoundAsItComes(pgtrigger.Trigger):
    """One statement for all rows that one statement brings."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            name="bound_into_the_chain",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="brought"),  # type: ignore[no-untyped-call]
            func=_insert(kind, "brought t"),
        )


class BoundAsItEnds(pgtrigger.Trigger):
    """A call, once its outcome is told."""

    def __init__(self) -> None:
        super().__init__(
            name="bound_into_the_chain",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            referencing=pgtrigger.Referencing(old="before", new="told"),  # type: ignore[no-untyped-call]
            func=_insert(
                CALL, "told t JOIN before b ON b.id = t.id AND b.outcome = '' AND t.outcome <> ''"
            ),
        )


class Incoming(Chained):
    """The hash of one receipt, reply or ended call, written by the database alone."""

    chain_moment = "at"

    kind = models.CharField(_("kind"), max_length=8)
    row_id = models.BigIntegerField(_("row"))
    digest = models.BinaryField(editable=False)
    at = models.DateTimeField(_("at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("hash of what came in")
        verbose_name_plural = _("hashes of what came in")
        indexes = [chain_index("incoming_by_transaction")]
        triggers = [AppendOnly(), OfItsTransaction()]

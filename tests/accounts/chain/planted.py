"""Rows of every table of the chain, and what the owner of the tables can do to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from accounts.models import Erasure, ImportFile, ImportTrail, Repayment, RetentionRun, Reveal
from messaging.models import ApprovalComment, Attempt, Decision, Receipt, SentenceConfirmation
from messaging.models.message import Message
from messaging.outbox import text_digest
from tests import make, make_messaging, make_outbox

ODD = "谢谢您，春天来了，花也开了。"
"""A sentence whose purpose the review does not know, so that somebody has to confirm it."""


def some_of_everything(now: datetime) -> None:
    """At least one row in each table of the chain."""
    message = make_outbox.message(loan=make.loan(dpd=5))
    Reveal.objects.create(
        user=make.staff("agent"),
        customer_id=message.customer_id,
        what="contact_point:1",
        why="called",
        reason="asked to be called back",
        at=now,
    )
    Repayment.objects.create(
        reference="R-1",
        loan=make.loan(),
        paid_on=now.date(),
        amount="5.00",
        recorded_at=now,
    )
    Decision.objects.create(
        message=message,
        phase="claim",
        at=now,
        outcome="send",
        reason="ok",
        policy_id=message.run.policy_id,
        engine_version="1",
        facts={"dpd": 5},
        trace=[["window", "send"]],
    )
    file = ImportFile.objects.create(
        kind="loans", filename="loans.csv", sha256="0" * 64, size=1, uploaded_at=now
    )
    ImportTrail.objects.create(
        import_file=file,
        table="accounts_loan",
        first_id=1,
        last_id=1,
        ids=[1],
        changes={"1": {"amount_due": [5, 4]}},
        at=datetime.now().astimezone(),
    )
    Erasure.objects.create(
        at=datetime.now().astimezone(),
        run=RetentionRun.objects.create(moment=now, not_before=now),
        kind="messages",
        table="messaging_message",
        columns=["body_enc"],
        first_id=1,
        last_id=1,
        ids=[1],
    )
    attempt = hand_over(message, now)
    # Its hash goes into the chain.
    Receipt.objects.create(gateway=attempt.gateway, message=message, result="delivered", at=now)
    confirmed()


def hand_over(message: Message, now: datetime) -> Attempt:
    return Attempt.objects.create(
        message=message,
        gateway=make_outbox.gateway(),
        begun_at=now,
        permit_until=now,
        result="accepted",
        gateway_ref="ref-1",
        text_digest=text_digest.of("您好")[1],
    )


def confirmed() -> None:
    """A comment and a confirmed sentence on a text that waits for approval."""
    odd = make_messaging.draft(purposes=[{"sentence": ODD, "purpose": "thanks"}])
    type(odd).objects.filter(pk=odd.pk).update(
        state="submitted", submitted_by=odd.author, submitted_at=make.MORNING
    )
    SentenceConfirmation.objects.create(
        version=odd, sentence=ODD, purpose="thanks", by=make.staff("supervisor"), at=make.MORNING
    )
    ApprovalComment.objects.create(
        kind="template", version_id=odd.pk, text="好", by=make.staff("supervisor"), at=make.MORNING
    )


def run(sql: str, params: Any = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


@transaction.atomic
def as_owner(table: str, sql: str, params: Any = None) -> None:
    """What somebody does who holds the tables: triggers off, the statement, triggers on."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    run(sql, params)
    run(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')

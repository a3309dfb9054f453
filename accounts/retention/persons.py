"""Erasing one person: asked for by one, approved by another, shown before, done by the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db import Error, connection, transaction
from django.utils.translation import gettext as _, gettext_lazy

from accounts.audit import trail
from accounts.database.refusals import refused_by
from accounts.errors import Refused
from accounts.input.reasons import given
from accounts.models import Customer, ErasureRequest, User
from accounts.retention.guard import guarded
from accounts.retention.personal_sql import COUNTED

State = ErasureRequest.State

OBSTACLES: dict[str, Any] = {
    "legal_hold": gettext_lazy("A legal hold is in force: nothing of this customer is erased."),
    "complaint": gettext_lazy("A complaint is open. It is answered first."),
    "loan": gettext_lazy("A loan is not paid off. What is needed to settle it cannot go."),
    "hardship": gettext_lazy("A hardship case is open. It is ended first."),
    "message": gettext_lazy("A message waits to be sent. It is sent or cancelled first."),
    "call": gettext_lazy("A call is running or on the call list. It is done first."),
    "alarm": gettext_lazy("An alarm is open. It is closed first."),
    "loan_move": gettext_lazy("A loan under another customer number is not settled yet."),
}
"""By the code of `huancui_erasure_obstacle`."""

LABELS: dict[str, Any] = {
    "messaging_message": gettext_lazy("Texts of messages"),
    "messaging_receipt": gettext_lazy("Receipts as they came"),
    "messaging_reply": gettext_lazy("Texts of replies"),
    "messaging_call": gettext_lazy("Notes of calls"),
    "messaging_sandboxtext": gettext_lazy("Texts on the sandbox handset"),
    "feedback_calltask": gettext_lazy("Reasons on the call list"),
    "feedback_conversationevent": gettext_lazy("Notes of conversations"),
    "feedback_alarm": gettext_lazy("Reasons of alarms"),
    "feedback_hardshipcase": gettext_lazy("Hardship"),
    "feedback_hardshipnote": gettext_lazy("Notes on hardship"),
    "feedback_hardshipdecision": gettext_lazy("Reasons of decisions on hardship"),
    "feedback_survey": gettext_lazy("Remarks in surveys"),
    "feedback_promise": gettext_lazy("Remarks on promises"),
    "feedback_unduemessage": gettext_lazy("Notes on messages after payment"),
    "feedback_pagedraft": gettext_lazy("Words kept on the customer's page"),
    "feedback_secretunlock": gettext_lazy("Reasons for opening the customer's page"),
    "accounts_hold": gettext_lazy("Reasons of holds"),
    "accounts_consent": gettext_lazy("Evidence of consents"),
    "accounts_loaninstalment": gettext_lazy("Links and codes to pay with"),
    "accounts_loanmove": gettext_lazy("Rows of files about this customer"),
    "accounts_contactpoint": gettext_lazy("Numbers and addresses"),
    "accounts_newnumber": gettext_lazy("New numbers, asked for"),
    "accounts_customer": gettext_lazy("Name, salutation, secret and wishes"),
    "accounts_reveal": gettext_lazy("Reasons of looks at values"),
    "accounts_auditentry": gettext_lazy("Values in the audit trail"),
}

STAYS: tuple[Any, ...] = (
    gettext_lazy("Opt-outs and wrong numbers: a keyed hash keeps the number from being texted."),
    gettext_lazy("Loans and repayments under the customer number, for the books."),
    gettext_lazy(
        "That messages, replies and calls were, when, and what was decided; a keyed hash of the"
        " number, so that limits on a number hold for whoever shares it."
    ),
    gettext_lazy("Complaints with their letters and files, until their own period is over."),
    gettext_lazy(
        "Files brought in by the core system, and what gateways brought, until their own period is"
        " over: they are sealed whole, with other people in them."
    ),
    gettext_lazy("The sealed chain: every hash stays, the values they were made of are gone."),
)
"""What is left, and why."""


class Part(NamedTuple):
    label: Any
    rows: int


def obstacle(customer: Customer) -> str:
    """Why this person cannot be erased now; empty: nothing speaks against it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT huancui_erasure_obstacle(%s)", [customer.pk])
        code = cursor.fetchone()[0]
    if not code:
        return ""
    return str(OBSTACLES[code])


def preview(customer: Customer) -> list[Part]:
    """What would go, by table; one query."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [customer.pk])
        found: dict[str, int] = {}
        for table, rows in cursor.fetchall():
            found[table] = found.get(table, 0) + rows
    return [Part(LABELS[table], rows) for table, rows in found.items() if rows]


def told(request: ErasureRequest) -> list[Part]:
    """What went."""
    return [Part(LABELS[table], rows) for table, rows in request.erased.items() if rows]


def ask(customer: Customer, *, why: str, by: User, now: datetime) -> ErasureRequest:
    """A request for a second person to decide. Raises Refused."""
    if customer.erased_at is not None:
        raise Refused(_("This person has been erased already."))
    if said := obstacle(customer):
        raise Refused(said)
    with guarded():
        return ErasureRequest.objects.create(
            customer=customer, why=given(why), asked_by=by, asked_at=now
        )


def approve(request: ErasureRequest, *, by: User, now: datetime) -> ErasureRequest:
    """The second person agrees: a worker erases within the minute. Raises Refused."""
    if said := obstacle(request.customer):
        raise Refused(said)
    return _move(request, State.APPROVED, decided_by=by, decided_at=now)


def refuse(request: ErasureRequest, *, by: User, now: datetime) -> ErasureRequest:
    """The second person does not. Raises Refused."""
    return _move(request, State.REFUSED, decided_by=by, decided_at=now)


def withdraw(request: ErasureRequest, *, by: User, now: datetime) -> ErasureRequest:
    """Who asked takes it back. Raises Refused."""
    if request.asked_by_id != by.pk:
        raise Refused(_("Only the person who asked can withdraw it."))
    return _move(request, State.WITHDRAWN, decided_at=now)


def carry_out_approved(now: datetime) -> int:
    """Erase whoever may be erased; how many. Who has come under a hold since, and whose last
    entries are not sealed yet, waits for the next round."""
    approved = ErasureRequest.objects.filter(state=State.APPROVED).order_by("pk")
    return sum(_carry_out(pk, now) for pk in approved.values_list("pk", flat=True))


def _carry_out(request_id: int, now: datetime) -> bool:
    try:
        with transaction.atomic():
            trail.in_bulk("retention")
            with connection.cursor() as cursor:
                cursor.execute("SELECT huancui_erase_person(%s, %s)", [request_id, now])
                if cursor.fetchone()[0]:
                    return False
            done = ErasureRequest.objects.get(pk=request_id)
            trail.record(
                action="erase",
                table=Customer._meta.db_table,
                row_id=str(done.customer_id),
                after={"request": request_id, "rows": done.erased},
            )
    except Error as error:
        if refused_by(error) == "what_is_erased_was_sealed":
            return False
        raise
    return True


def _move(request: ErasureRequest, after: str, **columns: object) -> ErasureRequest:
    with guarded():
        fresh = ErasureRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
        if fresh.state != State.ASKED:
            raise Refused(
                _("This has been decided already: %(state)s.")
                % {"state": fresh.get_state_display()}
            )
        fresh.state = after
        for name, value in columns.items():
            setattr(fresh, name, value)
        fresh.save(update_fields=["state", *columns])
    return fresh

"""Loans with their customers, and repayments: one by one, or a line each."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Schema, Status
from pydantic import StrictStr, StringConstraints

from accounts.api import bringing, finding
from accounts.api.may import needs
from accounts.api.once import OPENAPI, key_of
from accounts.api.problems import Problem
from accounts.api.routes import customers
from accounts.api.shapes import Closed, Day, Moment, Money, Number
from accounts.intake.jobs import messages
from accounts.models import ImportFile, Repayment
from accounts.models.api_key import Scope

router = Router(tags=["bringing loans and repayments"])
LOANS, REPAYMENTS = ImportFile.Kind.LOANS, ImportFile.Kind.REPAYMENTS
Text = Annotated[StrictStr, StringConstraints(max_length=200)]
Agreed = Literal["yes", "no"]
State = ImportFile.State
SHOWN = 20


class LoanIn(Closed):
    """A customer, how to reach them, and one loan as it stood at `as_of`, as in a file. An address
    that is left out is no longer named; other values left out stay as they were. A consent (yes or
    no) takes the day on which the customer said so, and a yes where the proof is kept; a later word
    of the customer's own stands."""

    customer_no: Number
    name: Text
    salutation: Text = ""
    phone: Text = ""
    email: Text = ""
    language: Text = ""
    timezone: Text = ""
    id_last4: Text = ""
    lender: Number
    product: Text = ""
    currency: Annotated[StrictStr, StringConstraints(pattern=r"^[A-Z]{3}$")]
    principal: Money
    outstanding: Money
    amount_due: Money
    due_date: Day
    as_of: Moment
    cause: Text = ""
    wechat_id: Text = ""
    officer_name: Text = ""
    phone_confirmed_on: Day | None = None
    education_consent: Agreed | None = None
    education_consent_on: Day | None = None
    education_consent_evidence: Text = ""
    lock_screen_consent: Agreed | None = None
    lock_screen_consent_on: Day | None = None
    lock_screen_consent_evidence: Text = ""


class RepaymentIn(Closed):
    """Money that came in. `reference` is the lender's and makes it unique."""

    reference: Number
    loan_no: Number
    paid_on: Day
    amount: Money


class ReversalIn(Closed):
    """`reference`: of the reversal itself. `on`: the day the money went back."""

    reference: Number
    on: Day


class DoneOut(Schema):
    """`result`: new, changed, unchanged, waits_for_second_person, or under_way (202): look at the
    import. An address, a product, an identity secret that would change and a debt far lower than
    it was wait for a person of the lender's team; so do amounts that rise, other names, new loans
    and reversals, once they are many in a day."""

    import_id: int
    result: Literal["new", "changed", "unchanged", "waits_for_second_person", "under_way"]


class ImportOut(Schema):
    """`state`: applying, applied, failed, uploaded (taken up again soon), or checked (far from
    usual: all of it waits for a person of the lender's team). Lines refused, and
    those that wait for a second person, are in `bad`."""

    id: int
    kind: str
    state: str
    read: int
    new: int
    changed: int
    unchanged: int
    bad: int
    applied_at: dt.datetime | None
    why: str


class Which(Schema):
    """What the lines are."""

    kind: Literal["loans", "repayments"]


@customers.router.put(  # beside the operation that reads it: one address, one router
    "/loans/{loan_no}",
    response={200: DoneOut, 202: DoneOut},
    operation_id="bringLoan",
    auth=needs(Scope.LOANS_WRITE),
    openapi_extra=OPENAPI,
)
def bring_loan(request: HttpRequest, loan_no: Path[Number], body: LoanIn) -> Any:
    """A loan with its customer, new or with newer figures."""
    row = {**body.model_dump(mode="json", exclude_none=True), "loan_no": loan_no}
    return _done(bringing.one(request, LOANS, row))


@router.post(
    "/repayments",
    response={200: DoneOut, 202: DoneOut},
    operation_id="bringRepayment",
    auth=needs(Scope.REPAYMENTS_WRITE),
    openapi_extra=OPENAPI,
)
def bring_repayment(request: HttpRequest, body: RepaymentIn) -> Any:
    """Money came in: it is taken off what is due, and what waits to be sent about the loan is
    decided about anew in the same transaction."""
    return _done(bringing.one(request, REPAYMENTS, body.model_dump(mode="json")))


@router.post(
    "/repayments/{reference}/reversal",
    response={200: DoneOut, 202: DoneOut},
    operation_id="reverseRepayment",
    auth=needs(Scope.REPAYMENTS_WRITE),
    openapi_extra=OPENAPI,
)
def reverse_repayment(request: HttpRequest, reference: Path[Number], body: ReversalIn) -> Any:
    """The money went back again: bounced, or booked to the wrong loan."""
    rows = Repayment.objects.filter(reference=reference).select_related("loan")
    paid = finding.one(rows, _("repayment"))
    row = {
        "reference": body.reference,
        "loan_no": paid.loan.loan_no,
        "paid_on": body.on.isoformat(),
        "amount": str(paid.amount),
        "reverses": paid.reference,
    }
    return _done(bringing.one(request, REPAYMENTS, row))


@router.post(
    "/imports",
    response={202: ImportOut, 200: ImportOut},
    operation_id="bringMany",
    auth=[needs(Scope.LOANS_WRITE)],
    openapi_extra={
        **OPENAPI,
        "requestBody": {
            "required": True,
            "description": "One JSON object a line; the names of LoanIn with `loan_no` and, maybe, "
            "`role`, `instalments_paid`, `instalments_paid_late`; or of RepaymentIn with, maybe, "
            "`reverses`. `Content-Encoding: gzip` is taken. All of it enters in one transaction, "
            "without the lines that are refused.",
            "content": {"application/x-ndjson": {"schema": {}}},  # no line is one whole document
        },
    },
)
def bring_many(request: HttpRequest, which: Query[Which]) -> Any:
    """Many rows at once. A call cut off may be made again with its idempotency key."""
    if which.kind == REPAYMENTS and Scope.REPAYMENTS_WRITE.value not in key_of(request).scopes:
        raise Problem("out-of-scope", _("Repayments take the scope repayments:write as well."))
    made = bringing.many(request, which.kind)
    return Status(202 if made.state in bringing.UNDER_WAY else 200, _out(made))


@router.get(
    "/imports/{int:import_id}",
    response=ImportOut,
    operation_id="readImport",
    auth=needs(Scope.LOANS_WRITE),
)
def read_import(request: HttpRequest, import_id: int) -> dict[str, Any]:
    """What became of one of this key's imports."""
    return _out(_import(request, import_id))


@router.get(
    "/imports/{int:import_id}/problems",
    operation_id="listProblems",
    auth=needs(Scope.LOANS_WRITE),
    openapi_extra={
        "responses": {
            200: {
                "description": "One JSON object a line: line, result, errors",
                "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
            }
        }
    },
)
def list_problems(request: HttpRequest, import_id: int) -> StreamingHttpResponse:
    """The lines that did not enter and why; every other line did."""
    found = _import(request, import_id)

    def lines() -> Iterator[bytes]:
        for each in bringing.problems_of(found):
            yield json.dumps(each, ensure_ascii=False).encode() + b"\n"

    return StreamingHttpResponse(lines(), content_type="application/x-ndjson")


def _import(request: HttpRequest, import_id: int) -> ImportFile:
    mine = ImportFile.objects.filter(pk=import_id, by_key=key_of(request))
    return finding.one(mine, _("import"))


def _done(found: ImportFile) -> Any:
    """Raises Problem where the one row was refused."""
    if found.state in bringing.UNDER_WAY:
        return Status(202, {"import_id": found.pk, "result": "under_way"})
    if found.state == State.CHECKED:  # far from usual: as a whole
        return Status(200, {"import_id": found.pk, "result": "waits_for_second_person"})
    if found.state != State.APPLIED:
        raise Problem("fault", messages.why(found) or _("Nothing was done; try again."))
    refused = list(bringing.problems_of(found))
    if refused and refused[0]["result"] == "refused":
        errors = [
            {"pointer": each["pointer"], "detail": each["detail"]} for each in refused[0]["errors"]
        ]
        raise Problem("refused", _("The row was not taken."), errors=errors[:SHOWN])
    result = next(
        (name for name in ("new", "changed", "unchanged") if getattr(found, f"rows_{name}")),
        "waits_for_second_person",
    )
    return Status(200, {"import_id": found.pk, "result": result})


def _out(found: ImportFile) -> dict[str, Any]:
    return {
        "id": found.pk,
        "kind": found.kind,
        "state": found.state,
        "read": found.rows_read,
        "new": found.rows_new,
        "changed": found.rows_changed,
        "unchanged": found.rows_unchanged,
        "bad": found.rows_bad,
        "applied_at": found.applied_at,
        "why": messages.why(found),
    }

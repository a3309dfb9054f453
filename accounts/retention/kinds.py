"""Which columns become empty with which kind, as SQL over a row `t`; and what is proposed.

Tables of later rooms stand here by name, as in `accounts.access.lenders_sql`: the functions of the
database are made of this list, and nothing that is not in it can be erased.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class Values:
    """Columns of one table. `sealed` become no bytes; `also` what is said beside them.

    `moment`: since when the time is counted; `lender`: whose period it is (NULL: the longest of
    the customer's lenders); `where`: rows that are over at all.
    """

    kind: str
    table: str
    moment: str
    sealed: tuple[str, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)
    lender: str = "NULL::bigint"
    customer: str = "NULL::bigint"
    where: str = "true"
    there: str = ""
    by_person: bool = False
    """Everything of the person goes (accounts.retention.personal), not a column or two."""

    @property
    def ids_at_once(self) -> int:
        """How far one step of a run goes."""
        return 500 if self.by_person else 20_000

    @property
    def is_there(self) -> str:
        """SQL: the row has something that can go."""
        own = [f"octet_length(t.{column}) > 0" for column in self.sealed]
        return "(" + " OR ".join([*own, *([self.there] if self.there else [])]) + ")"

    @property
    def emptied(self) -> str:
        """SQL of the SET clause."""
        own = [f"{c} = CASE WHEN t.{c} IS NOT NULL THEN ''::bytea END" for c in self.sealed]
        return ", ".join([*own, *(f"{c} = {v}" for c, v in self.also.items())])

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.sealed, *self.also)


def _through(table: str, column: str, of: str) -> str:
    return f"(SELECT x.{column} FROM {table} x WHERE x.id = t.{of})"  # noqa: S608 - of this list


_MESSAGE = "messaging_message"
_COMPLAINT = "feedback_complaint"
_CASE = "feedback_hardshipcase"
_RESOLVED = f"{_through(_COMPLAINT, 'state', 'complaint_id')} = 'resolved'"
_ANSWERED = f"{_through(_COMPLAINT, 'resolved_at', 'complaint_id')}"
_OF_COMPLAINT = {
    "lender": _through(_COMPLAINT, "lender_id", "complaint_id"),
    "customer": _through(_COMPLAINT, "customer_id", "complaint_id"),
    "where": _RESOLVED,
}
_LAST_CHANGE = """(SELECT max(l.updated_at) FROM accounts_loan l
    WHERE l.customer_id = t.id OR l.id IN (
        SELECT p.loan_id FROM accounts_loanparty p WHERE p.customer_id = t.id))"""
_FILE_OVER = "('applied', 'refused', 'cancelled', 'failed')"

VALUES: tuple[Values, ...] = (
    Values(
        "messages",
        _MESSAGE,
        "COALESCE(t.final_at, t.handed_over_at, t.created_at)",
        ("body_enc",),
        {"text_salt": "NULL"},
        lender="t.lender_id",
        customer="t.customer_id",
        where="t.state NOT IN ('queued', 'claimed', 'handing_over')",
    ),
    Values(
        "messages",
        "messaging_receipt",
        "t.at",
        ("raw_enc",),
        lender=_through(_MESSAGE, "lender_id", "message_id"),
        customer=_through(_MESSAGE, "customer_id", "message_id"),
    ),
    Values("replies", "messaging_reply", "t.received_at", ("text_enc",), customer="t.customer_id"),
    Values(
        "calls",
        "messaging_call",
        "t.ended_at",
        ("note_enc",),
        customer="t.customer_id",
        where="t.outcome <> ''",
    ),
    Values(
        "calls",
        "feedback_calltask",
        "t.closed_at",
        ("removal_reason_enc", "removal_word_enc"),
        customer="t.customer_id",
        where="t.state <> 'open'",
    ),
    Values(
        "conversations",
        "feedback_conversationevent",
        "t.at",
        ("note_enc",),
        customer=_through("feedback_conversation", "customer_id", "conversation_id"),
    ),
    Values(
        "conversations",
        "feedback_alarm",
        "t.closed_at",
        ("reason_enc",),
        customer=_through("feedback_conversation", "customer_id", "conversation_id"),
        where="t.closed_at IS NOT NULL",
    ),
    Values(
        "complaints",
        _COMPLAINT,
        "t.resolved_at",
        ("text_enc", "answer_enc"),
        lender="t.lender_id",
        customer="t.customer_id",
        where="t.state = 'resolved'",
    ),
    Values(
        "complaints",
        "feedback_complaintevent",
        f"GREATEST(t.at, {_ANSWERED})",
        ("note_enc",),
        **_OF_COMPLAINT,  # type: ignore[arg-type]
    ),
    Values(
        "complaints",
        "feedback_complaintreview",
        f"GREATEST(t.decided_at, {_ANSWERED})",
        ("text_enc", "answer_enc"),
        **{**_OF_COMPLAINT, "where": f"t.state = 'decided' AND {_RESOLVED}"},  # type: ignore[arg-type]
    ),
    Values(
        "complaints",
        "feedback_complaintextension",
        f"GREATEST(t.requested_at, {_ANSWERED})",
        ("reason_enc",),
        **{**_OF_COMPLAINT, "where": f"t.state <> 'requested' AND {_RESOLVED}"},  # type: ignore[arg-type]
    ),
    Values(
        "care",
        _CASE,
        "t.ended_at",
        ("story_enc",),
        customer="t.customer_id",
        where="t.ended_at IS NOT NULL",
    ),
    Values(
        "care",
        "feedback_hardshipnote",
        f"GREATEST(t.at, {_through(_CASE, 'ended_at', 'case_id')})",
        ("note_enc",),
        customer=_through(_CASE, "customer_id", "case_id"),
        where=f"{_through(_CASE, 'ended_at', 'case_id')} IS NOT NULL",
    ),
    Values(
        "care",
        "feedback_hardshipdecision",
        f"GREATEST(t.proposed_at, {_through(_CASE, 'ended_at', 'case_id')})",
        ("why_enc",),
        customer=_through(_CASE, "customer_id", "case_id"),
        where=f"{_through(_CASE, 'ended_at', 'case_id')} IS NOT NULL",
    ),
    Values(
        "care",
        "feedback_survey",
        "t.rated_at",
        ("remark_enc",),
        lender="t.lender_id",
        customer="t.customer_id",
        where="t.rated_at IS NOT NULL",
    ),
    Values(
        "files",
        "accounts_importfile",
        "COALESCE(t.applied_at, t.uploaded_at)",
        ("first_rows_enc",),
        {"stored_as": "''"},
        where=f"t.state IN {_FILE_OVER}",
        there="t.stored_as <> ''",
    ),
    Values(
        "files",
        "accounts_importproblem",
        _through("accounts_importfile", "uploaded_at", "import_file_id"),
        ("row_enc",),
        where=f"{_through('accounts_importfile', 'state', 'import_file_id')} IN {_FILE_OVER}",
    ),
    Values(
        "sign_ins",
        "accounts_signinattempt",
        "t.at",
        also={"network": "''", "device": "''"},
        there="t.network <> ''",
    ),
    Values(
        "sign_ins",
        "accounts_staffsession",
        "t.ended_at",
        also={"network": "''", "device": "''"},
        where="t.ended_at IS NOT NULL",
        there="t.network <> ''",
    ),
    Values(
        "customers",
        "accounts_customer",
        _LAST_CHANGE,
        customer="t.id",
        where="huancui_erasure_obstacle(t.id) = ''",
        there="t.erased_at IS NULL",
        by_person=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """`months` a lender may begin with; `source`: where that comes from, and what is not known."""

    months: int
    source: str


_RECORDS = gettext_noop("not verified; Consumer Finance rules 2024: collection records 5 years")
_TEXTS = gettext_noop(
    "not verified; Consumer Finance rules 2024: collection records 5 years; "
    "MIIT Order 31: at least 5 months"
)
_COMPLAINTS = gettext_noop("not verified: 2020 No. 3, complaint files 3 years")
_CUSTOMERS = gettext_noop("not verified: 5 years after settlement, Consumer Finance rules 2024")
_SIGN_INS = gettext_noop("not verified; Cybersecurity Law Art. 21: logs at least 6 months")
PROPOSALS: dict[str, Proposal] = {
    "messages": Proposal(60, _TEXTS),
    "replies": Proposal(60, _TEXTS),
    "calls": Proposal(60, _RECORDS),
    "conversations": Proposal(60, _RECORDS),
    "complaints": Proposal(36, _COMPLAINTS),
    "care": Proposal(60, _RECORDS),
    "files": Proposal(60, _RECORDS),
    "customers": Proposal(60, _CUSTOMERS),
    "sign_ins": Proposal(36, _SIGN_INS),
}

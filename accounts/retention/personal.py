"""What of one person becomes empty when they are erased, as SQL over a row `t` and `person`.

Everything `kinds` empties of them, save complaints, which are kept as long as a complaint has to
be; and beside it name, numbers, secret, wishes, and what people wrote about them in plain columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts.retention.kinds import VALUES, Values

GONE = "—"
"""Where a column may not be empty."""

_PARENTS = {
    "messaging_receipt": ("messaging_message", "message_id"),
    "feedback_conversationevent": ("feedback_conversation", "conversation_id"),
    "feedback_alarm": ("feedback_conversation", "conversation_id"),
    "feedback_hardshipnote": ("feedback_hardshipcase", "case_id"),
    "feedback_hardshipdecision": ("feedback_hardshipcase", "case_id"),
}
_KINDS = {"messages", "replies", "calls", "conversations", "care"}


@dataclass(frozen=True, slots=True)
class Personal:
    """`emptied`: column → SQL; `there`: the row has something that can go; `whose`: it is the
    person's. `on_record`: the trail holds what its plain columns were."""

    table: str
    emptied: Mapping[str, str] = field(repr=False)
    there: str = field(repr=False)
    whose: str = "t.customer_id = person"
    on_record: bool = False

    @property
    def assigned(self) -> str:
        """SQL of the SET clause."""
        return ", ".join(f"{column} = {value}" for column, value in self.emptied.items())


def _of(values: Values) -> Personal:
    parent = _PARENTS.get(values.table)
    whose = "t.customer_id = person"
    if parent is not None:
        table, column = parent
        whose = f"t.{column} IN (SELECT x.id FROM {table} x WHERE x.customer_id = person)"  # noqa: S608 - of this list
    sealed = {c: f"CASE WHEN t.{c} IS NOT NULL THEN ''::bytea END" for c in values.sealed}
    return Personal(values.table, {**sealed, **values.also}, values.is_there, whose)


def _words(table: str, *columns: str, sealed: tuple[str, ...] = (), whose: str = "") -> Personal:
    """Plain columns in which somebody wrote something."""
    emptied = {c: f"CASE WHEN t.{c} = '' THEN '' ELSE '{GONE}' END" for c in columns}
    emptied |= {c: f"CASE WHEN t.{c} IS NOT NULL THEN ''::bytea END" for c in sealed}
    there = [f"t.{column} NOT IN ('', '{GONE}')" for column in columns]
    there += [f"octet_length(t.{column}) > 0" for column in sealed]
    return Personal(
        table, emptied, f"({' OR '.join(there)})", whose or "t.customer_id = person", True
    )


PERSONAL: tuple[Personal, ...] = (
    *(_of(values) for values in VALUES if values.kind in _KINDS),
    _words("accounts_hold", "reason", "release_reason"),
    _words("accounts_consent", "evidence", "revocation"),
    _words(
        "accounts_loaninstalment",
        sealed=("pay_with_enc",),
        whose="t.loan_id IN (SELECT l.id FROM accounts_loan l WHERE l.customer_id = person)",
    ),
    _words("accounts_newnumber", "why", sealed=("number_enc",)),
    _words("accounts_loanmove", "why", sealed=("row_enc",), whose="t.from_customer_id = person"),
    _words("feedback_hardshipcase", "end_reason"),
    _words("feedback_promise", "end_reason"),
    _words("feedback_unduemessage", "note"),
    _words("feedback_pagedraft", sealed=("fields_enc",)),
    _words("feedback_secretunlock", sealed=("reason_enc",)),
    Personal(
        "messaging_sandboxtext",
        {
            "text_enc": "''::bytea",
            "content_enc": "CASE WHEN t.content_enc IS NOT NULL THEN ''::bytea END",
        },
        "octet_length(t.text_enc) > 0",
        "t.message_id IN (SELECT m.id FROM messaging_message m WHERE m.customer_id = person)",
    ),
    Personal(
        "accounts_contactpoint",
        {
            "address_enc": "''::bytea",
            "address_index": "''::bytea",
            # Nobody finds the person by the number any more; suppressions have a hash of their own.
            "address_hash": "sha256(convert_to(gen_random_uuid()::text, 'UTF8'))",
            "confirmed_evidence": "''",
            "state": "'retired'",
            "retired_at": "COALESCE(t.retired_at, moment)",
        },
        "octet_length(t.address_enc) > 0",
        on_record=True,
    ),
    Personal(
        "accounts_customer",
        {
            "name_enc": "''::bytea",
            "name_index": "''::bytea",
            "salutation": "''",
            "id_last4_hash": "NULL",
            "wished_language": "''",
            "wished_channel": "''",
            "wished_hours": "''",
            "timezones": "'{}'",
            "erased_at": "moment",
        },
        "t.erased_at IS NULL",
        "t.id = person",
        True,
    ),
)


@dataclass(frozen=True, slots=True)
class Sealed:
    """Sealed rows: `erasable` columns, `emptied` and `there` as above, `whose` about `person`."""

    table: str
    erasable: tuple[str, ...]
    emptied: Mapping[str, str] = field(repr=False)
    whose: str = field(repr=False)


_MASKED = (
    "CASE WHEN t.{0} IS NULL THEN NULL ELSE"
    " (SELECT COALESCE(jsonb_object_agg(k, '•••'), '{{}}') FROM jsonb_object_keys(t.{0}) k) END"
)
ERASED = "erased"
"""What stands in a sealed text in place of what somebody wrote."""

_ON_RECORD = " UNION ALL ".join(
    f"SELECT '{each.table}', t.id::text FROM {each.table} t WHERE {each.whose}"  # noqa: S608 - of this list
    for each in PERSONAL
    if each.on_record
)
SEALED: tuple[Sealed, ...] = (
    Sealed("accounts_reveal", ("reason",), {"reason": f"'{ERASED}'"}, "t.customer_id = person"),
    Sealed(
        "accounts_auditentry",
        ("reason", "before", "after"),
        {
            "reason": f"CASE WHEN t.reason = '' THEN '' ELSE '{ERASED}' END",
            "before": _MASKED.format("before"),
            "after": _MASKED.format("after"),
        },
        f'(t."table", t.row_id) IN ({_ON_RECORD})',
    ),
)

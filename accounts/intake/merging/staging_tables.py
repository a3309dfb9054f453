"""Temporary tables of one import, and the plans its queries need. All end with the transaction."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

# Keys are compared byte by byte: the database's collation costs time and means nothing here.
TABLES = {
    # What this file has named so far, and in which line.
    "intake_seen": 'key text COLLATE "C" PRIMARY KEY, line integer NOT NULL, content text NOT NULL',
    # Known customers whose facts the file changes; merged last, in the order of their ids.
    "intake_customer": """
        id bigint NOT NULL, as_of timestamptz NOT NULL, serial bigserial, name_enc bytea NOT NULL,
        name_index bytea NOT NULL,
        salutation text NOT NULL, language text NOT NULL, timezones text[] NOT NULL,
        id_last4_hash bytea, fingerprint bytea NOT NULL""",
    # Addresses of known customers, one batch.
    "intake_point": """
        id bigint NOT NULL, customer_id bigint NOT NULL, channel text NOT NULL, role text NOT NULL,
        address_enc bytea NOT NULL, address_index bytea NOT NULL, address_hash bytea NOT NULL,
        seen_at timestamptz NOT NULL, named_by_id bigint, confirmed_on date,
        confirmed_through text NOT NULL""",
    # Addresses the file names of known customers, and those it retires.
    "intake_named": """
        customer_id bigint NOT NULL, channel text NOT NULL, address_hash bytea NOT NULL,
        seen_at timestamptz NOT NULL, named_by_id bigint, is_new bool NOT NULL""",
    "intake_retired": "point_id bigint NOT NULL",
    # What the file says of consents; merged last (consents).
    "intake_consent": """
        customer_id bigint NOT NULL, lender_id bigint NOT NULL, kind text NOT NULL,
        agreed bool NOT NULL, said_on date NOT NULL, evidence text NOT NULL, serial bigserial""",
    # New figures of known loans, merged last.
    "intake_loan": """
        id bigint NOT NULL, lender_id bigint NOT NULL, product text NOT NULL,
        currency text NOT NULL, principal numeric NOT NULL, outstanding numeric NOT NULL,
        amount_due numeric NOT NULL, told_outstanding numeric, told_due numeric,
        due_date date NOT NULL, as_of timestamptz NOT NULL,
        instalments_paid integer, instalments_paid_late integer, cause text,
        officer_name text NOT NULL, fingerprint bytea NOT NULL""",
    # Instalments of its loans, new and known, once these are merged.
    "intake_instalment": """
        loan_no text NOT NULL, id bigint NOT NULL, number integer NOT NULL, due_date date NOT NULL,
        principal numeric NOT NULL, interest numeric NOT NULL, fee numeric NOT NULL,
        pay_with_enc bytea""",
    "intake_party": """
        loan_id bigint NOT NULL, customer_id bigint NOT NULL, role text NOT NULL,
        fingerprint bytea NOT NULL""",
    # The file's new repayments; those since the figures are taken off the ledger, merged last.
    "intake_repayment": "loan_id bigint NOT NULL, amount numeric NOT NULL, is_since bool NOT NULL",
    # The file's new reversals; `is_since` of what they take back.
    "intake_reversal": "loan_id bigint NOT NULL, is_since bool NOT NULL",
    # What is changed of what was known, before and after (change_trail).
    "intake_change": '"table" text NOT NULL, id bigint NOT NULL, change jsonb NOT NULL',
    # Loans whose stored figures changed: announced once, when all is merged.
    "intake_touched": "loan_id bigint NOT NULL",
}


def create() -> None:
    """Empty tables for one pass over a file. Call inside the transaction of the import."""
    with connection.cursor() as cursor:
        for name, columns in TABLES.items():
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
            cursor.execute(f"CREATE TEMP TABLE {name} ({columns}) ON COMMIT DROP")


@contextmanager
def index_probes() -> Iterator[None]:
    """Inside, a batch is looked up by index; only for look-ups, a join without one would crawl.

    The planner knows nothing of rows written moments ago and would read a million loans for each
    batch of five thousand.
    """
    _switch("off")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _switch("on")


def _switch(state: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(name, %s, true) FROM unnest(%s) name",
            [state, ["enable_hashjoin", "enable_mergejoin", "enable_seqscan"]],
        )


def fetch(sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def run(sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> int:
    """Rows touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)

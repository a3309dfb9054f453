"""Customers and their addresses, merged by customer number, a batch at a time.

New customers are copied straight into their table under numbers taken beforehand. Known ones are
laid aside and changed at the very end, in the order of their ids: whoever decides about a customer
locks in that order too, and waits only for the last moment of the import.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from accounts.contact.confirming import THROUGH_FILE
from accounts.intake.merging import change_trail, retire_points, staging_tables
from accounts.intake.merging.copy import copy_rows
from accounts.intake.parsing.cells.addresses import gets_texts
from accounts.intake.parsing.shapes import LoanRow
from accounts.keys import keyring
from accounts.models import ContactPoint, Customer
from accounts.models.choices import Channel, PartyRole
from accounts.models.sealed import draw_ids

CUSTOMER_COLUMNS = (
    *("id", "customer_no", "name_enc", "name_index", "salutation", "language", "timezones"),
    *("id_last4_hash", "fingerprint", "created_at"),
)
CHANGED_COLUMNS = (
    *("id", "as_of", "name_enc", "name_index", "salutation", "language", "timezones"),
    *("id_last4_hash", "fingerprint"),
)
POINT_COLUMNS = (
    *("id", "customer_id", "channel", "role", "address_enc", "address_index", "address_hash"),
    *("seen_at", "named_by_id", "confirmed_on", "confirmed_through"),
)
NAMED_COLUMNS = ("customer_id", "channel", "address_hash", "seen_at", "named_by_id", "is_new")


class KnownCustomer(NamedTuple):
    """`told_at`: the newest figures we have of any of their `loans`."""

    pk: int
    fingerprint: bytes
    erased: bool
    told_at: datetime | None
    loans: int = 0


@dataclass(slots=True)
class Person:
    """One row's facts about a person, with their fingerprint and the lender that tells them."""

    row: LoanRow
    fingerprint: bytes
    lender_id: int


def known_customers(customer_nos: Iterable[str]) -> dict[str, KnownCustomer]:
    """By customer number; one query."""
    found = staging_tables.fetch(
        """
        SELECT c.customer_no, c.id, c.fingerprint, c.erased_at IS NOT NULL, l.told_at, l.loans
        FROM accounts_customer c CROSS JOIN LATERAL (
            SELECT max(as_of) AS told_at, count(*) AS loans
            FROM accounts_loan WHERE customer_id = c.id
        ) l
        WHERE c.customer_no = ANY(%s)
        """,
        [list(set(customer_nos))],
    )
    return {
        customer_no: KnownCustomer(pk, bytes(fingerprint), erased, told_at, loans)
        for customer_no, pk, fingerprint, erased, told_at, loans in found
    }


def merge_people(
    people: Sequence[Person], known: Mapping[str, KnownCustomer], *, now: datetime
) -> dict[str, int]:
    """Bring a batch in; returns the id of every customer named. `now` is when we learned it."""
    new: dict[str, Person] = {}
    changed: list[Person] = []
    for person in people:
        customer = known.get(person.row.customer_no)
        if customer is not None:
            if person.fingerprint != customer.fingerprint:
                changed.append(person)
        elif is_newer(person, new.get(person.row.customer_no)):
            new[person.row.customer_no] = person
    ids = dict(zip(new, draw_ids(Customer, len(new)), strict=True))
    copy_rows("accounts_customer", CUSTOMER_COLUMNS, new_rows(new, ids, now=now))
    newcomers = [person for person in people if person.row.customer_no in ids]
    copy_rows("accounts_contactpoint", (*POINT_COLUMNS, "state"), new_points(newcomers, ids))
    ids |= {customer_no: customer.pk for customer_no, customer in known.items()}
    lay_aside(changed, known)
    merge_points(changed, ids)
    return ids


def is_newer(person: Person, other: Person | None) -> bool:
    """Of two rows about one person the newer counts; of equally new ones the later."""
    return other is None or person.row.as_of >= other.row.as_of


def new_rows(
    new: Mapping[str, Person], ids: Mapping[str, int], *, now: datetime
) -> Iterable[tuple[object, ...]]:
    for customer_no, person in new.items():
        yield (pk := ids[customer_no], customer_no, *sealed_facts(person, pk), now)


def sealed_facts(person: Person, pk: int) -> tuple[object, ...]:
    """name_enc, name_index, salutation, language, timezones, id_last4_hash, fingerprint of that
    customer."""
    row, keys = person.row, keyring()
    last4 = keys.hash_secret(row.id_last4, row.customer_no) if row.id_last4 else None
    name = Customer.name.field.seal(row.name, pk)
    known_by = Customer.known_by(row.name)
    return (name, known_by, row.salutation, row.language, row.timezones, last4, person.fingerprint)


def addresses(row: LoanRow) -> Iterable[tuple[str, str, date | None]]:
    """(channel, address, when it was confirmed) of everything the row names."""
    if row.phone:
        # A landline is called, never texted.
        channel = Channel.SMS if gets_texts(row.phone) else Channel.PHONE
        yield channel.value, row.phone, row.phone_confirmed_on
    if row.email:
        yield Channel.EMAIL.value, row.email, None
    if row.wechat_id:
        yield Channel.WECHAT.value, row.wechat_id, None


def points(people: Iterable[Person], ids: Mapping[str, int]) -> Iterable[tuple[object, ...]]:
    """One row per customer and address, however often the batch names it. A debtor stays one."""
    named: dict[tuple[int, str, str], tuple[str, datetime, date | None, int]] = {}
    for person in people:
        row = person.row
        for channel, address, confirmed in addresses(row):
            key = (ids[row.customer_no], channel, address)
            known = named.get(key, (row.role, row.as_of, confirmed, 0))
            role, seen_at, confirmed_on, _lender = known
            if row.role == PartyRole.DEBTOR:
                role = row.role
            if confirmed and (confirmed_on is None or confirmed > confirmed_on):
                confirmed_on = confirmed
            named[key] = (role, max(seen_at, row.as_of), confirmed_on, person.lender_id)
    return sealed_points(named, draw_ids(ContactPoint, len(named)))


def sealed_points(
    named: Mapping[tuple[int, str, str], tuple[str, datetime, date | None, int]], ids: Sequence[int]
) -> Iterable[tuple[object, ...]]:
    keys, column = keyring(), ContactPoint.address.field
    for pk, each in zip(ids, named.items(), strict=True):
        (customer_id, channel, address), (role, seen_at, on, lender_id) = each
        yield (
            *(pk, customer_id, channel, role, column.seal(address, pk)),
            column.index(address),
            *(keys.suppression_hash(address, channel), seen_at, lender_id),
            *(on, THROUGH_FILE if on else ""),
        )


def new_points(people: Iterable[Person], ids: Mapping[str, int]) -> Iterable[tuple[object, ...]]:
    return ((*point, "active") for point in points(people, ids))


def lay_aside(changed: Iterable[Person], known: Mapping[str, KnownCustomer]) -> None:
    """Facts older than those we have of the person are not taken over (their addresses are)."""
    rows = []
    for person in changed:
        customer = known[person.row.customer_no]
        if customer.told_at is None or person.row.as_of >= customer.told_at:
            rows.append((customer.pk, person.row.as_of, *sealed_facts(person, customer.pk)))
    copy_rows("intake_customer", CHANGED_COLUMNS, rows)


def merge_points(changed: Sequence[Person], ids: Mapping[str, int]) -> None:
    """An address named again is seen again, and in use again if it was retired for not being."""
    if not changed:
        return
    copy_rows("intake_point", POINT_COLUMNS, points(changed, ids))
    retire_points.note_named()
    change_trail.note_points()
    staging_tables.run(
        """
        INSERT INTO accounts_contactpoint AS p
            (id, customer_id, channel, role, address_enc, address_index, address_hash, seen_at,
             named_by_id, confirmed_on, confirmed_through, state)
        SELECT id, customer_id, channel, role, address_enc, address_index, address_hash, seen_at,
            named_by_id, confirmed_on, confirmed_through, 'active'
        FROM intake_point
        ON CONFLICT (customer_id, channel, address_hash) DO UPDATE SET
            seen_at = GREATEST(p.seen_at, EXCLUDED.seen_at),
            named_by_id = EXCLUDED.named_by_id,
            state = CASE WHEN p.retired_why = 'not_named' THEN 'active' ELSE p.state END,
            retired_why = CASE WHEN p.retired_why = 'replaced' THEN p.retired_why ELSE '' END,
            retired_at = CASE WHEN p.retired_why = 'replaced' THEN p.retired_at END,
            role = CASE WHEN EXCLUDED.role = 'debtor' THEN 'debtor' ELSE p.role END,
            confirmed_on = GREATEST(p.confirmed_on, EXCLUDED.confirmed_on),
            confirmed_through = CASE
                WHEN EXCLUDED.confirmed_on > COALESCE(p.confirmed_on, '-infinity')
                THEN EXCLUDED.confirmed_through ELSE p.confirmed_through END,
            confirmed_evidence = CASE
                WHEN EXCLUDED.confirmed_on > COALESCE(p.confirmed_on, '-infinity')
                THEN '' ELSE p.confirmed_evidence END
        """
    )
    staging_tables.run("TRUNCATE intake_point")


def note_still_named(people: Iterable[Person], customers: Mapping[str, KnownCustomer]) -> None:
    """Rows that say nothing new of a person still name their addresses: none of them is retired."""
    keys = keyring()
    copy_rows(
        "intake_named",
        NAMED_COLUMNS,
        (
            (
                *(customers[person.row.customer_no].pk, channel),
                *(keys.suppression_hash(address, channel), person.row.as_of),
                *(person.lender_id, False),
            )
            for person in people
            for channel, address, _confirmed in addresses(person.row)
        ),
    )


def merge_known_customers() -> None:
    """Take over what was laid aside. What a file leaves empty stays as it was."""
    staging_tables.run("ANALYZE intake_customer")
    staging_tables.run(
        """
        SELECT id FROM accounts_customer
        WHERE id IN (SELECT id FROM intake_customer UNION SELECT customer_id FROM intake_consent)
        ORDER BY id FOR NO KEY UPDATE
        """
    )
    change_trail.note_customers()
    staging_tables.run(
        """
        UPDATE accounts_customer c SET
            name_enc = s.name_enc,
            name_index = s.name_index,
            salutation = COALESCE(NULLIF(s.salutation, ''), c.salutation),
            language = s.language,
            timezones = s.timezones,
            id_last4_hash = COALESCE(s.id_last4_hash, c.id_last4_hash),
            fingerprint = s.fingerprint
        FROM (
            SELECT DISTINCT ON (id) * FROM intake_customer ORDER BY id, as_of DESC, serial DESC
        ) s
        WHERE c.id = s.id
        """
    )

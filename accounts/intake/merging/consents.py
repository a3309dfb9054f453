"""Consents that the lender's records name: given with the day and the proof, or taken back.

A later word of the customer's own stands, whatever a file says; the row enters all the same and the
import says so. What stands already stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings

from accounts.contact.said_later import BEGINS, OVERRULED, Word, said_otherwise_later
from accounts.intake.merging import staging_tables
from accounts.intake.merging.batches import ReadRow
from accounts.intake.merging.copy import copy_rows
from accounts.intake.merging.counts import Tally
from accounts.intake.merging.customers import KnownCustomer, Person
from accounts.intake.parsing.shapes import LoanRow, Remark, ToldConsent
from accounts.models import Consent, ImportFile
from accounts.signals import wishes_changed

COLUMNS = ("customer_id", "lender_id", "kind", "agreed", "said_on", "evidence")
SAID_LATER = "said_otherwise_later"


class ToldConsents:
    """What one pass over a file says of consents. `lenders` maps code → id."""

    def __init__(self, tally: Tally, *, lenders: Mapping[str, int]) -> None:
        self._tally = tally
        self._lenders = lenders
        self._overruled: set[tuple[str, str, ToldConsent]] = set()

    def look(self, rows: Iterable[ReadRow], customers: Mapping[str, KnownCustomer]) -> None:
        """Note what a known customer has said otherwise since. Two queries a batch that names
        consents, none for another."""
        told: list[tuple[ReadRow, ToldConsent]] = [
            (read, each)
            for read in rows
            if read.value.consents and read.value.customer_no in customers
            for each in read.value.consents
        ]
        places = said_otherwise_later([self._word(*each, customers) for each in told])
        for place in sorted(places):
            read, each = told[place]
            self._overruled.add((read.value.customer_no, read.value.lender, each))
            self._tally.note(Remark(f"{each.kind}_consent", SAID_LATER), read.line)

    def lay_aside(self, people: Sequence[Person], ids: Mapping[str, int]) -> None:
        """Those of rows that enter."""
        copy_rows(
            "intake_consent",
            COLUMNS,
            [
                (ids[row.customer_no], person.lender_id, *each)
                for person in people
                if (row := person.row).consents
                for each in row.consents
                if (row.customer_no, row.lender, each) not in self._overruled
            ],
        )

    def _word(
        self, read: ReadRow, told: ToldConsent, customers: Mapping[str, KnownCustomer]
    ) -> Word:
        row: LoanRow = read.value
        pk = customers[row.customer_no].pk
        return Word(pk, self._lenders[row.lender], told.kind, told.agreed, told.on)


# Of several words in one file the last day counts; on one day, “no”.
_LAST = """(SELECT DISTINCT ON (customer_id, kind) * FROM intake_consent
    ORDER BY customer_id, kind, said_on DESC, agreed, serial DESC) s"""
_REVOKE = f"""
UPDATE accounts_consent c SET revoked_at = %(now)s, revoked_by_id = %(by)s,
    revocation = %(source)s || s.said_on || COALESCE(' · ' || NULLIF(s.evidence, ''), '')
FROM {_LAST}
WHERE NOT s.agreed AND c.customer_id = s.customer_id AND c.kind = s.kind AND c.revoked_at IS NULL
    AND NOT {OVERRULED}
RETURNING c.customer_id
"""  # noqa: S608 - constants
_GIVE = f"""
INSERT INTO accounts_consent (customer_id, kind, via, given_at, evidence, recorded_by_id,
    revoked_at, revoked_by_id, revocation)
SELECT s.customer_id, s.kind, %(via)s, {BEGINS}, %(source)s || s.evidence, %(by)s, NULL, NULL, ''
FROM {_LAST}
WHERE s.agreed AND NOT {OVERRULED}
ORDER BY s.customer_id, s.kind
ON CONFLICT (customer_id, kind) WHERE revoked_at IS NULL DO NOTHING
"""  # noqa: S608 - constants


def merge(import_file: ImportFile, *, now: datetime) -> None:
    """Take over what was laid aside, with the customers locked (customers.merge_known_customers).
    Asked again here: a customer may have spoken while the file was read."""
    staging_tables.run("ANALYZE intake_consent")
    values = {
        "now": now,
        "by": import_file.uploaded_by_id,
        "via": Consent.Via.FILE.value,
        "source": f"import:{import_file.pk} · ",
        "zone": settings.TEAM_ZONE,
    }
    revoked = {pk for (pk,) in staging_tables.fetch(_REVOKE, values)}
    staging_tables.run(_GIVE, values)
    staging_tables.run("TRUNCATE intake_consent")
    if revoked:
        wishes_changed.send(sender=Consent, customer_ids=revoked, now=now)

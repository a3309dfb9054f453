"""A number the lender no longer names is retired: nobody falls back to it.

Only where a newer file names another one: an empty cell says nothing. What the file names anywhere
for that customer stays, so do numbers of other lenders, those nobody imported, and those confirmed
since the figures by somebody else than the file. Named again, a number is in use again.
"""

from datetime import datetime

from accounts.intake.merging import change_trail, staging_tables

RETIRED_WHY = "not_named"

# Of each address of a known customer this file names: had we it not, or retired it?
NOTE_NAMED = """
    INSERT INTO intake_named (customer_id, channel, address_hash, seen_at, named_by_id, is_new)
    SELECT i.customer_id, i.channel, i.address_hash, i.seen_at, i.named_by_id,
        p.id IS NULL OR (p.state = 'retired' AND p.retired_why = 'not_named')
    FROM intake_point i
    LEFT JOIN accounts_contactpoint p ON p.customer_id = i.customer_id
        AND p.channel = i.channel AND p.address_hash = i.address_hash
"""
RETIRE = """
    INSERT INTO intake_retired (point_id)
    SELECT DISTINCT p.id
    FROM intake_named n
    JOIN accounts_contactpoint p ON p.customer_id = n.customer_id
    WHERE n.is_new
      AND (p.channel = n.channel
           OR p.channel IN ('sms', 'phone') AND n.channel IN ('sms', 'phone'))
      AND p.named_by_id = n.named_by_id AND p.state = 'active' AND p.seen_at < n.seen_at
      AND (p.confirmed_on IS NULL OR p.confirmed_on < n.seen_at::date
           OR p.confirmed_through = 'import')
      AND NOT EXISTS (
          SELECT FROM intake_named x
          WHERE x.customer_id = p.customer_id AND x.channel = p.channel
            AND x.address_hash = p.address_hash)
"""
CLOSE = """
    UPDATE accounts_contactpoint p SET state = 'retired', retired_why = %s, retired_at = %s
    FROM intake_retired r WHERE p.id = r.point_id
"""


def note_named() -> None:
    """Before a batch of addresses is merged."""
    staging_tables.run(NOTE_NAMED)


def retire(*, now: datetime) -> None:
    """Once every row is read."""
    staging_tables.run("ANALYZE intake_named")
    if staging_tables.run(RETIRE):
        change_trail.note_retired()
        staging_tables.run(CLOSE, [RETIRED_WHY, now])

"""What a file changes of what is known, kept before and after: one statement a step.

Each step notes its rows in a temporary table before it changes them; at the end of the import they
become bundles (accounts.models.import_trail), which are sealed. What came with the file for the
first time stands in the file, whose hash the trail has. Ciphertexts are masked, hashes too: that a
name, a number or a secret was written anew is kept, not which.
"""

from __future__ import annotations

from accounts.intake.merging import staging_tables

ROWS_PER_BUNDLE = 500

# Only what differs; moments and fingerprints, which differ in every row, say nothing.
_LOANS = """
INSERT INTO intake_change ("table", id, change)
SELECT 'accounts_loan', d.id, d.change FROM (
    SELECT l.id, jsonb_strip_nulls(jsonb_build_object(
        'lender_id', CASE WHEN l.lender_id <> s.lender_id
            THEN jsonb_build_array(l.lender_id, s.lender_id) END,
        'product', CASE WHEN s.product <> '' AND l.product <> s.product
            THEN jsonb_build_array(l.product, s.product) END,
        'currency', CASE WHEN l.currency <> s.currency
            THEN jsonb_build_array(l.currency, s.currency) END,
        'principal', CASE WHEN l.principal <> s.principal
            THEN jsonb_build_array(l.principal, s.principal) END,
        'outstanding', CASE WHEN l.outstanding <> s.outstanding
            THEN jsonb_build_array(l.outstanding, s.outstanding) END,
        'amount_due', CASE WHEN l.amount_due <> s.amount_due
            THEN jsonb_build_array(l.amount_due, s.amount_due) END,
        'due_date', CASE WHEN l.due_date <> s.due_date
            THEN jsonb_build_array(l.due_date, s.due_date) END,
        'cause', CASE WHEN s.cause IS NOT NULL AND l.cause <> s.cause
            THEN jsonb_build_array(l.cause, s.cause) END,
        'officer_name', CASE WHEN s.officer_name <> '' AND l.officer_name <> s.officer_name
            THEN jsonb_build_array(l.officer_name, s.officer_name) END)) AS change
    FROM intake_loan s JOIN accounts_loan l ON l.id = s.id
) d WHERE d.change <> '{}'
"""
_CUSTOMERS = """
INSERT INTO intake_change ("table", id, change)
SELECT 'accounts_customer', c.id, jsonb_strip_nulls(jsonb_build_object(
    'name_enc', '["•••", "•••"]'::jsonb,
    'id_last4_hash', CASE
        WHEN s.id_last4_hash IS NOT NULL AND c.id_last4_hash IS DISTINCT FROM s.id_last4_hash
        THEN CASE WHEN c.id_last4_hash IS NULL THEN '["", "•••"]'::jsonb
            ELSE '["•••", "•••"]'::jsonb END END,
    'salutation', CASE WHEN s.salutation <> '' AND c.salutation <> s.salutation
        THEN jsonb_build_array(c.salutation, s.salutation) END,
    'language', CASE WHEN c.language <> s.language
        THEN jsonb_build_array(c.language, s.language) END,
    'timezones', CASE WHEN c.timezones::text[] <> s.timezones
        THEN jsonb_build_array(to_jsonb(c.timezones), to_jsonb(s.timezones)) END))
FROM (SELECT DISTINCT ON (id) * FROM intake_customer ORDER BY id, as_of DESC, serial DESC) s
JOIN accounts_customer c ON c.id = s.id
"""
# A number that is new for somebody known, or in use again.
_POINTS = """
INSERT INTO intake_change ("table", id, change)
SELECT 'accounts_contactpoint', COALESCE(p.id, i.id),
    CASE WHEN p.id IS NULL
        THEN jsonb_build_object(
            'customer_id', jsonb_build_array(NULL, i.customer_id),
            'channel', jsonb_build_array(NULL, i.channel),
            'role', jsonb_build_array(NULL, i.role),
            'address_enc', jsonb_build_array(NULL, '•••'),
            'state', jsonb_build_array(NULL, 'active'))
        ELSE jsonb_build_object('state', jsonb_build_array(p.state, 'active')) END
FROM intake_point i
LEFT JOIN accounts_contactpoint p ON p.customer_id = i.customer_id
    AND p.channel = i.channel AND p.address_hash = i.address_hash
WHERE p.id IS NULL OR p.state <> 'active' AND p.retired_why = 'not_named'
"""
_RETIRED = """
INSERT INTO intake_change ("table", id, change)
SELECT 'accounts_contactpoint', p.id,
    jsonb_build_object('state', jsonb_build_array(p.state, 'retired'))
FROM intake_retired r JOIN accounts_contactpoint p ON p.id = r.point_id
"""
_PARTIES = """
INSERT INTO intake_change ("table", id, change)
SELECT 'accounts_loan', i.loan_id, jsonb_build_object(
    'party ' || i.customer_id, jsonb_build_array(p.role, i.role))
FROM intake_party i
LEFT JOIN accounts_loanparty p ON p.loan_id = i.loan_id AND p.customer_id = i.customer_id
WHERE p.role IS DISTINCT FROM i.role
"""
# A row noted twice (two parties of one loan, a number of two batches) keeps all that was noted.
_TWICE = """
WITH twice AS (
    SELECT "table", id FROM intake_change GROUP BY "table", id HAVING count(*) > 1
), gone AS (
    DELETE FROM intake_change n USING twice t WHERE n."table" = t."table" AND n.id = t.id
    RETURNING n.*
)
INSERT INTO intake_change ("table", id, change)
SELECT g."table", g.id, jsonb_object_agg(e.key, e.value)
FROM gone g, jsonb_each(g.change) e GROUP BY g."table", g.id
"""
_BUNDLE = """
INSERT INTO accounts_importtrail
    (import_file_id, "table", first_id, last_id, ids, changes, at)
SELECT %s, b."table", min(b.id), max(b.id), array_agg(b.id ORDER BY b.id),
    jsonb_object_agg(b.id, b.change), clock_timestamp()
FROM (
    SELECT c."table", c.id, c.change,
        (row_number() OVER (PARTITION BY c."table" ORDER BY c.id) - 1) / %s AS bundle
    FROM intake_change c
) b
GROUP BY b."table", b.bundle
"""


def note_loans() -> None:
    """Before the known loans take over their new figures."""
    staging_tables.run(_LOANS)


def note_customers() -> None:
    """Before the known customers take over their new facts."""
    staging_tables.run(_CUSTOMERS)


def note_points() -> None:
    """Before a batch of addresses is merged."""
    staging_tables.run(_POINTS)


def note_retired() -> None:
    """Before numbers that are no longer named are retired."""
    staging_tables.run(_RETIRED)


def note_parties() -> None:
    """Before a batch of other parties is merged."""
    staging_tables.run(_PARTIES)


def keep(import_id: int, *, rows_per_bundle: int = ROWS_PER_BUNDLE) -> None:
    """What was noted becomes bundles, for good."""
    staging_tables.run(_TWICE)
    staging_tables.run(_BUNDLE, [import_id, rows_per_bundle])

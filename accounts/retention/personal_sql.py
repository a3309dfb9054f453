"""SQL that erases one person: the whole act is a function of the database, as in `sql`.

A sealed row keeps its hash: what its erased values were committed to is kept, the row's salt, with
which somebody could try out what they were, is overwritten.
"""

from __future__ import annotations

from accounts.retention.kinds import VALUES
from accounts.retention.personal import PERSONAL, SEALED, Personal, Sealed
from accounts.retention.sql import DEFINER, LOCK, due

OBSTACLES = (
    ("legal_hold", "huancui_has_legal_hold(person)"),
    (
        "complaint",
        """EXISTS (SELECT FROM feedback_complaint c
        WHERE c.customer_id = person AND c.state <> 'resolved')""",
    ),
    (
        "loan",
        """EXISTS (SELECT FROM accounts_loan l
        WHERE l.customer_id = person AND (l.outstanding > 0 OR l.amount_due > 0))
        OR EXISTS (SELECT FROM accounts_loanparty p JOIN accounts_loan l ON l.id = p.loan_id
        WHERE p.customer_id = person AND (l.outstanding > 0 OR l.amount_due > 0))""",
    ),
    (
        "hardship",
        """EXISTS (SELECT FROM feedback_hardshipcase h
        WHERE h.customer_id = person AND h.ended_at IS NULL)""",
    ),
    (
        "message",
        """EXISTS (SELECT FROM messaging_message m
        WHERE m.customer_id = person AND m.state IN ('queued', 'claimed', 'handing_over'))""",
    ),
    (
        "call",
        """EXISTS (SELECT FROM messaging_call c WHERE c.customer_id = person AND c.outcome = '')
        OR EXISTS (SELECT FROM feedback_calltask k
        WHERE k.customer_id = person AND k.state = 'open')""",
    ),
    (
        "alarm",
        """EXISTS (SELECT FROM feedback_alarm a
        JOIN feedback_conversation v ON v.id = a.conversation_id
        WHERE v.customer_id = person AND a.closed_at IS NULL)""",
    ),
    (
        "loan_move",
        """EXISTS (SELECT FROM accounts_loanmove v
        WHERE v.from_customer_id = person AND v.state IN ('open', 'asked'))""",
    ),
)
"""Why somebody is not erased now, the first that holds."""

_CASES = "\n        ".join(f"WHEN {condition} THEN '{code}'" for code, condition in OBSTACLES)
_LOOKS = f"""
CREATE FUNCTION huancui_has_legal_hold(person bigint) RETURNS boolean
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT EXISTS (SELECT FROM accounts_legalhold h
        WHERE h.customer_id = person AND h.state IN ('asked', 'placed', 'lift_asked'))
$$;

CREATE FUNCTION huancui_erasure_obstacle(person bigint) RETURNS text
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT CASE
        {_CASES}
        ELSE '' END
$$;

CREATE FUNCTION huancui_commitment(salt bytea, of_column text, value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT encode(sha256(sha256(salt || convert_to(of_column, 'UTF8'))
        || convert_to(value, 'UTF8')), 'hex')
$$;

CREATE FUNCTION huancui_note_erasure(
    of_run bigint, of_request bigint, of_table text, of_columns text[], gone bigint[]
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF gone IS NOT NULL THEN
        INSERT INTO accounts_erasure
            (at, run_id, request_id, kind, "table", columns, first_id, last_id, ids)
        VALUES (clock_timestamp(), of_run, of_request, 'person', of_table, of_columns,
                gone[1], gone[cardinality(gone)], gone);
    END IF;
END;
$$;
REVOKE ALL ON FUNCTION huancui_note_erasure(bigint, bigint, text, text[], bigint[]) FROM PUBLIC;
"""  # noqa: S608 - no value is put in


def _emptied(each: Personal) -> str:
    columns = ", ".join(f"'{column}'" for column in each.emptied)
    return f"""
    WITH emptied AS (
        UPDATE {each.table} t SET {each.assigned}
        WHERE {each.whose} AND {each.there} RETURNING t.id
    ) SELECT array_agg(id ORDER BY id) INTO gone FROM emptied;
    PERFORM huancui_note_erasure(of_run, of_request, '{each.table}', ARRAY[{columns}], gone);
    counts := counts || jsonb_build_object('{each.table}',
        COALESCE((counts ->> '{each.table}')::int, 0) + COALESCE(cardinality(gone), 0));"""  # noqa: S608 - no value is put in


def _sealed(each: Sealed) -> str:
    columns = ", ".join(f"'{column}'" for column in each.erasable)
    kept = ", ".join(
        f"'{column}', huancui_commitment(salt, '{column}', t.{column}::text)"
        for column in each.erasable
    )
    assigned = ", ".join(f"{column} = {value}" for column, value in each.emptied.items())
    return f"""
    gone := NULL;
    FOR pk IN
        SELECT t.id FROM {each.table} t WHERE {each.whose} AND NOT EXISTS (
            SELECT FROM accounts_erasedvalue v WHERE v."table" = '{each.table}' AND v.row_id = t.id)
        ORDER BY t.id
    LOOP
        SELECT p.id, array_position(p.ids, pk) - 1 INTO part, place
        FROM accounts_chainpart p
        WHERE p."table" = '{each.table}' AND p.last_id >= pk AND p.first_id <= pk
          AND pk = ANY (p.ids) ORDER BY p.id LIMIT 1;
        IF part IS NULL THEN
            RAISE EXCEPTION 'row % of {each.table} is not sealed yet', pk USING
                ERRCODE = 'check_violation', CONSTRAINT = 'what_is_erased_was_sealed';
        END IF;
        SELECT substring(p.salts from place * 16 + 1 for 16) INTO salt
        FROM accounts_chainpart p WHERE p.id = part FOR NO KEY UPDATE;
        INSERT INTO accounts_erasedvalue ("table", row_id, commitments)
        SELECT '{each.table}', pk, jsonb_strip_nulls(jsonb_build_object({kept}))
        FROM {each.table} t WHERE t.id = pk;
        UPDATE accounts_chainpart SET salts = overlay(
            salts placing decode(repeat('00', 16), 'hex') from place * 16 + 1 for 16)
        WHERE id = part;
        gone := gone || pk;
    END LOOP;
    UPDATE {each.table} t SET {assigned} WHERE t.id = ANY (gone);
    PERFORM huancui_note_erasure(of_run, of_request, '{each.table}', ARRAY[{columns}], gone);
    counts := counts || jsonb_build_object('{each.table}', COALESCE(cardinality(gone), 0));"""  # noqa: S608 - no value is put in


_EMPTY_PERSON = f"""
CREATE FUNCTION huancui_empty_person(
    person bigint, of_run bigint, of_request bigint, moment timestamptz
) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    counts jsonb := '{{}}';
    gone bigint[];
    pk bigint;
    part bigint;
    place int;
    salt bytea;
BEGIN
    PERFORM huancui_begin_erasing();
    {"".join(map(_sealed, SEALED))}
    {"".join(map(_emptied, PERSONAL))}
    RETURN counts;
END;
$$;
REVOKE ALL ON FUNCTION huancui_empty_person(bigint, bigint, bigint, timestamptz) FROM PUBLIC;
"""

_ERASE_PERSON = f"""
CREATE FUNCTION huancui_erase_person(this bigint, moment timestamptz) RETURNS text
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    asked accounts_erasurerequest;
    obstacle text;
    counts jsonb;
BEGIN
    PERFORM pg_advisory_xact_lock_shared({LOCK});
    IF NOT huancui_in_bulk('retention') THEN
        RAISE EXCEPTION 'values go in bulk, with one record' USING ERRCODE = 'check_violation';
    END IF;
    SELECT * INTO asked FROM accounts_erasurerequest WHERE id = this FOR NO KEY UPDATE;
    IF asked.id IS NULL OR asked.state <> 'approved' THEN
        RAISE EXCEPTION 'this erasure is not approved' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'an_erasure_takes_two_people';
    END IF;
    PERFORM 1 FROM accounts_customer WHERE id = asked.customer_id FOR NO KEY UPDATE;
    obstacle := huancui_erasure_obstacle(asked.customer_id);
    IF obstacle <> '' THEN
        RETURN obstacle;
    END IF;
    counts := huancui_empty_person(asked.customer_id, NULL, this, moment);
    UPDATE accounts_erasurerequest SET state = 'done', done_at = moment, erased = counts
    WHERE id = this;
    PERFORM set_config('huancui.erasing', '', true);
    RETURN '';
END;
$$;
REVOKE ALL ON FUNCTION huancui_erase_person(bigint, timestamptz) FROM PUBLIC;
"""  # noqa: S608 - no value is put in

# Whose loans were all closed so long ago, for every lender of theirs.
_ERASE_CLOSED = f"""
CREATE FUNCTION huancui_erase_accounts_customer(of_run bigint, after bigint, upto bigint)
RETURNS bigint LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    moment timestamptz;
    latest timestamptz;
    person bigint;
    erased bigint := 0;
BEGIN
    PERFORM pg_advisory_xact_lock_shared({LOCK});
    moment := huancui_moment_of_run(of_run);
    latest := huancui_latest_over('customers', moment);
    IF latest IS NULL THEN
        RETURN 0;
    END IF;
    IF NOT huancui_in_bulk('retention') THEN
        RAISE EXCEPTION 'values go in bulk, with one record' USING ERRCODE = 'check_violation';
    END IF;
    FOR person IN
        SELECT t.id FROM accounts_customer t WHERE t.id > after AND t.id <= upto AND {{due}}
        ORDER BY t.id FOR NO KEY UPDATE OF t SKIP LOCKED
    LOOP
        PERFORM huancui_empty_person(person, of_run, NULL, moment);
        PERFORM set_config('huancui.erasing', '', true);
        erased := erased + 1;
    END LOOP;
    RETURN erased;
END;
$$;
REVOKE ALL ON FUNCTION huancui_erase_accounts_customer(bigint, bigint, bigint) FROM PUBLIC;
"""  # noqa: S608 - no value is put in

[_CLOSED] = [values for values in VALUES if values.by_person]
PERSONS = (
    _LOOKS
    + _EMPTY_PERSON
    + _ERASE_PERSON
    + _ERASE_CLOSED.format(due=due(_CLOSED).format(latest="latest", at="moment"))
)
PERSONS_GONE = """
DROP FUNCTION huancui_erase_accounts_customer(bigint, bigint, bigint);
DROP FUNCTION huancui_erase_person(bigint, timestamptz);
DROP FUNCTION huancui_empty_person(bigint, bigint, bigint, timestamptz);
DROP FUNCTION huancui_note_erasure(bigint, bigint, text, text[], bigint[]);
DROP FUNCTION huancui_commitment(bytea, text, text);
DROP FUNCTION huancui_erasure_obstacle(bigint);
DROP FUNCTION huancui_has_legal_hold(bigint);
"""

_COUNTS = " UNION ALL ".join(
    [
        f"SELECT '{each.table}', (SELECT count(*) FROM {each.table} t"  # noqa: S608 - no value is put in
        f" WHERE {each.whose} AND {each.there})"
        for each in PERSONAL
    ]
)
COUNTED = f"""
WITH who AS (SELECT %s::bigint AS person)
SELECT c.* FROM who CROSS JOIN LATERAL ({_COUNTS}) AS c (part, rows)
"""  # noqa: S608 - no value is put in
"""What would go of one person, by table."""

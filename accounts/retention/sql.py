"""SQL by which the database itself empties values, and lets nobody else do it.

A trigger that keeps a row as it is lets a value go while `huancui_is_erasing()`: that is true only
inside the functions made here, which look at the approved period, at legal holds and at the run
that was shown before, and write down which rows they emptied. A worker may call them; nobody may
write what they write.
"""

from __future__ import annotations

from accounts.audit.vouching_sql import HERE, mac
from accounts.retention.kinds import VALUES, Values

LOCK = 0x5EA3
"""Shared by every batch, taken alone by who asks for a legal hold: none is overtaken."""

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_SEAL = mac(HERE.format(said="'erasing'"))

# Two people are two who acted, each with the right to: asked by the triggers of this room.
ACTING = """
CREATE FUNCTION huancui_require_acting(person bigint, code text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT huancui_is_acting(person) OR NOT huancui_may(person, 'accounts', code) THEN
        RAISE EXCEPTION 'who acts may not' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'who_acts_may';
    END IF;
END;
$$;
"""

ERASING = f"""
CREATE FUNCTION huancui_begin_erasing() RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    PERFORM set_config('huancui.erasing', (SELECT {_SEAL} FROM huancui_key k), true);
END;
$$;
REVOKE ALL ON FUNCTION huancui_begin_erasing() FROM PUBLIC;

CREATE FUNCTION huancui_is_erasing() RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE
    seal text := current_setting('huancui.erasing', true);
BEGIN
    IF seal IS NULL OR seal = '' THEN
        RETURN false;
    END IF;
    RETURN (SELECT seal = {_SEAL} FROM huancui_key k);
END;
$$;
"""  # noqa: S608 - no value is put in

PERIODS = """
CREATE FUNCTION huancui_period(of_kind text, of_lender bigint) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT months FROM accounts_retentionrule
    WHERE kind = of_kind AND lender_id IS NOT DISTINCT FROM of_lender AND state = 'approved'
    ORDER BY decided_at DESC, id DESC LIMIT 1
$$;

CREATE FUNCTION huancui_is_held(person bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT person IS NOT NULL AND (
        EXISTS (SELECT FROM accounts_legalhold h
                WHERE h.customer_id = person AND h.state IN ('asked', 'placed', 'lift_asked'))
        -- An old contact may be what an open complaint is about.
        OR EXISTS (SELECT FROM feedback_complaint c
                   WHERE c.customer_id = person AND c.state <> 'resolved'))
$$;

-- With no lender of its own a row is kept as long as any lender of its customer keeps its kind.
CREATE FUNCTION huancui_time_is_over(
    of_kind text, lender bigint, person bigint, since timestamptz, at timestamptz
) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF since IS NULL OR huancui_is_held(person) THEN
        RETURN false;
    END IF;
    IF lender IS NOT NULL OR of_kind IN ('files', 'sign_ins') THEN
        RETURN COALESCE(
            since <= at - make_interval(months => huancui_period(of_kind, lender)), false);
    END IF;
    RETURN EXISTS (SELECT FROM accounts_lender) AND NOT EXISTS (
        SELECT FROM accounts_lender l
        WHERE (EXISTS (SELECT FROM accounts_loan o
                       WHERE o.customer_id = person AND o.lender_id = l.id)
               OR NOT EXISTS (SELECT FROM accounts_loan o WHERE o.customer_id = person))
          AND NOT COALESCE(
              since <= at - make_interval(months => huancui_period(of_kind, l.id)), false));
END;
$$;

-- Nothing is looked at that is younger than the shortest period of its kind; NULL: all is kept.
CREATE FUNCTION huancui_latest_over(of_kind text, at timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT at - make_interval(months => min(huancui_period(of_kind, l.id)))
    FROM (SELECT id FROM accounts_lender WHERE of_kind NOT IN ('files', 'sign_ins')
          UNION ALL SELECT NULL WHERE of_kind IN ('files', 'sign_ins')) l
$$;

-- The moment of a run that may erase now: shown before, its time come, not stopped.
CREATE FUNCTION huancui_moment_of_run(run bigint) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found accounts_retentionrun;
BEGIN
    SELECT * INTO found FROM accounts_retentionrun WHERE id = run FOR SHARE;
    IF found.id IS NULL OR found.state <> 'erasing' THEN
        RAISE EXCEPTION 'this run of retention is not erasing' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'a_run_erases_in_its_time';
    END IF;
    IF found.moment > clock_timestamp() + interval '1 minute'
            AND EXISTS (SELECT FROM huancui_installation WHERE mode = 'production') THEN
        RAISE EXCEPTION 'a run of retention is of a time to come' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'a_run_erases_in_its_time';
    END IF;
    RETURN found.moment;
END;
$$;
"""


def due(values: Values) -> str:
    """SQL: the time of row `t` is over at `at`, as is at most that of any row since `latest`."""
    return f"""{values.is_there} AND {values.where} AND {values.moment} <= {{latest}}
        AND huancui_time_is_over(
            '{values.kind}', {values.lender}, {values.customer}, {values.moment}, {{at}})"""


def name(values: Values) -> str:
    """Of the function that empties this table."""
    return f"huancui_erase_{values.table}"


def _function(values: Values) -> str:
    columns = ", ".join(f"'{column}'" for column in values.columns)
    return f"""
CREATE FUNCTION {name(values)}(of_run bigint, after bigint, upto bigint) RETURNS bigint
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    moment timestamptz;
    latest timestamptz;
    gone bigint[];
BEGIN
    PERFORM pg_advisory_xact_lock_shared({LOCK});
    moment := huancui_moment_of_run(of_run);
    latest := huancui_latest_over('{values.kind}', moment);
    IF latest IS NULL THEN
        RETURN 0;
    END IF;
    IF NOT huancui_in_bulk('retention') THEN
        RAISE EXCEPTION 'values go in bulk, with one record' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM huancui_begin_erasing();
    WITH due AS (
        SELECT t.id FROM {values.table} t WHERE t.id > after AND t.id <= upto
        AND {due(values).format(latest="latest", at="moment")}
        ORDER BY t.id FOR NO KEY UPDATE OF t SKIP LOCKED
    ), emptied AS (
        UPDATE {values.table} t SET {values.emptied} FROM due WHERE t.id = due.id RETURNING t.id
    )
    SELECT array_agg(id ORDER BY id) INTO gone FROM emptied;
    PERFORM set_config('huancui.erasing', '', true);
    IF gone IS NOT NULL THEN
        INSERT INTO accounts_erasure
            (at, run_id, kind, "table", columns, first_id, last_id, ids)
        VALUES (clock_timestamp(), of_run, '{values.kind}', '{values.table}', ARRAY[{columns}],
                gone[1], gone[cardinality(gone)], gone);
    END IF;
    RETURN COALESCE(cardinality(gone), 0);
END;
$$;
REVOKE ALL ON FUNCTION {name(values)}(bigint, bigint, bigint) FROM PUBLIC;
"""  # noqa: S608 - no value is put in


FUNCTIONS = ACTING + ERASING
_BY_COLUMN = [values for values in VALUES if not values.by_person]
EMPTYING = PERIODS + "".join(map(_function, _BY_COLUMN))
"""Made after the tables they name."""

GRANTED = {
    "huancui_erase_person(bigint, timestamptz)": "huancui_worker",
    **{f"{name(values)}(bigint, bigint, bigint)": "huancui_worker" for values in VALUES},
}
"""Who may call what, beside what everybody may."""

EMPTYING_GONE = (
    "".join(f"DROP FUNCTION {name(each)}(bigint, bigint, bigint);\n" for each in _BY_COLUMN)
    + """
DROP FUNCTION huancui_moment_of_run(bigint);
DROP FUNCTION huancui_latest_over(text, timestamptz);
DROP FUNCTION huancui_time_is_over(text, bigint, bigint, timestamptz, timestamptz);
DROP FUNCTION huancui_is_held(bigint);
DROP FUNCTION huancui_period(text, bigint);
"""
)
GONE = """
DROP FUNCTION huancui_is_erasing();
DROP FUNCTION huancui_begin_erasing();
DROP FUNCTION huancui_require_acting(bigint, text);
"""

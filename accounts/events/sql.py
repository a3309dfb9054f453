"""SQL that writes events for lenders' systems, called by triggers alone (accounts.models.told).

It looks past row security (SECURITY DEFINER): whoever places a hold may work with one lender, and
the customer have loans of two. Nobody calls it by hand: outside a trigger it refuses, and no role
but the owner of our triggers may call it. The names it gives away are those the core system itself
brought: customer and loan numbers.
"""

WRITERS = ("huancui_tell", "huancui_tell_all", "huancui_tell_test")
"""Nobody but the owner of the tables may call them (config.database_roles.sql)."""

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_OF_A_TRIGGER = """
    IF pg_trigger_depth() = 0 THEN
        RAISE EXCEPTION 'events are written by what happens' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'events_are_written_by_what_happens';
    END IF;"""

# Until its secret is taken nobody could check a signature; paused, it goes on being awaited.
AWAITS = f"""
CREATE FUNCTION huancui_awaits(what text, of_lender bigint) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM accounts_eventdestination d
        WHERE (of_lender IS NULL OR d.lender_id = of_lender)
          AND d.state = 'approved' AND d.issued_at IS NOT NULL AND what = ANY (d.kinds));
END;
$$;
"""

# In one statement, however many there are: receipts come by the thousand. What is told of a loan or
# of a message's loans are their numbers.
WRITE = f"""
CREATE FUNCTION huancui_tell_all(
    what text, happened timestamptz[], about jsonb[], lenders bigint[], customers bigint[],
    candidates bigint[] DEFAULT NULL, loans bigint[] DEFAULT NULL
) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
BEGIN{_OF_A_TRIGGER}
    WITH awaiting AS MATERIALIZED (
        SELECT d.id, d.lender_id FROM accounts_eventdestination d
        WHERE d.state = 'approved' AND d.issued_at IS NOT NULL AND what = ANY (d.kinds)
    ), written AS (
        INSERT INTO accounts_event (number, kind, lender_id, at, data, written_at)
        SELECT gen_random_uuid(), what, f.lender_id, f.at,
            f.about || jsonb_build_object('customer_no', c.customer_no)
            || CASE WHEN f.loan_id IS NULL THEN '{{}}' ELSE jsonb_build_object('loan_no',
                (SELECT l.loan_no FROM accounts_loan l WHERE l.id = f.loan_id)) END
            || CASE WHEN f.candidate_id IS NULL THEN '{{}}' ELSE jsonb_build_object('loan_nos', (
                SELECT COALESCE(jsonb_agg(l.loan_no ORDER BY l.id), '[]')
                FROM messaging_candidateloan k JOIN accounts_loan l ON l.id = k.loan_id
                WHERE k.candidate_id = f.candidate_id AND NOT k.left_out)) END,
            clock_timestamp()
        FROM unnest(happened, about, lenders, customers, candidates, loans) WITH ORDINALITY
            AS f (at, about, lender_id, customer_id, candidate_id, loan_id, place)
        LEFT JOIN accounts_customer c ON c.id = f.customer_id
        WHERE f.lender_id IN (SELECT a.lender_id FROM awaiting a)
        ORDER BY f.place
        RETURNING id, lender_id
    )
    INSERT INTO accounts_eventdelivery
        (event_id, destination_id, lender_id, state, tries, next_at, error)
    SELECT w.id, a.id, w.lender_id, 'waiting', 0, clock_timestamp(), ''
    FROM written w JOIN awaiting a ON a.lender_id = w.lender_id ORDER BY w.id, a.id;
END;
$$;
"""  # noqa: S608  (our own text)

# To the lender that is named, else the loan's, else to every lender of whom the customer has a
# loan; of an address, to the lenders of all in whose files it stands.
TELL = f"""
CREATE FUNCTION huancui_tell(
    what text, happened timestamptz, about jsonb,
    of_lender bigint DEFAULT NULL, of_customer bigint DEFAULT NULL, of_loan bigint DEFAULT NULL,
    of_address bytea DEFAULT NULL
) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
BEGIN{_OF_A_TRIGGER}
    IF of_loan IS NOT NULL AND of_lender IS NULL THEN
        of_lender := (SELECT lender_id FROM accounts_loan WHERE id = of_loan);
    END IF;
    IF NOT huancui_awaits(what, of_lender) THEN
        RETURN;
    END IF;
    IF of_lender IS NOT NULL THEN  -- most are: nothing is looked for, and nothing planned anew
        PERFORM huancui_tell_all(
            what, ARRAY[happened], ARRAY[about], ARRAY[of_lender], ARRAY[of_customer],
            loans => ARRAY[of_loan]);
        RETURN;
    END IF;
    PERFORM huancui_tell_all(
        what, array_agg(happened), array_agg(about),
        array_agg(t.lender_id ORDER BY t.lender_id, t.id),
        array_agg(t.id ORDER BY t.lender_id, t.id))
    FROM (
        WITH customers AS (
            SELECT of_customer AS id
            UNION
            SELECT customer_id FROM accounts_contactpoint WHERE address_hash = of_address
        )
        SELECT c.id, l.lender_id FROM customers c JOIN accounts_loan l ON l.customer_id = c.id
        UNION
        SELECT c.id, l.lender_id FROM customers c
        JOIN accounts_loanparty p ON p.customer_id = c.id
        JOIN accounts_loan l ON l.id = p.loan_id
    ) t;
END;
$$;
"""  # noqa: S608  (our own text)

TEST = f"""
CREATE FUNCTION huancui_tell_test(to_destination bigint) RETURNS void
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN{_OF_A_TRIGGER}
    WITH written AS (
        INSERT INTO accounts_event (number, kind, lender_id, at, data, written_at)
        SELECT gen_random_uuid(), 'test', d.lender_id, d.tested_at, '{{}}', clock_timestamp()
        FROM accounts_eventdestination d WHERE d.id = to_destination
        RETURNING id, lender_id
    )
    INSERT INTO accounts_eventdelivery
        (event_id, destination_id, lender_id, state, tries, next_at, error)
    SELECT w.id, to_destination, w.lender_id, 'waiting', 0, clock_timestamp(), '' FROM written w;
END;
$$;
"""  # noqa: S608  (our own text)

FUNCTIONS = AWAITS + WRITE + TELL + TEST
GONE = """
DROP FUNCTION huancui_tell_test(bigint);
DROP FUNCTION huancui_tell(text, timestamptz, jsonb, bigint, bigint, bigint, bytea);
DROP FUNCTION huancui_tell_all(
    text, timestamptz[], jsonb[], bigint[], bigint[], bigint[], bigint[]);
DROP FUNCTION huancui_awaits(text, bigint);
"""

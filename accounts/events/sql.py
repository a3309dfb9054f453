"""SQL that writes events for lenders' systems, called by triggers alone (accounts.models.told).

It looks past row security (SECURITY DEFINER): whoever places a hold may work with one lender, and
the customer have loans of two. Nobody calls it by hand: outside a trigger it refuses, and no role
but the owner of our triggers may call it. The names it gives away are those the core system itself
brought: customer and loan numbers.
"""

WRITERS = ("huancui_tell", "huancui_event_write", "huancui_tell_test")
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

WRITE = f"""
CREATE FUNCTION huancui_event_write(
    what text, of_lender bigint, happened timestamptz, about jsonb, only_to bigint
) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    made bigint;
BEGIN{_OF_A_TRIGGER}
    INSERT INTO accounts_event (number, kind, lender_id, at, data, written_at)
    VALUES (gen_random_uuid(), what, of_lender, happened, about, clock_timestamp())
    RETURNING id INTO made;
    INSERT INTO accounts_eventdelivery
        (event_id, destination_id, lender_id, state, tries, next_at, error)
    SELECT made, d.id, of_lender, 'waiting', 0, clock_timestamp(), ''
    FROM accounts_eventdestination d
    WHERE d.lender_id = of_lender AND d.state = 'approved' AND d.issued_at IS NOT NULL
      AND (d.id = only_to OR only_to IS NULL AND what = ANY (d.kinds));
END;
$$;
"""  # noqa: S608  (our own text)

# To the lender that is named, else the loan's, else to every lender of whom the customer has a
# loan; of an address, to the lenders of all in whose files it stands.
TELL = f"""
CREATE FUNCTION huancui_tell(
    what text, happened timestamptz, about jsonb,
    of_lender bigint DEFAULT NULL, of_customer bigint DEFAULT NULL, of_loan bigint DEFAULT NULL,
    of_candidate bigint DEFAULT NULL, of_address bytea DEFAULT NULL
) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    whom record;
BEGIN{_OF_A_TRIGGER}
    IF of_loan IS NOT NULL AND of_lender IS NULL THEN
        of_lender := (SELECT lender_id FROM accounts_loan WHERE id = of_loan);
    END IF;
    IF NOT huancui_awaits(what, of_lender) THEN
        RETURN;
    END IF;
    IF of_loan IS NOT NULL THEN
        about := about || jsonb_build_object(
            'loan_no', (SELECT loan_no FROM accounts_loan WHERE id = of_loan));
    END IF;
    IF of_candidate IS NOT NULL THEN
        about := about || jsonb_build_object('loan_nos', (
            SELECT COALESCE(jsonb_agg(l.loan_no ORDER BY l.id), '[]')
            FROM messaging_candidateloan c JOIN accounts_loan l ON l.id = c.loan_id
            WHERE c.candidate_id = of_candidate AND NOT c.left_out));
    END IF;
    IF of_lender IS NOT NULL THEN  -- most are: nothing is looked for, and nothing planned anew
        PERFORM huancui_event_write(
            what, of_lender, happened, about || jsonb_build_object('customer_no',
                (SELECT customer_no FROM accounts_customer WHERE id = of_customer)), NULL);
        RETURN;
    END IF;
    FOR whom IN
        WITH customers AS (
            SELECT of_customer AS id
            UNION
            SELECT customer_id FROM accounts_contactpoint WHERE address_hash = of_address
        ), theirs AS (
            SELECT c.id, l.lender_id FROM customers c JOIN accounts_loan l ON l.customer_id = c.id
            UNION
            SELECT c.id, l.lender_id FROM customers c
            JOIN accounts_loanparty p ON p.customer_id = c.id
            JOIN accounts_loan l ON l.id = p.loan_id
        )
        SELECT t.lender_id, k.customer_no
        FROM theirs t JOIN accounts_customer k ON k.id = t.id
        WHERE huancui_awaits(what, t.lender_id)
        ORDER BY t.lender_id, t.id
    LOOP
        PERFORM huancui_event_write(
            what, whom.lender_id, happened,
            about || jsonb_build_object('customer_no', whom.customer_no), NULL);
    END LOOP;
END;
$$;
"""  # noqa: S608  (our own text)

TEST = f"""
CREATE FUNCTION huancui_tell_test(to_destination bigint) RETURNS void
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN{_OF_A_TRIGGER}
    PERFORM huancui_event_write('test', d.lender_id, d.tested_at, '{{}}', d.id)
    FROM accounts_eventdestination d WHERE d.id = to_destination;
END;
$$;
"""

FUNCTIONS = AWAITS + WRITE + TELL + TEST
GONE = """
DROP FUNCTION huancui_tell_test(bigint);
DROP FUNCTION huancui_tell(
    text, timestamptz, jsonb, bigint, bigint, bigint, bigint, bytea);
DROP FUNCTION huancui_event_write(text, bigint, timestamptz, jsonb, bigint);
DROP FUNCTION huancui_awaits(text, bigint);
"""

"""SQL by which the database knows a customer's number, and ends a colleague's who leaves.

It looks past row security: a number is refused whosever customer it is or was. Kept after an
erasure are the hashes by which texts went, replies came, and opt-outs stand; they count too.
Tables of later rooms stand here by name, as in `accounts.access.lenders_sql`.
"""

from __future__ import annotations

_LOOKS = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

_WHERE = (
    "accounts_contactpoint",
    "messaging_message",
    "messaging_call",
    "messaging_reply",
    "messaging_suppression",
    "messaging_educationdeclined",
)
_FOUND = "\n        OR ".join(
    f"EXISTS (SELECT FROM {table} t WHERE t.address_hash IN (by_text, by_phone))"
    for table in _WHERE
)

FUNCTIONS = f"""
CREATE FUNCTION huancui_is_a_customers(by_text bytea, by_phone bytea) RETURNS boolean
LANGUAGE plpgsql STABLE {_LOOKS} AS $$
BEGIN
    RETURN {_FOUND};
END;
$$;

CREATE FUNCTION huancui_require_nobodys(by_text bytea, by_phone bytea) RETURNS void
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF by_text IS NULL OR by_phone IS NULL OR huancui_is_a_customers(by_text, by_phone) THEN
        RAISE EXCEPTION 'this number is or was a customer''s' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'a_staff_number_is_no_customers';
    END IF;
END;
$$;

CREATE FUNCTION huancui_check_end_of_number(
    why text, owner bigint, by_person bigint, by_text bytea, by_phone bytea
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF why = 'self' AND by_person = owner AND huancui_is_acting(owner)
       OR why = 'left' AND by_person IS NULL
          AND NOT huancui_may(owner, 'accounts', 'add_staffnumber')
       OR why = 'customer' AND by_person IS NULL AND huancui_is_a_customers(by_text, by_phone)
    THEN
        RETURN;
    END IF;
    IF why = 'other' AND by_person <> owner THEN
        PERFORM huancui_require_acting(by_person, 'decide_staffnumber');
        RETURN;
    END IF;
    RAISE EXCEPTION 'who acts may not' USING
        ERRCODE = 'check_violation', CONSTRAINT = 'who_acts_may';
END;
$$;

CREATE FUNCTION huancui_end_numbers_of(person bigint) RETURNS void LANGUAGE plpgsql {_LOOKS} AS $$
BEGIN
    UPDATE accounts_staffnumber
    SET state = 'ended', ended_why = 'left', ended_at = transaction_timestamp()
    WHERE user_id = person AND state IN ('asked', 'confirmed', 'in_use');
END;
$$;
"""  # noqa: S608 - no value is put in

GONE = """
DROP FUNCTION huancui_end_numbers_of(bigint);
DROP FUNCTION huancui_check_end_of_number(text, bigint, bigint, bytea, bytea);
DROP FUNCTION huancui_require_nobodys(bytea, bytea);
DROP FUNCTION huancui_is_a_customers(bytea, bytea);
"""

"""SQL by which the database knows whose people a page may see (config.database_roles.policies).

They look past the policies themselves (SECURITY DEFINER), so that one row costs one look into an
index, and so that no policy asks another. `mine` is told by the policy, once a statement.
"""

_LOOKS = "STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# Nothing said, or said by hand: nobody's. `own` is what the database itself knows of who acts.
WHOSE = """
CREATE FUNCTION huancui_sees_all() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    said text := current_setting('huancui.lenders', true);
BEGIN
    IF said IS NULL OR said = '' OR NOT huancui_is_sealed() THEN
        RETURN false;
    END IF;
    RETURN said = '*' OR said = 'own' AND EXISTS (
        SELECT FROM accounts_stafflender
        WHERE user_id = NULLIF(current_setting('huancui.actor'), '')::bigint AND lender_id IS NULL);
END;
$$;
CREATE FUNCTION huancui_lenders() RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF current_setting('huancui.lenders', true) IS DISTINCT FROM 'own'
            OR NOT huancui_is_sealed() THEN
        RETURN '{}';
    END IF;
    RETURN ARRAY(
        SELECT lender_id FROM accounts_stafflender
        WHERE user_id = NULLIF(current_setting('huancui.actor'), '')::bigint
          AND lender_id IS NOT NULL);
END;
$$;
"""

# For a guard that must see what whoever acts may not.
HAS_LOANS = f"""
CREATE FUNCTION huancui_has_loans(lender bigint) RETURNS boolean LANGUAGE plpgsql {_LOOKS} AS $$
BEGIN
    RETURN EXISTS (SELECT FROM accounts_loan l WHERE l.lender_id = lender);
END;
$$;
"""

# Who decides for whom. For one lender: who works with its people. For what serves all of them
# (NULL): who works with each that two people have seen by its first wording; in the name of one
# that a single administrator has entered nothing is sent yet, and it takes nobody's say away.
WORKS_WITH = f"""
CREATE FUNCTION huancui_works_with(person bigint, lender bigint) RETURNS boolean
LANGUAGE plpgsql {_LOOKS} AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM accounts_stafflender s
        WHERE s.user_id = person AND (s.lender_id IS NULL OR s.lender_id = lender)
    ) OR lender IS NULL AND EXISTS (
        SELECT FROM accounts_stafflender s WHERE s.user_id = person
    ) AND NOT EXISTS (
        SELECT FROM messaging_lenderwording w
        WHERE w.state IN ('approved', 'retired') AND w.facts <> '{{}}' AND NOT EXISTS (
            SELECT FROM accounts_stafflender s
            WHERE s.user_id = person AND s.lender_id = w.lender_id));
END;
$$;
CREATE FUNCTION huancui_works_with_lenders_of(person bigint, customer bigint) RETURNS boolean
LANGUAGE plpgsql {_LOOKS} AS $$
BEGIN
    RETURN NOT EXISTS (
        SELECT FROM (
            SELECT l.lender_id FROM accounts_loan l WHERE l.customer_id = customer
            UNION SELECT l.lender_id FROM accounts_loanparty p
                JOIN accounts_loan l ON l.id = p.loan_id WHERE p.customer_id = customer
        ) x WHERE NOT huancui_works_with(person, x.lender_id));
END;
$$;
CREATE FUNCTION huancui_works_with_number(person bigint, hash bytea) RETURNS boolean
LANGUAGE plpgsql {_LOOKS} AS $$
BEGIN
    RETURN huancui_works_with(person, NULL) OR EXISTS (
        SELECT FROM accounts_contactpoint c WHERE c.address_hash = hash
    ) AND NOT EXISTS (
        SELECT FROM accounts_contactpoint c WHERE c.address_hash = hash
        AND NOT (huancui_sees_customer(c.customer_id, ARRAY(
            SELECT s.lender_id FROM accounts_stafflender s WHERE s.user_id = person))
            AND huancui_works_with_lenders_of(person, c.customer_id)));
END;
$$;
CREATE FUNCTION huancui_is_shown(person bigint, customer bigint) RETURNS boolean
LANGUAGE plpgsql {_LOOKS} AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM accounts_stafflender s WHERE s.user_id = person AND s.lender_id IS NULL
    ) OR huancui_sees_customer(customer, ARRAY(
        SELECT s.lender_id FROM accounts_stafflender s WHERE s.user_id = person));
END;
$$;
CREATE FUNCTION huancui_works_with_colleague(person bigint, colleague bigint) RETURNS boolean
LANGUAGE plpgsql {_LOOKS} AS $$
BEGIN
    RETURN NOT EXISTS (
        SELECT FROM accounts_stafflender s
        WHERE s.user_id = colleague AND NOT huancui_works_with(person, s.lender_id));
END;
$$;
CREATE FUNCTION huancui_require_all_concerned(they_do boolean) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF they_do IS NOT TRUE THEN
        RAISE EXCEPTION 'who decides works with every lender concerned' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'who_decides_works_with_all_concerned';
    END IF;
END;
$$;
"""  # noqa: S608  (our own text)
"""Each answers for one person; `huancui_require_all_concerned` refuses where the answer is no. What
nobody does is the software's own act: triggers ask only of a person."""


def _seen(what: str, where: str) -> str:
    return f"""
CREATE FUNCTION huancui_sees_{what}(this bigint, mine bigint[]) RETURNS boolean
LANGUAGE plpgsql {_LOOKS} AS $$
BEGIN
    RETURN {where};
END;
$$;
"""


_BY_LENDER = "EXISTS (SELECT FROM {} x WHERE x.id = this AND x.lender_id = ANY (mine))"
_BY_CUSTOMER = (
    "EXISTS (SELECT FROM {} x WHERE x.id = this AND huancui_sees_customer(x.customer_id, mine))"
)
_OF_LOANS = """EXISTS (
        SELECT FROM accounts_loan l WHERE l.customer_id = this AND l.lender_id = ANY (mine)
    ) OR EXISTS (
        SELECT FROM accounts_loanparty p JOIN accounts_loan l ON l.id = p.loan_id
        WHERE p.customer_id = this AND l.lender_id = ANY (mine)
    )"""

SEEN = {
    "customer": _OF_LOANS,
    "loan": _BY_LENDER.format("accounts_loan"),
    # A file names its bringer's lenders alone: whoever works with all of these sees it.
    "bringer": """this IS NOT NULL AND NOT EXISTS (
        SELECT FROM accounts_stafflender s
        WHERE s.user_id = this AND (s.lender_id IS NULL OR s.lender_id <> ALL (mine)))""",
    "importfile": """EXISTS (
        SELECT FROM accounts_importfile f
        WHERE f.id = this AND huancui_sees_bringer(f.uploaded_by_id, mine))""",
    "run": _BY_LENDER.format("messaging_run"),
    "assignment": _BY_LENDER.format("messaging_assignment"),
    "message": _BY_LENDER.format("messaging_message"),
    "complaint": _BY_LENDER.format("feedback_complaint"),
    "strategy": """EXISTS (
        SELECT FROM messaging_strategy s
        WHERE s.id = this AND (s.lender_id IS NULL OR s.lender_id = ANY (mine)))""",
    "candidate": """EXISTS (
        SELECT FROM messaging_candidate c JOIN messaging_run r ON r.id = c.run_id
        WHERE c.id = this AND r.lender_id = ANY (mine))""",
    "conversation": _BY_CUSTOMER.format("feedback_conversation"),
    "hardshipcase": _BY_CUSTOMER.format("feedback_hardshipcase"),
    "hardshipdecision": """EXISTS (
        SELECT FROM feedback_hardshipdecision d JOIN feedback_hardshipcase c ON c.id = d.case_id
        WHERE d.id = this AND huancui_sees_customer(c.customer_id, mine))""",
}
FUNCTIONS = (
    WHOSE + HAS_LOANS + "".join(_seen(what, where) for what, where in SEEN.items()) + WORKS_WITH
)
GONE = (
    "DROP FUNCTION huancui_require_all_concerned(boolean);\n"
    "DROP FUNCTION huancui_works_with_colleague(bigint, bigint);\n"
    "DROP FUNCTION huancui_is_shown(bigint, bigint);\n"
    "DROP FUNCTION huancui_works_with_number(bigint, bytea);\n"
    "DROP FUNCTION huancui_works_with_lenders_of(bigint, bigint);\n"
    "DROP FUNCTION huancui_works_with(bigint, bigint);\n"
    + "".join(f"DROP FUNCTION huancui_sees_{what}(bigint, bigint[]);\n" for what in reversed(SEEN))
    + "DROP FUNCTION huancui_has_loans(bigint);\n"
    "DROP FUNCTION huancui_lenders();\nDROP FUNCTION huancui_sees_all();\n"
)

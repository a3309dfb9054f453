"""How the database knows that the software said who acts, and not somebody with a SQL prompt.

The software signs what it says (HMAC-SHA256) with a key that the tables' owner alone can read.
`huancui_act` looks at the signature, sets what was said for this transaction and seals it: the seal
is good for this transaction only. Whoever asks later (`huancui_actor`, audit) looks at the seal, so
that a setting made by hand says nothing.
"""

# The two padded keys of HMAC (RFC 2104), so that SQL needs two hashes and no arithmetic.
KEY = """
CREATE TABLE huancui_key (
    "only" boolean PRIMARY KEY DEFAULT true CHECK ("only"),
    inner_pad bytea NOT NULL CHECK (octet_length(inner_pad) = 64),
    outer_pad bytea NOT NULL CHECK (octet_length(outer_pad) = 64)
);
REVOKE ALL ON huancui_key FROM PUBLIC;
"""

_FUNCTION = """STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"""
HERE = "concat_ws('|', 'seal', pg_backend_pid(), extract(epoch FROM now()), {said})"
"""What a seal is made of: it names the connection and the start of its transaction."""
_SAID = "concat_ws('|', actor, lenders, source, reason)"
_SET = ", ".join(
    f"current_setting('huancui.{name}', true)" for name in ("actor", "lenders", "source", "reason")
)


def mac(said: str) -> str:
    """Written out where it is needed: a function called by functions costs more than the hashes."""
    return (
        f"encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to({said}, 'UTF8'))), 'hex')"
    )


# A signature is good for half a minute; its age is counted by the database's own clock.
ACT = f"""
CREATE FUNCTION huancui_refuse_unsigned(is_signed boolean, issued bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF is_signed IS NOT TRUE THEN
        RAISE EXCEPTION 'the software did not say this, or signs with another key: run migrate'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF abs(extract(epoch FROM clock_timestamp()) - issued) > 30 THEN
        RAISE EXCEPTION 'what the software said is too old'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
END;
$$;

CREATE FUNCTION huancui_act(
    issued bigint, actor text, lenders text, source text, reason text, mac text
) RETURNS void LANGUAGE plpgsql {_FUNCTION.replace("STABLE", "VOLATILE")} AS $$
DECLARE
    signed text;
    seal text;
BEGIN
    SELECT {mac(f"concat_ws('|', 'act', issued, {_SAID})")},
        {mac(HERE.format(said=_SAID))}
    INTO signed, seal FROM huancui_key k;
    IF signed IS DISTINCT FROM mac OR abs(extract(epoch FROM clock_timestamp()) - issued) > 30 THEN
        PERFORM huancui_refuse_unsigned(signed = mac, issued);
    END IF;
    PERFORM set_config('huancui.actor', actor, true),
        set_config('huancui.lenders', lenders, true),
        set_config('huancui.source', source, true),
        set_config('huancui.reason', reason, true),
        set_config('huancui.seal', seal, true);
END;
$$;

CREATE FUNCTION huancui_is_sealed() RETURNS boolean LANGUAGE plpgsql {_FUNCTION} AS $$
DECLARE
    seal text := current_setting('huancui.seal', true);
BEGIN
    IF seal IS NULL OR seal = '' THEN
        RETURN false;
    END IF;
    RETURN (SELECT seal = {mac(HERE.format(said=_SET))} FROM huancui_key k);
END;
$$;

CREATE FUNCTION huancui_actor() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF huancui_is_sealed() THEN
        RETURN NULLIF(current_setting('huancui.actor', true), '')::bigint;
    END IF;
    RETURN NULL;
END;
$$;
"""  # noqa: S608 - no value is put in

# Two people are two who acted: a name in a column is not enough. The owner of the tables, who makes
# samples and tests, may write any.
IS_ACTING = """
CREATE FUNCTION huancui_is_acting(person bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN person IS NOT DISTINCT FROM huancui_actor() OR pg_has_role(current_user,
        (SELECT relowner FROM pg_class WHERE oid = 'public.accounts_user'::regclass), 'USAGE');
END;
$$;
"""

# One entry of its own stands for what a bulk path changes; which path it is, the software signs.
_BULK = "concat_ws('|', 'bulk', purpose)"
BULK = f"""
CREATE FUNCTION huancui_begin_bulk(issued bigint, purpose text, mac text) RETURNS void
LANGUAGE plpgsql {_FUNCTION.replace("STABLE", "VOLATILE")} AS $$
DECLARE
    signed text;
    seal text;
BEGIN
    SELECT {mac("concat_ws('|', 'bulk', issued, purpose)")}, {mac(HERE.format(said=_BULK))}
    INTO signed, seal FROM huancui_key k;
    PERFORM huancui_refuse_unsigned(signed = mac, issued),
        set_config('huancui.bulk', purpose, true),
        set_config('huancui.bulk_seal', seal, true);
END;
$$;

CREATE FUNCTION huancui_in_bulk(wanted text DEFAULT NULL) RETURNS boolean
LANGUAGE plpgsql {_FUNCTION} AS $$
DECLARE
    purpose text := current_setting('huancui.bulk', true);
BEGIN
    IF purpose IS NULL OR purpose = '' OR purpose <> COALESCE(wanted, purpose) THEN
        RETURN false;
    END IF;
    RETURN (
        SELECT current_setting('huancui.bulk_seal', true) IS NOT DISTINCT FROM
            {mac(HERE.format(said=_BULK))}
        FROM huancui_key k
    );
END;
$$;
"""  # noqa: S608 - no value is put in

FUNCTIONS = KEY + ACT + IS_ACTING + BULK
GONE = """
DROP FUNCTION huancui_in_bulk(text);
DROP FUNCTION huancui_begin_bulk(bigint, text, text);
DROP FUNCTION huancui_is_acting(bigint);
DROP FUNCTION huancui_actor();
DROP FUNCTION huancui_is_sealed();
DROP FUNCTION huancui_act(bigint, text, text, text, text, text);
DROP FUNCTION huancui_refuse_unsigned(boolean, bigint);
DROP TABLE huancui_key;
"""

SET_KEY = """
INSERT INTO huancui_key (inner_pad, outer_pad) VALUES (%s, %s)
ON CONFLICT ("only") DO UPDATE
    SET inner_pad = EXCLUDED.inner_pad, outer_pad = EXCLUDED.outer_pad
"""

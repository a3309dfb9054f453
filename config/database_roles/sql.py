"""SQL of the roles and of their grants, made of the table in `grants`."""

from collections.abc import Collection, Iterable

from accounts.database.guards import LOOKS
from accounts.events.sql import DEFINER, WRITERS
from accounts.retention.sql import GRANTED
from config.database_roles.grants import GRANTS, SEQUENCES

ROLES = ("huancui_web", "huancui_worker")
"""As `GRANTS` lists them. The owner of the tables is whoever runs `migrate`."""

VERBS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}

CREATE = """\
-- Once a server, by a superuser. Passwords are yours to choose; certificates do as well.
CREATE ROLE huancui_web LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '…';
CREATE ROLE huancui_worker LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS PASSWORD '…';
-- Statements and rows that fail hold people's values: the server's log gets neither.
ALTER ROLE huancui_web SET log_min_error_statement = 'panic';
ALTER ROLE huancui_web SET log_error_verbosity = 'terse';
ALTER ROLE huancui_worker SET log_min_error_statement = 'panic';
ALTER ROLE huancui_worker SET log_error_verbosity = 'terse';
-- Nor does another session of the same role read what runs: who acts is said in it, signed.
ALTER ROLE huancui_web SET track_activities = off;
ALTER ROLE huancui_worker SET track_activities = off;
-- Once a database, as its owner: nobody but the owner makes anything in it.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO huancui_web, huancui_worker;
"""

ONLY_SOFTWARE = f"""
CREATE OR REPLACE FUNCTION huancui_only_software() RETURNS trigger LANGUAGE plpgsql {LOOKS} AS $$
BEGIN
    IF NOT pg_has_role(
        current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE'
    ) THEN
        RAISE EXCEPTION 'the software writes here, and it has not said that this is its own'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END;
$$
"""  # noqa: S608  (our own text)
"""A role's password alone writes nothing: what holds a key, or what acts in somebody's name, does
so in a transaction that it signed (accounts.audit.vouching). Each statement's trigger asks that
first (its WHEN), and calls this for a transaction that is not."""

OF_DATABASE = """
DO $do$
BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO huancui_worker', current_database());
END $do$
"""
"""Files are laid out in temporary tables by workers; pages need none. (Where the tables' owner does
not own the database, PostgreSQL warns and leaves it as it is.)"""


def privileges(letters: str) -> list[str]:
    """`ra` → SELECT, INSERT; `w(state,done_at)` → UPDATE of these two columns."""
    plain, _, columns = letters.partition("(")
    found = [VERBS[letter] for letter in plain]
    if columns:
        found[-1] += f" ({columns.rstrip(')')})"
    return found


def of_table(table: str) -> list[str]:
    """Statements that leave each role what `GRANTS` says of one table, and nothing else."""
    made = [f"REVOKE ALL ON {table} FROM {', '.join(ROLES)}"]
    if any(set("awd") & set(letters.partition("(")[0]) for letters in GRANTS[table]):
        made.append(
            f"CREATE OR REPLACE TRIGGER only_the_software_writes BEFORE INSERT OR UPDATE OR DELETE"
            f" ON {table} FOR EACH STATEMENT WHEN (NOT huancui_is_sealed())"
            " EXECUTE FUNCTION huancui_only_software()"
        )
    for role, letters in zip(ROLES, GRANTS[table], strict=True):
        if letters:
            made.append(f"GRANT {', '.join(privileges(letters))} ON {table} TO {role}")
    return made


def of_sequences() -> list[str]:
    """Both take numbers; a worker also skips some after a restored backup (the watermark)."""
    return [
        f"GRANT {', '.join(verbs)} ON ALL SEQUENCES IN SCHEMA public TO {role}"
        for role, verbs in zip(ROLES, SEQUENCES, strict=True)
    ]


def of_functions(there: Collection[str]) -> str:
    """Acts that nobody may carry out by writing to the tables themselves."""
    return ";\n".join(
        ["SELECT 1"]
        + [
            f"GRANT EXECUTE ON FUNCTION {function} TO {role}"
            for function, role in GRANTED.items()
            if function.partition("(")[0] in there
        ]
    )


OF_EVENTS = f"""
DO $do$
DECLARE
    each record;
BEGIN
    FOR each IN
        SELECT p.oid::regprocedure AS name, p.prorettype = 'trigger'::regtype AS is_trigger
        FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace
          AND (p.proname = ANY ('{{{",".join(WRITERS)}}}')
               OR p.prorettype = 'trigger'::regtype AND p.prosrc LIKE '%huancui\\_tell%')
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', each.name);
        IF each.is_trigger THEN
            EXECUTE format('ALTER FUNCTION %s {DEFINER}', each.name);
        END IF;
    END LOOP;
END $do$
"""  # noqa: S608  (our own text)
"""Only the triggers of our own tables write events: whoever may make a temporary table could hang
a trigger of theirs, or ours, on it."""


def of_tables(tables: Iterable[str]) -> str:
    return ";\n".join([*(each for table in tables for each in of_table(table)), *of_sequences()])

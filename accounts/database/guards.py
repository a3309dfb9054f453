"""Triggers that no setting of a session skips.

django-pgtrigger writes into each trigger's function a look at the setting `pgtrigger.ignore`, which
any session may set: whoever could write SQL could pass every guard by naming it. Ours leave that
look out (and with it a subtransaction a row). What may be skipped in one case says so in its own
condition; tests that need it switch a trigger off as the owner of the tables.

Nor does one read tables that a session has put before ours: a temporary table called `pg_class`
or `messaging_lenderwording` is found first by whoever says nothing of where to look.
"""

from typing import Any

import pgtrigger.compiler
from django.db import connections

TEMPLATE = """
            CREATE OR REPLACE FUNCTION {pgid}()
            RETURNS TRIGGER AS $$
                {declare}
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql {looks};

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE {constraint} TRIGGER {pgid}
                {when} {operation} ON {table}
                {timing}
                {referencing}
                FOR EACH {level} {condition}
                EXECUTE PROCEDURE {execute};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """
LOOKS = "SET search_path = pg_catalog, public, pg_temp"
"""What a session made for itself comes last."""

DEFERRED_LOOKS = f"SECURITY DEFINER {LOOKS}"
"""What waits for the commit looks at every row, whomever the page acted for saw."""


class GuardSql(pgtrigger.compiler.UpsertTriggerSql):
    """A trigger as django-pgtrigger makes it, without the look at `pgtrigger.ignore`."""

    def __init__(self, *, ignore_func_name: object = None, **said: Any) -> None:
        super().__init__(**said)

    def get_template(self) -> str:
        return TEMPLATE.replace("{looks}", DEFERRED_LOOKS if self.kwargs.get("timing") else LOOKS)


def install() -> None:
    """Every trigger of every model is one of these: called before models are read."""
    pgtrigger.compiler.UpsertTriggerSql = GuardSql  # type: ignore[misc]


OF_ALL_FUNCTIONS = f"""
DO $do$
DECLARE
    each regprocedure;
BEGIN
    FOR each IN
        SELECT p.oid FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace
          AND NOT COALESCE(p.proconfig::text LIKE '%search\\_path%', false)
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP
        EXECUTE format('ALTER FUNCTION %s {LOOKS}', each);
    END LOOP;
END $do$
"""  # noqa: S608  (our own text)


def keep_names(*, using: str = "default", **_signal: Any) -> None:
    """After every migration: functions written by hand look where triggers look."""
    with connections[using].cursor() as cursor:
        cursor.execute(OF_ALL_FUNCTIONS)

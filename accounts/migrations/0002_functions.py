"""The SQL functions that the triggers of all apps share: audit writing and the training check."""

from django.db import migrations

from accounts.access.lenders_sql import FUNCTIONS as LENDERS, GONE as LENDERS_GONE
from accounts.access.team import TEAM, zone_function
from accounts.audit.vouching_sql import FUNCTIONS, GONE
from accounts.events.sql import FUNCTIONS as EVENTS, GONE as EVENTS_GONE
from accounts.retention.sql import FUNCTIONS as RETENTION, GONE as RETENTION_GONE
from accounts.staff_numbers.sql import FUNCTIONS as NUMBERS, GONE as NUMBERS_GONE

# What nobody vouched for is on record under the name of the database's role that did it.
AUDIT_WRITE = """
CREATE FUNCTION huancui_audit_write(
    action text, table_name text, row_id text, before jsonb, after jsonb
) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    sealed boolean := huancui_is_sealed();
BEGIN
    INSERT INTO accounts_auditentry
        ("at", actor_id, source, reason, action, "table", row_id, before, after)
    VALUES (
        clock_timestamp(),
        CASE WHEN sealed THEN NULLIF(current_setting('huancui.actor'), '')::bigint END,
        CASE WHEN sealed THEN current_setting('huancui.source')
            ELSE 'database: ' || session_user END,
        CASE WHEN sealed THEN current_setting('huancui.reason') ELSE '' END,
        action, table_name, row_id, before, after
    );
END;
$$;
"""

# Keeps only what changed; masks ciphertext, hashes and fingerprints by the names of their columns.
AUDIT = r"""
CREATE FUNCTION huancui_audit(
    op text, table_name text, old_row jsonb, new_row jsonb, pk text, masked text[], ignored text[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    k text;
    hidden boolean;
    was jsonb := '{}';
    became jsonb := '{}';
BEGIN
    FOR k IN SELECT jsonb_object_keys(COALESCE(new_row, old_row)) LOOP
        CONTINUE WHEN k = ANY (ignored);
        CONTINUE WHEN op = 'UPDATE' AND old_row -> k IS NOT DISTINCT FROM new_row -> k;
        hidden := k = ANY (masked) OR k = 'fingerprint' OR k ~ '_(enc|hash|index)$';
        IF old_row IS NOT NULL THEN
            was := was || jsonb_build_object(
                k, CASE WHEN hidden AND old_row -> k <> 'null' THEN '"•••"' ELSE old_row -> k END);
        END IF;
        IF new_row IS NOT NULL THEN
            became := became || jsonb_build_object(
                k, CASE WHEN hidden AND new_row -> k <> 'null' THEN '"•••"' ELSE new_row -> k END);
        END IF;
    END LOOP;
    IF op = 'UPDATE' AND was = '{}' THEN
        RETURN;
    END IF;
    PERFORM huancui_audit_write(
        lower(op), table_name, COALESCE(new_row, old_row) ->> pk,
        CASE WHEN old_row IS NULL THEN NULL ELSE was END,
        CASE WHEN new_row IS NULL THEN NULL ELSE became END
    );
END;
$$;
"""

# The day is the team's day: training dates carry no time.
IS_TRAINED = """
CREATE FUNCTION huancui_is_trained(person bigint, moment timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1
        FROM accounts_trainingrecord r
        JOIN accounts_trainingcourse c ON c.id = r.course_id AND c.qualifies
        WHERE r.user_id = person
          AND r.passed_on <= (moment AT TIME ZONE huancui_team_zone())::date
          AND r.valid_until >= (moment AT TIME ZONE huancui_team_zone())::date
    );
$$;
"""

# For rules of the database that ask who somebody is: the same answer as `User.has_perm`.
MAY = """
CREATE FUNCTION huancui_may(person bigint, app text, code text) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM accounts_user u
        WHERE u.id = person AND u.is_active AND (u.is_superuser OR EXISTS (
            SELECT 1 FROM auth_permission p
            JOIN django_content_type t ON t.id = p.content_type_id AND t.app_label = app
            WHERE p.codename = code AND (
                EXISTS (SELECT 1 FROM accounts_user_user_permissions up
                        WHERE up.user_id = u.id AND up.permission_id = p.id)
                OR EXISTS (SELECT 1 FROM accounts_user_groups g
                           JOIN auth_group_permissions gp ON gp.group_id = g.group_id
                           WHERE g.user_id = u.id AND gp.permission_id = p.id))))
    );
$$;
"""

DROP = """
DROP FUNCTION huancui_may(bigint, text, text);
DROP FUNCTION huancui_audit(text, text, jsonb, jsonb, text, text[], text[]);
DROP FUNCTION huancui_audit_write(text, text, text, jsonb, jsonb);
DROP FUNCTION huancui_is_trained(bigint, timestamptz);
DROP FUNCTION huancui_team_zone();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunSQL(
            FUNCTIONS
            + LENDERS
            + AUDIT_WRITE
            + AUDIT
            + zone_function(TEAM.timezone)
            + IS_TRAINED
            + MAY
            + RETENTION
            + EVENTS
            + NUMBERS,
            NUMBERS_GONE + EVENTS_GONE + RETENTION_GONE + DROP + LENDERS_GONE + GONE,
        )
    ]

"""The database says what it is, sandbox or production, from the moment its tables are made.

No model: nothing that empties, flushes or edits the tables of models reaches it.
"""

from django.conf import settings
from django.db import migrations

TABLE = """
CREATE TABLE huancui_installation (
    "only" boolean PRIMARY KEY DEFAULT true CHECK ("only"),
    mode text NOT NULL CHECK (mode IN ('sandbox', 'production')),
    since timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE FUNCTION huancui_installation_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a database is, sandbox or production, does not change'
        USING ERRCODE = 'check_violation';
END;
$$;
CREATE TRIGGER stands BEFORE UPDATE OR DELETE ON huancui_installation
    FOR EACH ROW EXECUTE FUNCTION huancui_installation_stands();
CREATE TRIGGER is_not_emptied BEFORE TRUNCATE ON huancui_installation
    FOR EACH STATEMENT EXECUTE FUNCTION huancui_installation_stands();
"""
GONE = "DROP TABLE huancui_installation; DROP FUNCTION huancui_installation_stands();"


def say(_apps, schema_editor):
    mode = "sandbox" if settings.SANDBOX else "production"
    schema_editor.execute("INSERT INTO huancui_installation (mode) VALUES (%s)", [mode])


class Migration(migrations.Migration):
    dependencies = [("config", "0001_initial")]
    operations = [
        migrations.RunSQL(TABLE, GONE),
        migrations.RunPython(say, migrations.RunPython.noop),
    ]

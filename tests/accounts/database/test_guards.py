"""No setting of a session switches a trigger off."""

import pytest
from django.db import Error, connection, transaction

from accounts.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db

EVERY_TRIGGER = "SELECT array_agg(tgname)::text FROM pg_trigger WHERE NOT tgisinternal"


def ask(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return str(cursor.fetchone()[0])


def test_naming_every_trigger_as_ignored_opens_none() -> None:
    make.lender()
    before = AuditEntry.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [ask(EVERY_TRIGGER)])
    for sql in ("DELETE FROM accounts_auditentry", "UPDATE accounts_auditentry SET actor_id = 2"):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    make.lender()  # and its own entries are written
    assert AuditEntry.objects.count() > before


def test_no_trigger_looks_at_a_setting_that_skips_it() -> None:
    looking = ask(
        "SELECT array_agg(tgname) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT tgisinternal AND p.prosrc ~ '(pgtrigger.ignore|should_ignore)'"
    )
    assert looking == "None"

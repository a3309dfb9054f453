"""A guard reads our tables, and no temporary one that a session has put before them."""

from datetime import datetime

import pytest
from django.db import Error, IntegrityError, connection, transaction

from accounts.models import Lender
from config.database_roles import granting
from tests import make
from tests.as_role import WEB, WORKER, as_role
from tests.config.database_roles.test_acting import approve, submitted

pytestmark = pytest.mark.django_db

_WITHOUT_A_PATH = """
SELECT p.proname FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace
  AND NOT COALESCE(p.proconfig::text LIKE '%%search\\_path=pg_catalog, public, pg_temp%%', false)
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""


@pytest.fixture(autouse=True)
def _roles(db: None) -> None:
    if not granting.exist():
        pytest.skip("this server has no roles but the owner")


def test_every_function_of_ours_says_where_it_looks() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT_A_PATH)
        assert cursor.fetchall() == []


def test_a_table_in_front_of_the_catalogue_makes_nobody_the_owner(now: datetime) -> None:
    version, reviewer = submitted(now), make.staff("supervisor")
    refused = pytest.raises(IntegrityError, match="who approves is who acts")
    with as_role(WORKER):
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMP TABLE pg_class AS SELECT 'public.accounts_user'::regclass::oid AS oid,"
                " 'huancui_worker'::regrole::oid AS relowner"
            )
        with refused, transaction.atomic():
            approve(version, reviewer, now)


def test_nor_are_facts_of_a_lender_approved_that_somebody_wrote_for_themselves() -> None:
    lender = make.lender()
    refused = pytest.raises(IntegrityError, match="nobody has approved")
    with as_role(WORKER):
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMP TABLE messaging_lenderwording AS SELECT id AS lender_id,"
                " 'approved' AS state, now() AS decided_at, 1 AS number, jsonb_build_object("
                "'hotline', '13800138000', 'official_site', official_site, 'check_host',"
                " check_host, 'allowed_hosts', to_jsonb(allowed_hosts),"
                " 'reports_to_credit_registry', reports_to_credit_registry,"
                " 'late_fee_in_contract', late_fee_in_contract,"
                " 'legal_action_approved', legal_action_approved) AS facts"
                " FROM accounts_lender"
            )
        with refused, transaction.atomic():
            Lender.objects.filter(pk=lender.pk).update(hotline="13800138000")


def test_a_page_has_no_temporary_tables() -> None:
    refused = pytest.raises(Error, match="permission denied to create temporary tables")
    with as_role(WEB), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE mine (a int)")

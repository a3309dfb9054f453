"""Hotline, hosts and truths of a lender change only with a version that two people made."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Lender
from accounts.rules.lender_facts import FACTS, facts_of
from messaging.approval import fingerprints, steps
from messaging.approval.errors import ApprovalRefused
from messaging.authoring import lender_wordings
from messaging.models import LenderWording
from tests import make

pytestmark = pytest.mark.django_db

OTHER: dict[str, Any] = {
    "hotline": "4009990000",
    "official_site": "other.example",
    "check_host": "other.example",
    "allowed_hosts": ["other.example"],
    "reports_to_credit_registry": True,
    "late_fee_in_contract": True,
    "legal_action_approved": True,
}


@pytest.fixture
def lender() -> Lender:
    return make.lender()


def drafted(lender: Lender, now: datetime, **facts: Any) -> LenderWording:
    writer = make.staff("collector")
    draft = lender_wordings.new_draft(lender, by=writer, now=now)
    draft = lender_wordings.save(
        draft,
        texts=draft.texts,
        products=draft.products,
        facts={**draft.facts, **facts},
        note="",
        by=writer,
        now=now,
        seen_edited_at=draft.edited_at,
    )
    return steps.submit(draft, by=writer, now=now)


def approved(version: LenderWording, now: datetime, **options: Any) -> LenderWording:
    seen = fingerprints.fingerprint(version)
    return steps.approve(version, by=make.staff("supervisor"), now=now, seen_hash=seen, **options)


@pytest.mark.parametrize("name", FACTS)
def test_no_fact_changes_by_writing_to_the_lender(lender: Lender, name: str) -> None:
    with pytest.raises(IntegrityError, match="nobody has approved"), transaction.atomic():
        Lender.objects.filter(pk=lender.pk).update(**{name: OTHER[name]})


def test_what_is_approved_is_the_lenders_at_once(lender: Lender, now: datetime) -> None:
    version = drafted(lender, now, **OTHER)
    lender.refresh_from_db()
    assert facts_of(lender) != OTHER
    approved(version, now)
    lender.refresh_from_db()
    assert facts_of(lender) == OTHER


def test_an_earlier_approval_is_no_excuse(lender: Lender, now: datetime) -> None:
    before = facts_of(lender)
    approved(drafted(lender, now), now)
    approved(drafted(lender, now + timedelta(hours=1), **OTHER), now + timedelta(hours=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Lender.objects.filter(pk=lender.pk).update(**before)


def test_facts_that_change_do_not_begin_later(lender: Lender, now: datetime) -> None:
    version = drafted(lender, now, hotline="4009990000")
    with pytest.raises(ApprovalRefused):
        approved(version, now, effective_from=now + timedelta(days=1))


@pytest.mark.parametrize(
    "hotline", ["13800138000", "+86 139 0013 8000", "6222021234567890123", "008613800138000"]
)
def test_a_persons_number_or_an_account_is_no_hotline(
    lender: Lender, now: datetime, hotline: str
) -> None:
    with pytest.raises(ApprovalRefused) as refused:
        drafted(lender, now, hotline=hotline)
    assert {each.code for each in refused.value.findings} & {"private_number", "account_number"}


@pytest.mark.parametrize("facts", [{"hotline": "call us"}, {"check_host": "not.among.them"}])
def test_what_a_lender_cannot_be_is_refused_as_it_is_entered(
    lender: Lender, now: datetime, facts: dict[str, Any]
) -> None:
    with pytest.raises(ApprovalRefused):
        drafted(lender, now, **facts)


def test_sql_and_a_switched_off_audit_do_not_help(lender: Lender) -> None:
    sql = "SELECT set_config('huancui.bulk', 'on', true); UPDATE accounts_lender SET hotline = '1'"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_wording_that_does_not_say_the_facts_cannot_be_asked_for(lender: Lender) -> None:
    """A new lender's facts would else reach borrowers on the word of whoever entered it."""
    version = make.wording(lender, make.TEXTS)
    draft = LenderWording.objects.create(
        lender=lender,
        number=version.number + 1,
        texts=version.texts,
        author=version.author,
        edited_by=version.author,
        created_at=make.MORNING,
        edited_at=make.MORNING,
    )
    with pytest.raises(IntegrityError, match="a_wording_says_the_facts"), transaction.atomic():
        LenderWording.objects.filter(pk=draft.pk).update(
            state="submitted", submitted_by=version.author, submitted_at=make.MORNING
        )


def test_by_whose_days_are_counted_stays_once_there_are_loans(lender: Lender) -> None:
    """(A zone further east, and every text says a day more.)"""
    Lender.objects.filter(pk=lender.pk).update(timezone="Asia/Tokyo")
    make.loan(lender=lender)
    for change in ({"timezone": "Pacific/Kiritimati"}, {"code": "other"}):
        with pytest.raises(IntegrityError, match="days are counted"), transaction.atomic():
            Lender.objects.filter(pk=lender.pk).update(**change)

"""One violation of each kind, planted behind the application's back on one day: all are found."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import translation

from accounts.models import ChainCheck, Hold, Repayment, TrainingRecord
from messaging.models import CandidateLoan, Decision, Message, Stop, Suppression
from messaging.report import details, rules
from tests import make
from tests.messaging.report import sent
from tests.messaging.report.test_planted import second_text, shanghai

pytestmark = pytest.mark.django_db


def test_one_of_each_kind_is_found_and_its_query_finds_rows_again(now: datetime) -> None:
    run = sent.a_day(now, texts=8)
    night, twice, out, held, stale, paid, open_end, lost = Message.objects.order_by("pk")
    sent.moved(night, shanghai(23))
    second_text(twice, now + timedelta(hours=1))
    second_text(twice, now + timedelta(hours=2), content_class="education", run_id=None)
    Suppression.objects.create(
        channel="sms",
        address_hash=out.address_hash,
        kind="opt_out",
        source="test",
        at=now - timedelta(hours=1),
    )
    Hold.objects.create(
        customer=held.customer,
        kind="hardship",
        reason="x",
        source="test",
        starts_at=now - timedelta(hours=1),
    )
    for decision in Decision.objects.filter(candidate=stale.candidate_id):
        loans = [
            {**loan, "as_of": (now - timedelta(days=9)).isoformat()}
            for loan in decision.facts["loans"]
        ]
        sent.falsify(decision, facts={**decision.facts, "loans": loans})
        loan_id = loans[0]["loan_id"]
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE accounts_loan SET as_of = %s WHERE id = %s",
                [now - timedelta(days=9), loan_id],
            )
    Stop.objects.create(scope="run", object_id=run.pk, reason="x", at=now - timedelta(hours=1))
    sent.moved(paid, now + timedelta(hours=1))
    (named,) = CandidateLoan.objects.filter(candidate=paid.candidate_id)
    Repayment.objects.create(
        loan=named.loan,
        reference="r",
        paid_on=make.DAY,
        amount=named.amount_due,
        recorded_at=now + timedelta(minutes=10),
    )
    version = twice.template_version
    assert version is not None
    sent.falsify(version, author=version.decided_by, state="rejected")
    TrainingRecord.objects.filter(user__in=[version.decided_by_id, run.released_by_id]).update(
        passed_on=date(2025, 6, 1), valid_until=date(2026, 6, 1)
    )
    sent.falsify(run, funnel={**run.funnel, "due": 99})
    sent.falsify(open_end, final_at=None)
    sent.falsify(lost, candidate=None)
    ChainCheck.objects.create(begun_at=now, ended_at=now, found=1)

    report = sent.report(now)

    found = {check.name: sent.codes(check) for check in report.checks}
    assert {name for name, codes in found.items() if codes} == {
        rule.name for rule in rules.every() if rule.name not in ("distress", "complaints")
    }
    assert "outside_the_window" in found["quiet_hours"]
    assert {"cap_customer", "cap_address"} <= found["caps"]
    assert {"gap_customer", "gap_address"} <= found["minimum_gap"]
    assert found["opt_outs"] == {"after_suppression"}
    assert found["holds"] == {"after_hold"}
    assert found["education"] == {
        *("without_consent", "released_by_nobody", "reminder_too_near"),
    }
    assert found["stops"] == {"after_stop"}
    assert found["repaid"] == {"after_repayment"}
    assert found["stale_data"] == {"figures_too_old"}
    assert {"not_approved", "approved_by_its_author", "approved_without_training"} <= found[
        "four_eyes"
    ]
    assert found["releases"] == {"released_without_training"}
    assert "ended_at_no_time" in found["endings"]
    assert found["candidates"] == {"to_send_without_a_message"}
    assert "funnel_due" in found["totals"]
    assert "chain_broken" in found["sealing"]

    rows = [row for check in report.checks for row in (*check.violations, *check.doubtful)]
    with translation.override("zh-hans"):
        noted = {details.said(row.detail) for row in rows}
    words = {re.sub(r"\([\w/]+\)", "", said) for said in noted}  # names of zones stay
    assert [said for said in words if re.search("[a-z]{2}", said)] == []

    [query] = [sql for sql in report.check("holds").queries if "accounts_hold" in sql]
    with connection.cursor() as cursor:
        cursor.execute(query)
        assert [row[0] for row in cursor.fetchall()] == [held.pk]


def test_of_one_lender_nothing_of_another_is_told(now: datetime) -> None:
    run = sent.a_day(now, texts=1)
    sent.moved(sent.first(), shanghai(23))
    other = make.lender(code="other")

    assert not sent.report(now, lender=run.lender_id).holds
    of_other = sent.report(now, lender=other.pk)
    assert of_other.holds
    assert sum(check.checked for check in of_other.checks) == 0


def test_of_one_rule_nothing_else_is_asked(now: datetime) -> None:
    sent.a_day(now, texts=1)
    assert [check.name for check in sent.report(now, rule="holds").checks] == ["holds"]

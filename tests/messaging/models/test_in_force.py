"""Of what was approved, the newest that has begun is in force."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from messaging.approval import steps
from messaging.authoring import starter
from messaging.models import in_force
from messaging.policy import profiles
from tests import make, make_messaging

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_only_an_approved_version_is_in_force(now: datetime) -> None:
    made = [
        make_messaging.version(state=state)
        for state in ("draft", "submitted", "approved", "rejected", "retired")
    ]

    found = in_force.template_versions({version.template_id for version in made}, now)

    assert set(found.values()) == {made[2]}


def test_a_version_begins_at_its_time_and_replaces_the_former(now: datetime) -> None:
    former = make_messaging.version(now=now - HOUR)
    later = make_messaging.version(template=former.template, now=now, effective_from=now + HOUR)
    key = (former.template_id, "zh-hans")

    assert in_force.template_versions([former.template_id], now)[key] == former
    assert in_force.template_versions([former.template_id], now + HOUR)[key] == later
    assert in_force.template_versions([former.template_id], now - 2 * HOUR) == {}


def test_each_language_has_its_own(now: datetime) -> None:
    chinese = make_messaging.version()
    english = make_messaging.version(
        template=chinese.template,
        language="en",
        body="Dear {{ customer_name }}, {{ amount_due }} is due {{ due_date }}. "
        "{{ ways_to_pay }} {{ hotline }}",
    )

    found = in_force.template_versions([chinese.template_id], now)

    assert found == {
        (chinese.template_id, "zh-hans"): chinese,
        (chinese.template_id, "en"): english,
    }


def test_any_number_of_templates_is_one_query(now: datetime, django_assert_num_queries) -> None:
    ids = [make_messaging.version().template_id for _n in range(5)]

    with django_assert_num_queries(1):
        assert len(in_force.template_versions(ids, now)) == 5


def test_a_lender_without_policy_or_strategy_is_told_so(now: datetime) -> None:
    lender = make.lender()

    with pytest.raises(in_force.NothingInForce, match=lender.name):
        in_force.policy(lender, now)
    with pytest.raises(in_force.NothingInForce, match=lender.name):
        in_force.strategy(lender, now)
    assert in_force.gateways(now) == []


def test_the_newest_policy_of_the_lender_counts_and_reads_as_its_profile(now: datetime) -> None:
    author, approver, lender = make.staff("administrator"), make.staff("supervisor"), make.lender()
    by = {"author": author, "approver": approver}
    starter.install_policy(lender, profile="hk", **by, now=now - HOUR)
    newest = starter.install_policy(lender, profile="cn", **by, now=now)
    starter.install_policy(make.lender(), profile="gb", **by, now=now)

    version, policy = in_force.policy(lender, now)

    assert version == newest
    assert policy == replace(profiles.load("cn"), inherits="cn")


def test_a_closed_or_retired_gateway_is_not_in_force(now: datetime) -> None:
    approver = make.staff("supervisor")
    gateway = starter.install_sandbox_gateway(
        author=make.staff("administrator"), approver=approver, now=now
    )
    assert in_force.gateways(now) == [gateway]

    type(gateway).objects.update(open=False)
    assert in_force.gateways(now) == []

    type(gateway).objects.update(open=True, turned_by=make.staff("supervisor"))
    steps.retire(gateway, by=approver, reason="不再使用", now=now)
    assert in_force.gateways(now) == []

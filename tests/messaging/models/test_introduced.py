"""Nothing is planned or written for a lender before two people have approved what is said of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.errors import Refused
from accounts.models import Lender
from config.http import hosts
from messaging.education import planning as education
from messaging.models import Message, Run, in_force
from messaging.planning import schedule, service as planning
from tests import make, make_outbox

pytestmark = pytest.mark.django_db


def fresh(**columns: Any) -> Lender:
    """As one administrator has just added it."""
    said = {"code": "fresh", "name": "新贷", "hotline": "4009990000", **columns}
    return Lender.objects.create(**said)


def test_the_database_takes_no_message_and_no_run_of_it(now: datetime) -> None:
    lender = fresh()
    with pytest.raises(IntegrityError, match="two people"), transaction.atomic():
        Run.objects.create(lender=lender, day=make.DAY)
    message = make_outbox.message()
    message.pk, message.lender, message.run, message.candidate = None, lender, None, None
    with pytest.raises(IntegrityError, match="two people"), transaction.atomic():
        Message.objects.bulk_create([message])
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        Message.objects.filter(pk=make_outbox.message().pk).update(lender=lender)
    make.wording(lender, make.TEXTS)
    Run.objects.create(lender=lender, day=make.DAY)


def test_a_wording_that_only_waits_is_no_word(now: datetime) -> None:
    lender = fresh()
    make_outbox.policy(lender)
    with pytest.raises(in_force.NothingInForce, match="新贷"):
        in_force.policy(lender, now)
    with pytest.raises(Refused, match="新贷"):
        planning.plan(lender=lender, day=make.DAY, by=make.staff("supervisor"), now=now)
    with pytest.raises(in_force.NothingInForce):
        education.plan(lender=lender, by=make.staff("supervisor"), now=now)
    assert not schedule.plan_due(now=now + timedelta(hours=12))
    assert lender.pk not in {each.lender_id for each in in_force.standing_policies(now)}


def test_its_address_serves_no_customer_before_either(now: datetime) -> None:
    lender = fresh(check_host="new.example", allowed_hosts=["new.example"])
    assert hosts.lender_of("new.example") is None
    facts = {"check_host": "new.example", "allowed_hosts": ["new.example"]}
    make.facts(lender, **facts)
    assert hosts.lender_of("new.example") == "fresh"

"""What is done on a customer's page from where staff work is told apart and told the auditor."""

from datetime import datetime, timedelta

import pytest

from accounts.models import AuditEntry, SignInAttempt, Watched
from feedback.pages.whose_hands import BY_STAFF, CUSTOMER, FROM_STAFF
from messaging.models import Suppression
from tests import make
from tests.feedback.pages.conftest import Clock
from tests.feedback.pages.visitor import visitor

pytestmark = pytest.mark.django_db

OFFICE, HOME = "203.0.113.9", "198.51.100.7"


def sources() -> set[str]:
    table = Suppression._meta.db_table
    return set(AuditEntry.objects.filter(table=table).values_list("source", flat=True))


@pytest.fixture
def office(now: datetime) -> None:
    SignInAttempt.objects.create(
        at=now - timedelta(days=2),
        user=make.staff("agent"),
        network=OFFICE,
        device="",
        step="password",
        outcome="signed-in",
    )


@pytest.mark.parametrize(("network", "source"), [(OFFICE, FROM_STAFF), (HOME, CUSTOMER)])
def test_an_act_from_the_office_is_told_apart(
    network: str, source: str, now: datetime, clock: Clock, office: None
) -> None:
    somebody, _customer, _message = visitor(now)
    somebody.check(REMOTE_ADDR=network)
    somebody.post("opt_out", REMOTE_ADDR=network)
    assert sources() == {source}
    told = set(Watched.objects.values_list("kind", "user", "count"))
    assert told == ({("own_page", None, 2)} if source == FROM_STAFF else set())


def test_a_browser_signed_in_as_staff_is_named(now: datetime, clock: Clock) -> None:
    somebody, _customer, _message = visitor(now)
    agent = make.staff("agent")
    somebody.client.force_login(agent)
    somebody.check(REMOTE_ADDR=HOME)
    somebody.post("opt_out", REMOTE_ADDR=HOME)
    assert sources() == {BY_STAFF}
    entry = AuditEntry.objects.filter(table=Suppression._meta.db_table).get()
    assert entry.actor_id == agent.pk
    assert Watched.objects.get().user == agent


def test_looking_around_is_nobody_s_act(now: datetime, clock: Clock, office: None) -> None:
    somebody, _customer, _message = visitor(now)
    somebody.get("check", REMOTE_ADDR=OFFICE)
    assert not Watched.objects.exists()

"""Looks at numbers: with a reason of substance, so many a day; the auditor sees unusual ones."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.disclosure import reveals, watching
from accounts.errors import Refused
from accounts.models import Reveal, Watched
from tests import make

WHY = "客户来电要求回拨"


def look(by: Any, now: datetime, *, reason: str = WHY, why: str = "called") -> reveals.LooksToday:
    customer = make.customer()
    return reveals.record(by=by, customer_id=customer.pk, what="x", why=why, reason=reason, now=now)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "reason", ["", "x", "xxxxxxxxxxxx", "…………", "13800138000", "回电", "abab abab"]
)
def test_a_reason_without_substance_is_none(reason: str, now: datetime) -> None:
    with pytest.raises(Refused):
        look(make.staff("agent"), now, reason=reason)
    assert not Reveal.objects.exists()


@pytest.mark.django_db
def test_beyond_the_limit_nothing_is_shown_and_the_auditor_is_told(
    now: datetime, settings: Any
) -> None:
    settings.REVEALS_A_DAY = 5
    agent = make.staff("agent")
    used = [look(agent, now).is_near for _ in range(5)]
    assert used == [False, False, False, True, True]
    with pytest.raises(Refused, match="5"):
        look(agent, now)
    assert Reveal.objects.count() == 5
    told = set(Watched.objects.values_list("kind", "user", "count"))
    assert told == {("reveals", agent.pk, 5), ("refused", agent.pk, 6)}
    look(make.staff("agent"), now)
    look(agent, now + timedelta(days=1))


@pytest.mark.django_db
def test_calls_have_a_limit_of_their_own(now: datetime, settings: Any) -> None:
    settings.REVEALS_A_DAY, settings.CALLS_A_DAY = 1, 2
    agent = make.staff("agent")
    look(agent, now)
    for _ in range(2):
        look(agent, now, why="call", reason="call:17")
    with pytest.raises(Refused):
        look(agent, now, why="call", reason="call:18")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", ["UPDATE accounts_reveal SET reason = 'another'", "DELETE FROM accounts_reveal"]
)
def test_what_was_looked_at_stays_on_record(change: str, now: datetime) -> None:
    look(make.staff("agent"), now)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.django_db
def test_the_database_takes_no_look_without_a_reason(now: datetime) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Reveal.objects.create(
            at=now,
            user=make.staff("agent"),
            customer=make.customer(),
            what="x",
            why="called",
            reason="x",
        )


@pytest.mark.django_db
def test_nobody_settles_what_is_about_them(now: datetime) -> None:
    auditor = make.staff("auditor")
    watching.tell(Watched.Kind.REVEALS, user=auditor, count=30, now=now)
    matter = Watched.objects.get()
    with pytest.raises(Refused):
        watching.seen(matter, by=auditor, said="看过了，属正常工作", now=now)
    watching.seen(matter, by=make.staff("auditor"), said="看过了，属正常工作", now=now)
    assert watching.unseen() == 0


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_do_not_pass_the_limit(now: datetime, settings: Any) -> None:
    settings.REVEALS_A_DAY = 3
    agent, refused = make.staff("agent"), []
    people = [make.customer().pk for _ in range(6)]

    def press(customer_id: int) -> None:
        try:
            reveals.record(
                by=agent, customer_id=customer_id, what="x", why="called", reason=WHY, now=now
            )
        except Refused as why:
            refused.append(why)
        finally:
            connection.close()

    windows = [threading.Thread(target=press, args=(pk,)) for pk in people]
    for window in windows:
        window.start()
    for window in windows:
        window.join(30)
    assert Reveal.objects.count() == 3
    assert len(refused) == 3

"""The team's zone stands in one place, and the database reads it from there."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models.signals import post_migrate

from accounts.access.four_eyes import is_trained
from accounts.access.team import TEAM, lender_day_sql, team_day
from accounts.apps import AccountsConfig
from accounts.models import Loan
from tests import make

pytestmark = pytest.mark.django_db

LATE = datetime(2026, 9, 15, 20, 30, tzinfo=UTC)  # the 16th in Shanghai, the 15th in London


def zone_in_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT huancui_team_zone()")
        return str(cursor.fetchone()[0])


def test_the_database_knows_the_teams_zone() -> None:
    assert zone_in_database() == TEAM.timezone == "Asia/Shanghai"
    assert team_day(LATE) == date(2026, 9, 16)


def test_a_changed_zone_reaches_the_database_with_the_next_migration(settings: Any) -> None:
    person = make.staff("supervisor")
    person.trainings.update(passed_on=date(2026, 9, 16))
    assert is_trained(person, LATE)
    settings.TEAM_ZONE = "Europe/London"
    post_migrate.send(
        sender=_accounts(), app_config=_accounts(), verbosity=0, interactive=False, using="default"
    )
    assert zone_in_database() == "Europe/London"
    assert team_day(LATE) == date(2026, 9, 15)
    assert not is_trained(person, LATE)


def _accounts() -> AccountsConfig:
    from django.apps import apps

    config = apps.get_app_config("accounts")
    assert isinstance(config, AccountsConfig)
    return config


def test_a_query_counts_each_row_by_its_own_lenders_day() -> None:
    here, there = make.loan(), make.loan(lender=make.lender(timezone="Europe/London"))
    found = dict(Loan.objects.annotate(day=lender_day_sql(LATE)).values_list("pk", "day"))
    assert found == {here.pk: date(2026, 9, 16), there.pk: date(2026, 9, 15)}
    later = Loan.objects.annotate(day=lender_day_sql(LATE, plus=2)).get(pk=there.pk)
    assert later.day == date(2026, 9, 17)

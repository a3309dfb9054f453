"""Where the team works: the zone of what belongs to no lender, such as trainings and reviews.

Written once, in `settings.TEAM_ZONE`; the database reads it from the function
`huancui_team_zone()`, which every migration makes anew from the setting.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.models import DateField, DateTimeField, F, Func, Value
from django.db.models.functions import Coalesce

from accounts.rules.lender_day import lender_day


@dataclass(frozen=True, slots=True)
class Team:
    """Stands in for a lender where none is known."""

    @property
    def timezone(self) -> str:
        return str(settings.TEAM_ZONE)


TEAM = Team()


def team_day(now: datetime) -> date:
    """The date where the team works."""
    return lender_day(TEAM, now)


def lender_day_sql(now: datetime, *, plus: int = 0, zone: str = "lender__timezone") -> Func:
    """The lender's day at `now`, so many days later, for each row of a query; `zone` leads from
    the row to it. The team's where the row has no lender."""
    return Func(
        Coalesce(F(zone), Value(TEAM.timezone)),
        Value(now, DateTimeField()),
        template=f"(timezone(%(expressions)s)::date + {plus:d})",
        output_field=DateField(),
    )


def zone_function(zone: str) -> str:
    """SQL that makes the database's copy of the zone; the name is one that Python knows."""
    quoted = zone.replace("'", "''")
    return f"""
    CREATE OR REPLACE FUNCTION huancui_team_zone() RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp
    AS $$ SELECT '{quoted}'::text $$;
    """


def tell_database(*, using: str, **_signal: Any) -> None:
    """After every migration: a changed setting reaches the rules the database keeps."""
    with connections[using].cursor() as cursor:
        cursor.execute(zone_function(TEAM.timezone))

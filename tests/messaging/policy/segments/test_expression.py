"""SQL and Python say the same of the same facts."""

from dataclasses import asdict

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings, strategies as st

from messaging.policy.segments.condition import holds
from messaging.policy.segments.expression import expression
from tests.messaging.policy.segments.conditions import conditions, known

TYPES = {
    "habit": "text",
    "stage": "text",
    "days_past_due": "int",
    "amount_due": "numeric",
    "currency": "text",
    "product": "text",
    "cause": "text",
    "region": "text[]",
    "language": "text",
    "answered": "boolean",
    "officer": "boolean",
}


@pytest.mark.django_db
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(conditions(), st.lists(known, min_size=1, max_size=12))
def test_the_expression_holds_for_whom_the_function_holds(condition, people):
    where, parameters = expression(condition)
    rows = []
    for place, person in enumerate(people):
        values = asdict(person) | {"region": sorted(person.region)}
        parameters |= {f"{name}_{place}": value for name, value in values.items()}
        cells = (f"%({name}_{place})s::{kind}" for name, kind in TYPES.items())
        rows.append(f"({place}, {', '.join(cells)})")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT f.place, {where} FROM (VALUES {', '.join(rows)})"
            f" AS f (place, {', '.join(TYPES)})",
            parameters,
        )
        said = dict(cursor.fetchall())
    assert said == {place: holds(condition, person) for place, person in enumerate(people)}

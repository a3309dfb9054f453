"""States of a message by their names, also where a statement of SQL must spell them."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings

from messaging.models.message_states import (
    CONTACTS,
    FINAL,
    LEFT,
    NEVER_LEFT,
    OPEN,
    TRANSITIONS,
    MessageState as S,
)

_COMPARED = re.compile(r"\bstate (?:=|<>|(?:NOT )?IN) (\([^()]*\)|'[a-z_]+')")


def _spelt_in_sql() -> Iterator[tuple[str, str]]:
    for app in ("accounts", "messaging", "feedback"):
        for path in Path(settings.BASE_DIR, app).rglob("*.py"):
            if "migrations" not in path.parts:
                for compared in _COMPARED.findall(path.read_text()):
                    for word in re.findall(r"'([a-z_]+)'", compared):
                        yield f"{path.relative_to(settings.BASE_DIR)}", word


def test_every_state_spelt_in_sql_is_the_state_of_some_table():
    known = {
        value
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "name", "") == "state" and getattr(field, "choices", None)
        for value, _label in field.choices
    }
    spelt = list(_spelt_in_sql())
    assert len(spelt) > 20
    assert [each for each in spelt if each[1] not in known] == []


def test_states_fall_into_groups_that_leave_none_out():
    assert set(S) == OPEN | FINAL | CONTACTS
    assert set() == LEFT & NEVER_LEFT
    assert set(S) - OPEN == LEFT | NEVER_LEFT


def test_nothing_leaves_a_final_state_and_every_other_state_is_left():
    assert {source for source, _target in TRANSITIONS} == set(S) - FINAL

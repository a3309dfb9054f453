"""A column of states that moves only along its arrows, kept by the database."""

from collections.abc import Sequence
from typing import Any

import pgtrigger


class StateMachine(pgtrigger.Trigger):
    """Every update of `field` follows one of `transitions` (from, to).

    As pgtrigger.FSM, with two differences: the refusal carries the trigger's name as its
    constraint, by which callers tell it apart (accounts.database.refusals); and it is judged in the
    condition, so that what is allowed never enters a function, which costs as much again as the
    update itself of a message.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Update

    def __init__(
        self, *, name: str, transitions: Sequence[tuple[str, str]], field: str = "state"
    ) -> None:
        arrows = ",".join(map(":".join, transitions))
        self.field = field
        super().__init__(
            name=name,
            condition=pgtrigger.Condition(
                f"OLD.{field} IS DISTINCT FROM NEW.{field}"
                f" AND OLD.{field} || ':' || NEW.{field} <> ALL ('{{{arrows}}}'::text[])"
            ),
        )

    def get_func(self, model: Any) -> str:
        return f"""
            RAISE EXCEPTION 'Invalid transition of field "{self.field}" from "%" to "%" on table %',
                OLD.{self.field}, NEW.{self.field}, TG_TABLE_NAME
                USING CONSTRAINT = '{self.name}';
        """

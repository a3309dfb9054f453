"""Which rows are told of: triggers that write an event in the transaction of the fact itself.

So no path forgets it, a batch or a file included, and what is rolled back was never told. Whom it
concerns and whether anybody awaits it is found by the functions of accounts.events.sql.
"""

from typing import Any

import pgtrigger


class Told(pgtrigger.Trigger):
    """A row of this `condition` is an event of `kind`: SQL expressions over NEW.

    `whom`: named arguments of `huancui_tell`; `about`: what is said besides, by its name there.
    """

    when = pgtrigger.After

    def __init__(
        self,
        *,
        name: str,
        kind: str,
        operation: Any,
        at: str,
        whom: dict[str, str],
        about: dict[str, str],
        condition: str = "",
    ) -> None:
        self.kind, self.at, self.whom, self.about = kind, at, whom, about
        super().__init__(
            name=name,
            operation=operation,
            condition=pgtrigger.Condition(condition) if condition else None,
        )

    def get_func(self, model: Any) -> str:
        whom = "".join(f", {name} => {what}" for name, what in self.whom.items())
        about = ", ".join(f"'{name}', {what}" for name, what in self.about.items())
        return f"""
            PERFORM huancui_tell(
                '{self.kind}', {self.at}, jsonb_build_object({about}){whom}
            );
            RETURN NULL;
        """


class ToldTogether(pgtrigger.Trigger):
    """Rows that come in by the hundred thousand: whether anybody awaits them is asked once a
    statement, and their events are written in one.

    `rows`: a SELECT over `new_rows` (and after an update `old_rows`) of kind, at, about, lender_id,
    customer_id, candidate_id, loan_id and place, by which they are put in order; `kinds`: those it
    may give; `names`: what is said of each.
    """

    level = pgtrigger.Statement
    when = pgtrigger.After

    def __init__(
        self,
        *,
        name: str,
        kinds: tuple[str, ...],
        operation: Any,
        names: tuple[str, ...],
        rows: str,
    ) -> None:
        self.kinds, self.names, self.rows = kinds, names, rows
        old = {"old": "old_rows"} if operation == pgtrigger.Update else {}
        super().__init__(
            name=name,
            operation=operation,
            referencing=pgtrigger.Referencing(new="new_rows", **old),  # type: ignore[no-untyped-call]
        )

    def get_func(self, model: Any) -> str:
        awaited = " OR ".join(f"huancui_awaits('{kind}', NULL)" for kind in self.kinds)
        columns = ("at", "about", "lender_id", "customer_id", "candidate_id", "loan_id")
        arrays = ", ".join(f"array_agg(t.{column} ORDER BY t.place)" for column in columns)
        return f"""
            IF {awaited} THEN
                PERFORM huancui_tell_all(t.kind, {arrays}) FROM ({self.rows}) t GROUP BY t.kind;
            END IF;
            RETURN NULL;
        """

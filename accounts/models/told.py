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


class RepaymentsTold(pgtrigger.Trigger):
    """Repayments come in by the hundred thousand: whether anybody awaits them is asked once a
    statement."""

    level = pgtrigger.Statement
    when = pgtrigger.After
    operation = pgtrigger.Insert
    kind = "repayment.recorded"
    about = ("reference", "paid_on", "taken_back")

    def __init__(self, name: str) -> None:
        super().__init__(
            name=name,
            referencing=pgtrigger.Referencing(new="new_rows"),  # type: ignore[no-untyped-call]
        )

    def get_func(self, model: Any) -> str:
        return f"""
            IF huancui_awaits('{self.kind}', NULL) THEN
                PERFORM huancui_tell(
                    '{self.kind}', r.recorded_at,
                    jsonb_build_object(
                        'reference', r.reference, 'paid_on', r.paid_on,
                        'taken_back', r.reverses_id IS NOT NULL),
                    of_customer => l.customer_id, of_loan => l.id)
                FROM new_rows r JOIN accounts_loan l ON l.id = r.loan_id
                WHERE huancui_awaits('{self.kind}', l.lender_id)
                ORDER BY r.id;
            END IF;
            RETURN NULL;
        """

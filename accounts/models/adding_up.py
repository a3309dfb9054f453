"""The guard over instalments: they make up what a loan was told to owe, whoever writes which."""

import pgtrigger

# Of the loans that `rows` name and that have instalments at all.
_ADD_UP = """
IF NOT EXISTS (SELECT FROM accounts_loaninstalment) THEN
    RETURN NULL;
END IF;
IF EXISTS (
    SELECT FROM accounts_loan l
    JOIN (SELECT i.loan_id, sum(i.principal + i.interest + i.fee) AS told
          FROM accounts_loaninstalment i
          WHERE i.loan_id IN (SELECT r.{loan} FROM {rows} r) GROUP BY i.loan_id) s
      ON s.loan_id = l.id
    WHERE s.told IS DISTINCT FROM COALESCE(l.told_due, l.amount_due)
) THEN
    RAISE EXCEPTION 'the instalments of a loan add up to its amount due, as it was told'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'instalments_add_up';
END IF;
RETURN NULL;
"""


class InstalmentsAddUp(pgtrigger.Trigger):
    """After every statement: of a loan that has instalments, they make up the amount that was told
    (the ledger's falls with each repayment; what was told does not)."""

    level = pgtrigger.Statement
    when = pgtrigger.After

    def __init__(self, kind: str, *, loan: str = "loan_id") -> None:
        self.loan = loan
        self.rows = "old_rows" if kind == "delete" else "new_rows"
        operation = {
            "insert": pgtrigger.Insert,
            "update": pgtrigger.Update,
            "delete": pgtrigger.Delete,
        }[kind]
        names = {"old": "old_rows"} if kind == "delete" else {"new": "new_rows"}
        referencing = pgtrigger.Referencing(**names)  # type: ignore[no-untyped-call]
        super().__init__(
            name=f"instalments_add_up_{kind}", operation=operation, referencing=referencing
        )

    def get_func(self, model: object) -> str:
        return _ADD_UP.format(loan=self.loan, rows=self.rows)

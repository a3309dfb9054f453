"""A lender of which two people have seen what is said of it: name, hotline, hosts, truths.

One person adds a lender; its facts are that person's word until its first wording, which says them,
is approved by another. Before that the database takes nothing that leads to a borrower.
"""

import pgtrigger
from django.db.models import Exists, OuterRef

from messaging.models.approvable import ApprovalState
from messaging.models.lender_wording import LenderWording

RULE = "a_new_lenders_facts_take_two_people"
_SEEN = (ApprovalState.APPROVED, ApprovalState.RETIRED)
_REFUSED = f"""
    RAISE EXCEPTION 'two people have to see what is said of lender %, by its first wording', nobody
        USING ERRCODE = 'check_violation', CONSTRAINT = '{RULE}';
"""
_SAID = """
    SELECT FROM messaging_lenderwording w WHERE w.lender_id = {lender}
    AND w.state IN ('approved', 'retired') AND w.facts <> '{{}}'
"""


def introduced(lender: str = "lender_id") -> Exists:
    """A condition of rows whose column `lender` names one."""
    said = LenderWording.objects.filter(lender=OuterRef(lender), state__in=_SEEN)
    return Exists(said.exclude(facts={}))


def of_a_row(name: str) -> pgtrigger.Trigger:
    """The trigger of a table with few rows a day."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("nobody", "bigint := NEW.lender_id")],
        func=f"""
        IF NOT EXISTS ({_SAID.format(lender="NEW.lender_id")}) THEN
            {_REFUSED}
        END IF;
        RETURN NEW;
        """,
    )


def of_rows(name: str) -> pgtrigger.Trigger:
    """That of a table into which rows come by the hundred thousand: asked once a statement, of each
    lender in it."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),  # type: ignore[no-untyped-call]
        declare=[("nobody", "bigint")],
        func=f"""
        SELECT n.lender_id INTO nobody FROM (SELECT DISTINCT lender_id FROM new_rows) n
        WHERE n.lender_id IS NOT NULL AND NOT EXISTS ({_SAID.format(lender="n.lender_id")}) LIMIT 1;
        IF nobody IS NOT NULL THEN
            {_REFUSED}
        END IF;
        RETURN NULL;
        """,  # noqa: S608 - of our own words
    )

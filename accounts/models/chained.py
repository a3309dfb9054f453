"""Tables whose rows go into the sealed chain (accounts.chain): written once, each with the number
of the transaction that wrote it, by which the sealer finds what is new."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.indexes import BrinIndex
from django.db import models

TX = "tx"


class CurrentTransaction(models.Func):
    """The database's number of the transaction that is running; it never comes again."""

    template = "(pg_current_xact_id()::text::bigint)"
    arity = 0
    output_field = models.BigIntegerField()


class OfItsTransaction(pgtrigger.Trigger):
    """Nobody says a row was written by another transaction: judged in the condition, as a function
    called for every row would cost more than the row."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert

    def __init__(self) -> None:
        super().__init__(
            name="of_its_transaction",
            condition=pgtrigger.Condition(
                f"NEW.{TX} IS DISTINCT FROM pg_current_xact_id()::text::bigint"
            ),
            func="""
            RAISE EXCEPTION 'a row is of the transaction that writes it'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'of_its_transaction';
            """,
        )


class Chained(models.Model):
    """`chain_erasable`: columns that may hold what a person can have erased; they are hashed by
    commitment. `chain_moment`: the column with the real time of writing, if there is one.

    A subclass adds `chain_index` to its indexes and `OfItsTransaction` to its triggers.
    """

    chain_erasable: ClassVar[tuple[str, ...]] = ()
    chain_moment: ClassVar[str] = ""

    tx = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)

    class Meta:
        abstract = True


def chain_index(name: str) -> BrinIndex:
    """For the sealer's "what is new"; rows are written in the order of time: blocks are enough."""
    return BrinIndex(fields=[TX], autosummarize=True, name=name)

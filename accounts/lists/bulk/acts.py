"""What can be done to many rows of a list at once. Each room registers its own acts."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django import forms
from django.db.models import Model

from accounts.models import BulkJob, BulkRow, User


class Do(Protocol):
    """One row: calls the service that does the same for a single one, with what was said beside
    it. What it returns is told of the row; raises Refused where the row does not allow it."""

    def __call__(
        self, row: BulkRow, said: Mapping[str, Any], /, *, by: User, now: datetime
    ) -> str | None: ...


class Check(Protocol):
    """What each row would become, looked at before it begins: the context of `Act.check_template`,
    with why rows cannot be done (`refused`, by id). Only rows whose ids come back from its form
    (`row`) are done."""

    def __call__(
        self, job: BulkJob, said: Mapping[str, Any], /, *, by: User, now: datetime
    ) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Act:
    """`code` names it everywhere. `told`: what it does, for the page before it begins. `form` asks
    for what is said beside it, as a reason; it is kept as JSON, a row by its id.
    `seen`: the column that says how far a row had gone when it was chosen. `undo`: the act that
    takes it back. `page`: URL name of the page of one row; `list_page`: of the list one goes
    back to, without it the table's. `check`: a page between the choice and the beginning, for what
    reaches people; its act is done to at most `most` rows, and its `form` is made for the job.
    `named`: rows as a person knows them, by id; without it, as they call themselves. One of the
    permissions `one_of` is needed; the service asks for the rest."""

    code: str
    model: type[Model]
    title: Any
    told: Any
    one_of: tuple[str, ...]
    do: Do
    page: str
    form: Callable[..., forms.Form] | None = None
    list_page: str = ""
    named: Callable[[Collection[int]], Mapping[int, str]] | None = None
    seen: str = ""
    undo: str = ""
    is_offered: bool = True
    step_up: bool = False
    check: Check | None = None
    check_template: str = ""
    most: int = 10_000
    """Rows of one act: what a person can still answer for. Our own limit."""

    def is_open_to(self, user: Any) -> bool:
        return any(map(user.has_perm, self.one_of))


ACTS: dict[str, Act] = {}


def register(*acts: Act) -> None:
    for act in acts:
        ACTS[act.code] = act


def offered(model: type[Model], user: Any) -> list[Act]:
    """What this person may do to many rows of the table."""
    return [
        act
        for act in ACTS.values()
        if act.model is model and act.is_offered and act.is_open_to(user)
    ]

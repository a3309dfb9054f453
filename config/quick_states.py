"""Makes an empty database's tables in a third of the time.

After each operation Django makes the classes of a model and of all its neighbours anew, some forty
for every trigger, index or constraint; no operation of ours reads these from such a class. Inside
`options_make_no_classes` they are noted and no class is made for them; whatever else changes a
model still makes its classes, with all that was noted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

_NOTING = {
    ProjectState: ("_append_option", "_remove_option"),
    AddTrigger: ("state_forwards",),
    RemoveTrigger: ("state_forwards",),
}


@contextmanager
def options_make_no_classes() -> Iterator[None]:
    """For one thread, around a migration of tables that hold nothing yet."""
    before = {(owner, name): getattr(owner, name) for owner in _NOTING for name in _NOTING[owner]}
    for (owner, name), noting in before.items():
        setattr(owner, name, _without_classes(noting))
    try:
        yield
    finally:
        for (owner, name), noting in before.items():
            setattr(owner, name, noting)


def _without_classes(noting: Any) -> Any:
    def noted(first: Any, second: Any, *others: Any) -> None:
        state = first if isinstance(first, ProjectState) else others[0]
        classes = state.__dict__.pop("apps", None)  # a state without them makes none
        try:
            noting(first, second, *others)
        finally:
            if classes is not None:
                state.__dict__["apps"] = classes

    return noted

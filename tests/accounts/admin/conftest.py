"""Screens of accounts with a worker at hand."""

import pytest

from accounts import tasks


@pytest.fixture
def worker_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who does at once what a page hands over."""
    for task in (tasks.check_import, tasks.apply_import):
        monkeypatch.setattr(task, "apply_async", lambda ids, task=task, **_said: task(*ids))

"""Pages, tasks and commands of a test do their work as the role they have in production.

A test makes its tables and its data as their owner; a page asked through the test client is `web`,
a task or a command `worker`. So a grant that is missing (config.database_roles.grants) is seen by
whatever test comes that way. On a server without the roles all is done by the owner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any

from celery.app.task import Task
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.backends.signals import connection_created
from django.test.client import ClientHandler
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from accounts.audit import vouching
from accounts.intake.jobs import lifecycle
from config.database_roles import granting, owner, process

WEB, WORKER, OWNER = "huancui_web", "huancui_worker", "NONE"
_now = OWNER
_is_installed = False
"""Not on a server without the roles."""


def install() -> None:
    """For every test of this process, once its tables are made."""
    global _is_installed
    _is_installed = granting.exist()
    if not _is_installed:
        return
    connection_created.connect(_take, dispatch_uid="tests.as_role")
    for kind, method, made in (
        (ClientHandler, "__call__", _done_as(WEB, ClientHandler.__call__)),
        (Task, "__call__", _done_as(WORKER, Task.__call__)),
        (lifecycle, "check", _done_as(WORKER, lifecycle.check)),
        (lifecycle, "apply", _done_as(WORKER, lifecycle.apply)),
        (BaseCommand, "execute", _command(BaseCommand.execute)),
        (owner, "as_owner", lambda: as_role(OWNER)),
    ):
        setattr(kind, method, made)


@contextmanager
def as_role(role: str) -> Iterator[None]:
    """Everything the test's connections do inside; `OWNER` is whoever made the tables."""
    global _now
    if not _is_installed:
        yield
        return
    before, _now = _now, role
    _take(connection)
    vouching.speak_as_software(on=role != OWNER)
    try:
        yield
    finally:
        _now = before
        _take(connection)
        vouching.speak_as_software(on=before != OWNER)


def _take(connection: Any, **_signal: Any) -> None:
    raw = connection.connection
    if raw is None or raw.closed or raw.info.transaction_status == TRANSACTION_STATUS_INERROR:
        return
    with raw.cursor() as cursor:
        cursor.execute(f"SET ROLE {_now}")


def _done_as(role: str, work: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(work)
    def done(*args: Any, **kwargs: Any) -> Any:
        with as_role(role):
            answer = work(*args, **kwargs)
        if getattr(answer, "streaming", False):
            answer.streaming_content = _read_as(role, answer.streaming_content)
        return answer

    return done


def _read_as(role: str, rows: Iterator[bytes]) -> Iterator[bytes]:
    with as_role(role):
        yield from rows


def _command(execute: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(execute)
    def executed(self: BaseCommand, *args: Any, **kwargs: Any) -> Any:
        name = type(self).__module__.rpartition(".")[2]
        if process.of_command(["manage.py", name]) == "owner" or not _is_ours(
            type(self).__module__
        ):
            return execute(self, *args, **kwargs)
        with as_role(WORKER):
            return execute(self, *args, **kwargs)

    return executed


@cache
def _is_ours(module: str) -> bool:
    return module.split(".")[0] in {"accounts", "messaging", "feedback", "config"}

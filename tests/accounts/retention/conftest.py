"""Periods in force, and runs that were shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Lender, RetentionRule, RetentionRun, User
from accounts.retention import rules, runs


@pytest.fixture
def two(db: None) -> tuple[User, User]:
    from tests import make

    return make.staff("supervisor"), make.staff("supervisor")


@pytest.fixture
def kept(two: tuple[User, User], now: datetime) -> Callable[..., RetentionRule]:
    """A period that two people approved."""

    def approved(kind: str, months: int | None, lender: Lender | None = None) -> RetentionRule:
        asks, decides = two
        asked = rules.ask(
            kind, lender=lender, months=months, why="as the law says", by=asks, now=now
        )
        return rules.approve(asked, by=decides, now=now)

    return approved


@pytest.fixture
def shown(two: tuple[User, User]) -> Callable[[datetime], RetentionRun]:
    """A run that was counted and waits."""

    def counted(now: datetime) -> RetentionRun:
        run = runs.begin(by=two[0], now=now)
        runs.carry_on(run.pk, now)
        run.refresh_from_db()
        return run

    return counted


@pytest.fixture
def erased(shown: Any, two: tuple[User, User]) -> Callable[[datetime], RetentionRun]:
    """A run that is through."""

    def done(now: datetime) -> RetentionRun:
        run = runs.start(shown(now), by=two[1])
        runs.carry_on(run.pk, now)
        run.refresh_from_db()
        return run

    return done


@pytest.fixture(autouse=True)
def heads(settings: Any, tmp_path: Path) -> None:
    settings.HEADS_FOLDER = tmp_path / "heads"
    settings.HEADS_WEBHOOK = ""
    settings.HEADS_SYSLOG = False

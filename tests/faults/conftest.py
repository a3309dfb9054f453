"""Servers of the suite's own, and a world for every test."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.faults import servers, table, world
from tests.faults.servers import Machine
from tests.faults.world import World


@pytest.fixture(scope="session")
def machine(django_db_blocker: DjangoDbBlocker) -> Iterator[Machine]:
    """FAULTS_KEEP names a folder whose servers the next run takes up, which saves a minute."""
    kept = os.environ.get("FAULTS_KEEP")
    folder = Path(kept or tempfile.mkdtemp(prefix="huancui-faults-"))
    with (
        django_db_blocker.unblock(),
        servers.machine(folder / "servers", keep=bool(kept)) as made,
    ):
        yield made


@pytest.fixture
def it(machine: Machine, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), world.running(machine, tmp_path / "world") as made:
        yield made


@pytest.fixture(scope="session")
def faults_done() -> Counter[str]:
    """How many faults of which kind there were, for the table at the end."""
    return table.DONE


@pytest.fixture(scope="session")
def figures() -> list[str]:
    """Lines for the end."""
    return table.FIGURES

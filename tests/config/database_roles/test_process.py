"""Each kind of process speaks to the database as a role of its own."""

from pathlib import Path

import pytest

from config.database_roles import process
from config.embedded import addresses

OWN = {
    "DATABASE_URL": "postgresql://everybody@db/x",
    "HUANCUI_OWNER_DATABASE_URL": "postgresql://owner@db/x",
    "HUANCUI_WEB_DATABASE_URL": "postgresql://web@db/x",
    "HUANCUI_WORKER_DATABASE_URL": "postgresql://worker@db/x",
}


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("migrate", "owner"),
        ("rotate_keys", "owner"),
        ("import_loans", "worker"),
        ("shell", "worker"),
        ("release_run", "worker"),
    ],
)
def test_only_what_makes_tables_or_people_runs_as_the_owner(command: str, kind: str) -> None:
    assert process.of_command(["manage.py", command]) == kind


@pytest.mark.parametrize("kind", ["owner", "web", "worker"])
def test_an_address_of_its_own_comes_before_the_common_one(
    kind: process.Kind, tmp_path: Path
) -> None:
    assert kind in addresses.resolve(OWN, tmp_path, kind=kind).database_url
    common = {"DATABASE_URL": OWN["DATABASE_URL"]}
    assert addresses.resolve(common, tmp_path, kind=kind).database_url == OWN["DATABASE_URL"]


def test_the_embedded_roles_do_not_know_each_others_passwords() -> None:
    owners = "postgresql://huancui:s%40cret@/huancui?host=%2Ftmp%2Fx"
    web, worker = (addresses.of_kind(owners, kind) for kind in ("web", "worker"))
    assert web.startswith("postgresql://huancui_web:")
    assert worker.startswith("postgresql://huancui_worker:")
    assert "s%40cret" not in web + worker
    assert web.split(":")[2] != worker.split(":")[2]
    assert web.endswith("@/huancui?host=%2Ftmp%2Fx")

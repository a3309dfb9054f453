"""Which pg_dump is taken, and how it reaches the database."""

from pathlib import Path

import pytest

from config.backup import programs


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {"/a/pg_dump": 15, "/b/pg_dump": 17, "/c/pg_dump": 18, "/d/pg_dump": None}
    monkeypatch.setattr(programs, "_candidates", lambda _name: [Path(each) for each in versions])
    monkeypatch.setattr(programs, "_major", lambda path: versions[str(path)])


@pytest.mark.parametrize(("server", "path"), [(15, "/a"), (16, "/b"), (17, "/b"), (18, "/c")])
def test_the_servers_own_version_or_the_next_above_is_taken(server: int, path: str) -> None:
    assert programs.found("pg_dump", server=server) == Path(path) / "pg_dump"


def test_an_older_one_is_not_and_the_package_is_named() -> None:
    with pytest.raises(programs.NoProgram, match="postgresql-client-19"):
        programs.found("pg_dump", server=19)


def test_a_later_one_is_not_where_only_the_servers_own_does() -> None:
    with pytest.raises(programs.NoProgram):
        programs.found("pg_restore", server=16, at_most=16)


def test_the_password_is_in_the_environment_of_the_program_alone() -> None:
    said = programs.environment_of(
        {
            "NAME": "huancui",
            "USER": "owner",
            "PASSWORD": "secret",
            "HOST": "db.example",
            "PORT": "5432",
            "OPTIONS": {"sslmode": "verify-full", "sslrootcert": "/ca.pem"},
        }
    )
    assert said["PGPASSWORD"] == "secret"
    assert (said["PGSSLMODE"], said["PGSSLROOTCERT"]) == ("verify-full", "/ca.pem")


def test_what_a_program_says_of_a_row_is_not_repeated() -> None:
    said = b"pg_restore: error: COPY failed\nDETAIL: Failing row contains (13800138000).\n"
    assert programs.last_line(said) == "pg_restore: error: COPY failed"

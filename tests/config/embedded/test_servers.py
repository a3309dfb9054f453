"""The embedded servers as real processes: whatever is killed, nothing is lost or left behind."""

import contextlib
import json
import os
import shutil
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import psycopg2.errors
import pytest
import redis
from kombu import Connection

from config.embedded.addresses import celery_broker_url
from tests.config.embedded_help import Holder, holding, processes_of, refusal, wait_until

pytestmark = pytest.mark.faults


@contextlib.contextmanager
def cursor(url: str) -> Iterator[psycopg2.extensions.cursor]:
    with contextlib.closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as opened:
            yield opened


def write_something(holder: Holder) -> None:
    with cursor(holder.database_url) as database:
        database.execute("CREATE TABLE kept AS SELECT 1 AS number")


def assert_still_there(holder: Holder) -> None:
    with cursor(holder.database_url) as database:
        database.execute("SELECT number FROM kept")
        assert database.fetchall() == [(1,)]


def test_data_is_kept_between_starts(tmp_path: Path) -> None:
    with holding(tmp_path / "data") as holder:
        write_something(holder)
        redis.Redis.from_url(holder.redis_url).set("kept", "yes")
    with holding(tmp_path / "data") as holder:
        assert_still_there(holder)
        assert redis.Redis.from_url(holder.redis_url).get("kept") == b"yes"


def test_the_application_is_no_superuser_but_may_make_test_databases(tmp_path: Path) -> None:
    with holding(tmp_path / "data") as holder, cursor(holder.database_url) as database:
        database.execute("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user")
        assert database.fetchone() == (False, True)
        database.execute("CREATE DATABASE test_huancui")
        with cursor(holder.database_url.replace("/huancui?", "/test_huancui?")) as made:
            made.execute("SELECT extname FROM pg_extension")
            assert {"pg_trgm", "btree_gin"} <= {name for (name,) in made.fetchall()}


def test_nobody_gets_in_without_the_password(tmp_path: Path) -> None:
    with holding(tmp_path / "data") as holder:
        folder = tmp_path / "data"
        with pytest.raises(psycopg2.OperationalError):
            psycopg2.connect(holder.database_url.replace("huancui:", "postgres:"))
        without = redis.Redis(unix_socket_path=str(folder / "sockets" / "valkey.sock"))
        with pytest.raises(redis.AuthenticationError):
            without.ping()
        for path in (folder, folder / "sockets", folder / "logs"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / "passwords.json").stat().st_mode) == 0o600


def test_a_failing_statement_leaves_no_value_in_the_log(tmp_path: Path) -> None:
    with holding(tmp_path / "data") as holder, cursor(holder.database_url) as database:
        database.execute("CREATE TABLE people (name text PRIMARY KEY, phone text NOT NULL)")
        database.execute("INSERT INTO people VALUES ('陈小明', '14100000001')")
        for failing in (
            "INSERT INTO people VALUES ('陈小明', '14100000001')",
            "INSERT INTO people VALUES ('陈小明二', NULL)",
            "SELECT FROM nowhere WHERE name = '陈小明'",
        ):
            with pytest.raises(psycopg2.Error):
                database.execute(failing)
        written = (tmp_path / "data" / "logs" / "postgres.log").read_text()
    assert "duplicate key" in written
    assert "陈小明" not in written
    assert "14100000001" not in written


def test_celery_reaches_the_broker_by_socket_with_its_password_and_database(
    tmp_path: Path,
) -> None:
    with holding(tmp_path / "data") as holder:
        second = holder.redis_url.replace("db=0", "db=2")
        with Connection(celery_broker_url(second)) as broker:
            broker.SimpleQueue("ticks").put({"id": 1})
        assert redis.Redis.from_url(second).llen("ticks") == 1
        assert redis.Redis.from_url(holder.redis_url).llen("ticks") == 0


def test_a_second_start_is_refused_naming_the_first(tmp_path: Path) -> None:
    with holding(tmp_path / "data") as holder:
        said = refusal(tmp_path / "data")
        assert f"already in use by process {holder.process.pid} (a test)" in said


@pytest.mark.parametrize("name", ["PostgreSQL", "Valkey"])
def test_a_killed_server_comes_back_with_everything_committed(tmp_path: Path, name: str) -> None:
    with holding(tmp_path / "data") as holder:
        write_something(holder)
        os.kill(holder.pids[name], signal.SIGKILL)
        holder.restart(name)
        assert_still_there(holder)
        assert redis.Redis.from_url(holder.redis_url).ping()


def test_a_killed_launcher_leaves_no_orphan_and_loses_nothing(tmp_path: Path) -> None:
    with holding(tmp_path / "data") as holder:
        write_something(holder)
        open_session = psycopg2.connect(holder.database_url)
        holder.kill()
        wait_until(lambda: not processes_of(tmp_path / "data"))
        open_session.close()
    with holding(tmp_path / "data") as holder:
        assert_still_there(holder)


def test_a_start_right_after_a_kill_waits_for_the_old_ones_to_let_go(tmp_path: Path) -> None:
    with holding(tmp_path / "data") as holder:
        write_something(holder)
        os.kill(holder.pids["PostgreSQL"], signal.SIGKILL)
        holder.kill()
        with holding(tmp_path / "data") as second:
            assert_still_there(second)


def test_a_pid_file_naming_another_living_process_does_not_stop_a_start(tmp_path: Path) -> None:
    with holding(tmp_path / "data") as holder:
        write_something(holder)
        pid_file = tmp_path / "data" / "postgres" / "postmaster.pid"
        stale = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *stale[1:]]))
    (tmp_path / "data" / "sockets" / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    with holding(tmp_path / "data") as holder:
        assert_still_there(holder)


def test_a_half_done_initialisation_never_counts(tmp_path: Path) -> None:
    draft = tmp_path / "data" / "postgres.draft"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")
    with holding(tmp_path / "data") as holder:
        write_something(holder)


def test_data_of_another_major_version_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with holding(tmp_path / "data"):
        pass
    (tmp_path / "data" / "postgres" / "PG_VERSION").write_text("15\n")
    said = refusal(tmp_path / "data")
    assert "was written by PostgreSQL 15, and this is PostgreSQL 18" in said
    assert "Traceback" not in said


def test_data_of_another_user_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with holding(tmp_path / "data"):
        pass
    record = tmp_path / "data" / "identity.json"
    record.write_text(record.read_text().replace(f'"user": {os.geteuid()}', '"user": 4321'))
    assert "was made by user id 4321; start as that user" in refusal(tmp_path / "data")


def test_a_path_too_long_for_a_socket_is_no_obstacle(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 25)
    with holding(folder) as holder:
        assert "host=%2Ftmp%2Fhuancui-" in holder.database_url
        write_something(holder)
        assert redis.Redis.from_url(holder.redis_url).ping()
    shutil.rmtree(Path("/") / holder.database_url.split("host=%2F")[1].replace("%2F", "/"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_root_without_user_namespaces_runs_postgresql_as_nobody(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tools = tmp_path_factory.mktemp("bin")  # a PATH that lacks `unshare`
    (tools / "test").symlink_to("/usr/bin/test")
    for folder in (tools, *tools.parents[:2]):
        folder.chmod(0o755)
    with holding(tmp_path / "data", PATH=str(tools)) as holder:
        write_something(holder)
        assert Path(f"/proc/{holder.pids['PostgreSQL']}").stat().st_uid == 65534
        holder.kill()
        wait_until(lambda: not Path(f"/proc/{holder.pids['PostgreSQL']}").exists())
    with holding(tmp_path / "data") as holder:  # where namespaces are allowed it stays nobody's
        assert_still_there(holder)
    shutil.rmtree(json.loads((tmp_path / "data" / "identity.json").read_text())["home"])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_data_made_with_namespaces_is_refused_where_there_are_none(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    record = f'{{"mode": "namespace", "user": 0, "home": "{tmp_path / "data"}"}}'
    (tmp_path / "data" / "identity.json").write_text(record)
    assert "and here they are not" in refusal(tmp_path / "data", PATH=str(tmp_path))

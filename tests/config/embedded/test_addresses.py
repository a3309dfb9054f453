"""Where the servers are, said in the four dialects that ask."""

import ssl
from pathlib import Path

import pytest
from kombu import Connection

from config.embedded import addresses

DATA = Path("/srv/huancui")


def test_addresses_of_the_environment_come_first() -> None:
    given = {"DATABASE_URL": "postgresql://db/x", "REDIS_URL": "redis://r/0"}
    assert addresses.resolve(given, DATA) == addresses.Addresses("postgresql://db/x", "redis://r/0")


def test_only_the_missing_one_is_embedded() -> None:
    found = addresses.resolve({"DATABASE_URL": "postgresql://db/x", "REDIS_URL": ""}, DATA)
    assert found.database_url == "postgresql://db/x"
    assert found.redis_url.startswith("unix://")


def test_an_address_is_known_before_anything_was_started_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    first = addresses.resolve({}, tmp_path / "new")
    assert first == addresses.resolve({}, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_socket_address_becomes_djangos_entry() -> None:
    entry = addresses.django_database("postgresql://huancui:p%40ss@/huancui?host=%2Fsrv%2Fs%20s")
    assert (entry["HOST"], entry["PORT"]) == ("/srv/s s", "")
    assert (entry["USER"], entry["PASSWORD"], entry["NAME"]) == ("huancui", "p@ss", "huancui")


def test_a_tcp_address_becomes_djangos_entry_with_its_options() -> None:
    entry = addresses.django_database("postgres://u:p@db.example:6543/n?sslmode=require")
    assert (entry["HOST"], entry["PORT"]) == ("db.example", "6543")
    assert entry["OPTIONS"] == {"sslmode": "require"}


def test_another_database_is_refused() -> None:
    with pytest.raises(ValueError, match="no other database"):
        addresses.django_database("sqlite:///x.db")


def test_celery_gets_the_socket_and_does_not_print_the_password() -> None:
    url = addresses.celery_broker_url("unix://:secret@/srv/s/valkey.sock?db=2")
    with Connection(url) as connection:
        assert connection.transport_cls == "redis"
        assert "/srv/s/valkey.sock" in connection.as_uri()
        assert "secret" not in connection.as_uri()


def test_a_tcp_broker_is_left_as_it_is() -> None:
    assert addresses.celery_broker_url("redis://r:6379/1") == "redis://r:6379/1"


def test_a_broker_by_tls_is_spoken_to_by_tls_and_its_certificate_checked() -> None:
    for said in ("rediss://:word@r:6379/1", "rediss://:word@r:6379/1?ssl_ca_certs=/ca.pem"):
        with Connection(addresses.celery_broker_url(said)) as connection:
            assert connection.ssl["ssl_cert_reqs"] == ssl.CERT_REQUIRED

"""Settings are checked at start; what is unsafe refuses with a sentence that says the way out."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

COMPLETE = {
    **environment.fresh_secrets(),
    **environment.fresh_seal_key(),
    "HUANCUI_HOSTS": "desk.example",
    "DATABASE_URL": "postgresql://a@b/c?sslmode=verify-full",
    "REDIS_URL": "rediss://:word@b",
    "HUANCUI_CLAMD": "unix:///run/clamav/clamd.ctl",
    "HUANCUI_DISKS": "encrypted",
}


def test_nothing_said_means_sandbox() -> None:
    assert environment.mode({}) == "sandbox"


def test_a_database_of_ones_own_is_never_a_sandbox_by_silence() -> None:
    own = {"DATABASE_URL": "postgresql://db/huancui"}
    for silent in ({}, {"HUANCUI_MODE": ""}):
        with pytest.raises(
            ImproperlyConfigured, match=r"HUANCUI_MODE=production .* unset DATABASE"
        ):
            environment.mode(own | silent)
    assert environment.mode(own | {"HUANCUI_MODE": "sandbox"}) == "sandbox"
    assert environment.mode(own | {"HUANCUI_MODE": "production"}) == "production"


def test_a_misspelt_mode_is_named() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"'prod'.*'production' or 'sandbox'"):
        environment.mode({"HUANCUI_MODE": "prod"})


def test_a_misspelt_team_zone_is_named() -> None:
    assert environment.team_zone({}) == "Asia/Shanghai"
    assert environment.team_zone({"HUANCUI_TEAM_ZONE": "Asia/Taipei"}) == "Asia/Taipei"
    with pytest.raises(ImproperlyConfigured, match=r"'Shanghai'.*no time zone"):
        environment.team_zone({"HUANCUI_TEAM_ZONE": "Shanghai"})


def test_a_log_level_is_one_there_is_in_either_case() -> None:
    assert environment.log_level({}) == "INFO"
    assert environment.log_level({"HUANCUI_LOG_LEVEL": "debug"}) == "DEBUG"
    with pytest.raises(ImproperlyConfigured, match=r"'verbose'.*DEBUG, INFO"):
        environment.log_level({"HUANCUI_LOG_LEVEL": "verbose"})


def test_a_switch_is_on_or_off() -> None:
    name = "HUANCUI_HSTS_SUBDOMAINS"
    assert environment.switch({}, name, default=True)
    assert not environment.switch({name: "0"}, name, default=True)
    with pytest.raises(ImproperlyConfigured, match=rf"{name} is 'no'"):
        environment.switch({name: "no"}, name, default=True)


def test_a_complete_production_environment_is_accepted() -> None:
    environment.require_production_secrets(COMPLETE)


def test_all_missing_secrets_are_named_at_once() -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.require_production_secrets({})
    assert all(name in str(refused.value) for name in environment.SECRETS)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"HUANCUI_DEBUG": "1"}, "HUANCUI_DEBUG"),
        ({"HUANCUI_HOSTS": ""}, "HUANCUI_HOSTS"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"REDIS_URL": ""}, "REDIS_URL"),
        ({"HUANCUI_INDEX_KEY": ""}, "HUANCUI_INDEX_KEY"),
    ],
)
def test_each_unsafe_setting_is_refused_by_name(changes: dict[str, str], named: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=named):
        environment.require_production_secrets(COMPLETE | changes)


def test_without_a_mail_server_nothing_is_set() -> None:
    assert environment.mail_server({}) is None


def test_a_mail_server_is_read_from_its_address() -> None:
    url = "smtp+tls://us%40er:pa%2Fss@mail.example:587"
    found = environment.mail_server({"HUANCUI_EMAIL_URL": url}) or {}
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == (
        *("mail.example", 587),
        True,
    )
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("us@er", "pa/ss")


@pytest.mark.parametrize("url", ["mail.example", "https://mail.example", "smtp://"])
def test_what_is_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"HUANCUI_EMAIL_URL.*smtp\+tls://"):
        environment.mail_server({"HUANCUI_EMAIL_URL": url})


def test_mail_leaves_this_machine_by_tls_in_production() -> None:
    for private in ("", "smtp+tls://m.example", "smtps://m.example", "smtp://localhost:25"):
        environment.require_production_secrets(COMPLETE | {"HUANCUI_EMAIL_URL": private})
    with pytest.raises(ImproperlyConfigured, match=r"HUANCUI_EMAIL_URL.*smtp\+tls"):
        environment.require_production_secrets(COMPLETE | {"HUANCUI_EMAIL_URL": "smtp://m.example"})


def test_a_misspelt_address_is_named() -> None:
    name = "HUANCUI_ALARM_EMAILS"
    assert environment.addresses({name: " a@b.example, c@d.example,"}, name) == [
        *("a@b.example", "c@d.example")
    ]
    with pytest.raises(ImproperlyConfigured, match="'desk'"):
        environment.addresses({name: "a@b.example,desk"}, name)


def test_a_webhook_needs_a_secret() -> None:
    url, secret = (
        {"HUANCUI_ALARM_WEBHOOK": "https://pager.example/x"},
        "HUANCUI_ALARM_WEBHOOK_SECRET",
    )
    assert environment.webhook({}) == ("", "")
    with pytest.raises(ImproperlyConfigured, match=secret):
        environment.webhook(url)
    with pytest.raises(ImproperlyConfigured, match="http"):
        environment.webhook({"HUANCUI_ALARM_WEBHOOK": "pager.example"})
    assert environment.webhook({**url, secret: "x" * 16})[1] == "x" * 16


def test_the_folder_of_gateways_secrets_holds_nothing_else(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert environment.gateway_folder({}, data) == data / "gateways"
    named = {"HUANCUI_GATEWAY_FOLDER": "/run/gateways"}
    assert environment.gateway_folder(named, data) == Path("/run/gateways")
    for wrong in (str(data), str(tmp_path), "/", "gateways", f"{data}/gateways/.."):
        with pytest.raises(ImproperlyConfigured, match="a folder of its own"):
            environment.gateway_folder({"HUANCUI_GATEWAY_FOLDER": wrong}, data)


def test_passwords_in_addresses_and_keys_without_their_id_are_secrets_too() -> None:
    found = environment.own_secrets(
        {"HUANCUI_FIELD_KEYS": "1:first-of-two,2:second-of-two"},
        "postgresql://huancui:pass%2Fword@db/huancui",
        "rediss://:broker-word@redis/0",
        "",
    )
    assert found == {
        *("1:first-of-two", "2:second-of-two", "first-of-two", "second-of-two"),
        *("pass/word", "broker-word"),
    }


@pytest.mark.parametrize(
    "database",
    [
        *("postgresql://a@db/c", "postgresql://a@db/c?sslmode=require", "postgresql://a@/c"),
        *("postgresql://a@db/c?sslmode=verify-ca", "postgresql://a@/c?host=db"),
    ],
)
def test_the_way_to_the_database_is_encrypted_in_production(database: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"DATABASE_URL.*verify-full"):
        environment.require_production_secrets(COMPLETE | {"DATABASE_URL": database})


@pytest.mark.parametrize(
    ("broker", "said"),
    [
        ("redis://:word@b", "rediss://"),
        ("rediss://:word@b?ssl_cert_reqs=none", "rediss://"),
        ("rediss://:word@b?ssl_check_hostname=false", "rediss://"),
        ("rediss://b", "must hold a password"),
        ("unix:///run/valkey.sock", "must hold a password"),
    ],
)
def test_the_way_to_the_broker_is_encrypted_and_has_a_password(broker: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=rf"REDIS_URL.*{said}"):
        environment.require_production_secrets(COMPLETE | {"REDIS_URL": broker})


def test_sockets_of_this_machine_need_no_tls() -> None:
    local = {
        "DATABASE_URL": "postgresql://a:b@/c?host=%2Frun%2Fpostgresql",
        "REDIS_URL": "unix://:word@/run/valkey.sock?db=0",
    }
    environment.require_production_secrets(COMPLETE | local)


def test_production_needs_a_key_of_the_chain_or_what_verifies_it() -> None:
    without = {name: value for name, value in COMPLETE.items() if "SEAL" not in name}
    with pytest.raises(ImproperlyConfigured, match="HUANCUI_SEAL_KEYS"):
        environment.require_production_secrets(without)
    environment.require_production_secrets(without | {"HUANCUI_SEAL_PUBLIC_KEYS": "1:abc"})


def test_heads_of_the_chain_go_into_the_data_folder_or_where_it_is_said(tmp_path: Path) -> None:
    assert environment.heads_folder({}, tmp_path) == tmp_path / "heads"
    assert environment.heads_folder({"HUANCUI_HEADS_FOLDER": "/x"}, tmp_path) == Path("/x")
    with pytest.raises(ImproperlyConfigured, match="whole path"):
        environment.heads_folder({"HUANCUI_HEADS_FOLDER": "x"}, tmp_path)


def test_the_webhook_of_heads_is_an_address() -> None:
    assert environment.heads_webhook({}) == ""
    with pytest.raises(ImproperlyConfigured, match="HUANCUI_HEADS_WEBHOOK"):
        environment.heads_webhook({"HUANCUI_HEADS_WEBHOOK": "heads.example"})


@pytest.mark.parametrize("said", ["", "none", "yes"])
def test_production_starts_on_encrypted_disks_alone(said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="HUANCUI_DISKS must say `encrypted`"):
        environment.disks_are_encrypted({"HUANCUI_DISKS": said}, sandbox=False)
    assert environment.disks_are_encrypted({"HUANCUI_DISKS": "encrypted"}, sandbox=False)
    assert not environment.disks_are_encrypted({}, sandbox=True)


def test_production_has_a_virus_scanner_or_says_that_it_has_none() -> None:
    with pytest.raises(ImproperlyConfigured, match="HUANCUI_CLAMD=none"):
        environment.scanner({}, sandbox=False)
    assert environment.scanner({"HUANCUI_CLAMD": "none"}, sandbox=False) == ""
    assert environment.scanner({}, sandbox=True) == ""
    for said in ("unix:///run/clamav/clamd.ctl", "tcp://127.0.0.1:3310", "tcp://[::1]:3310"):
        assert environment.scanner({"HUANCUI_CLAMD": said}, sandbox=False) == said


@pytest.mark.parametrize(
    "said", ["/run/clamd.ctl", "tcp://127.0.0.1", "http://127.0.0.1:3310", "unix://clamd.ctl", "no"]
)
def test_an_address_of_the_scanner_that_is_none_is_named(said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="HUANCUI_CLAMD is"):
        environment.scanner({"HUANCUI_CLAMD": said}, sandbox=True)


def test_files_go_to_no_scanner_over_the_network_in_production() -> None:
    with pytest.raises(ImproperlyConfigured, match="on this machine"):
        environment.scanner({"HUANCUI_CLAMD": "tcp://clamd.example:3310"}, sandbox=False)

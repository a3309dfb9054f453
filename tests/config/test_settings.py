"""What the settings say in production, read as a process of it reads them."""

import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from tests.config.embedded_help import REPOSITORY
from tests.config.test_environment import COMPLETE

NAMES = (
    *("CSRF_TRUSTED_ORIGINS", "CACHES", "DEBUG", "OUTGOING_HOSTS", "OUTGOING_NETWORKS"),
    *("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"),
    *("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_HTTPONLY"),
    *("PASSWORD_HASHERS", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS"),
)
_TELL = f"""
import json
from config import settings
print(json.dumps({{name: getattr(settings, name) for name in {NAMES}}}, default=sorted))
"""


@pytest.fixture(scope="module")
def production() -> Any:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("HUANCUI_")}
    environ = ours | COMPLETE | {"HUANCUI_MODE": "production"}
    done = subprocess.run(
        [sys.executable, "-c", _TELL], cwd=REPOSITORY, env=environ, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_production_trusts_no_other_host_and_calls_none(production: Any) -> None:
    assert production["CSRF_TRUSTED_ORIGINS"] == []
    assert production["OUTGOING_HOSTS"] == []
    assert production["OUTGOING_NETWORKS"] == []


def test_production_keeps_its_cookies_and_its_cache_to_itself(production: Any) -> None:
    assert production["SESSION_COOKIE_SECURE"] is production["CSRF_COOKIE_SECURE"] is True
    assert production["SESSION_COOKIE_HTTPONLY"] is True
    assert production["SECURE_SSL_REDIRECT"] is True
    assert production["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert production["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert production["DEBUG"] is False
    [cache] = production["CACHES"].values()
    assert cache["OPTIONS"] == {"serializer": "config.processes.json_cache.JsonSerializer"}


def test_production_is_reached_by_tls_with_what_lies_under_its_hosts(production: Any) -> None:
    assert production["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert production["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True


def test_a_cookie_whose_name_begins_with_host_has_no_domain_and_the_whole_host_for_its_path() -> (
    None
):
    for name in ("SESSION", "CSRF"):
        assert getattr(settings, f"{name}_COOKIE_DOMAIN") is None
        assert getattr(settings, f"{name}_COOKIE_PATH") == "/"


def test_production_hashes_passwords_with_argon2id(production: Any) -> None:
    """(Tests themselves use a cheaper one.)"""
    assert production["PASSWORD_HASHERS"][0].endswith(".Argon2PasswordHasher")
    kept = Argon2PasswordHasher().encode("x", "a salt of its own")
    assert kept.startswith("argon2$argon2id$")
    cost = {name: int(said) for name, said in re.findall(r"\b([mtp])=(\d+)", kept)}
    assert cost["m"] >= 19_456  # KiB, with two rounds: OWASP's least
    assert cost["t"] >= 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("origin", "status"), [("https://staff.example", 302), ("https://anhe.example", 403)]
)
def test_a_customers_host_posts_nothing_to_staff_pages(
    settings: Any, origin: str, status: int
) -> None:
    settings.ALLOWED_HOSTS = ["staff.example", "anhe.example"]
    client = Client(enforce_csrf_checks=True)
    host = {"Host": "staff.example"}
    client.get("/staff/login/", secure=True, headers=host)
    sent = {**host, "Origin": origin, "X-CSRFToken": client.cookies["csrftoken"].value}
    said = client.post("/i18n/setlang/", {"language": "en"}, secure=True, headers=sent)
    assert said.status_code == status

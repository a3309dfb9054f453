"""A missed escape is no take-over: no page lets a script run that is not a file of ours. And no
browser or proxy keeps a page."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests import make

pytestmark = pytest.mark.django_db
NUMBER = "987654321"
_LETS_TEXT_RUN = {"'unsafe-inline'", "'unsafe-eval'", "*", "data:", "https:"}


def every_address(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """One address for every pattern of ours, whatever stands behind it."""
    for entry in resolver.url_patterns:
        route = str(entry.pattern).lstrip("^").rstrip("$")
        if isinstance(entry, URLResolver):
            yield from every_address(entry, before + route)
        elif isinstance(entry, URLPattern):
            yield _filled(before + route)


def _filled(route: str) -> str:
    import re

    route = re.sub(r"\(\?P<\w+>[^()]*(?:\([^()]*\)[^()]*)*\)", NUMBER, route)
    return re.sub(r"<[^>]+>", NUMBER, route).replace("?", "").replace("\\Z", "").replace("\\", "")


def policy(response: HttpResponse) -> dict[str, set[str]]:
    said = response.headers["Content-Security-Policy"]
    return {name: set(values) for name, *values in map(str.split, said.split(";"))}


@pytest.mark.parametrize("role", [None, "supervisor", "administrator"])
def test_no_page_allows_inline_script_or_is_kept(role: str | None) -> None:
    client = Client(raise_request_exception=False)
    if role:
        client.force_login(make.staff(role))
    addresses = [*every_address(get_resolver()), "/nope/", "/staff/nope/", "/static/staff/base.css"]
    assert len(addresses) > 200
    for address in addresses:
        response = client.get(address)
        found = policy(response)
        scripts = found.get("script-src", found["default-src"])
        assert not scripts & _LETS_TEXT_RUN, address
        assert found["default-src"] == {"'none'"}, address
        assert found["frame-ancestors"] == {"'none'"}, address
        if not address.startswith("/staff/"):
            assert "unsafe" not in response.headers["Content-Security-Policy"], address
        assert "camera=()" in response.headers["Permissions-Policy"], address
        if not address.startswith("/static/"):
            assert "no-store" in response.headers.get("Cache-Control", ""), address


def test_what_is_refused_before_any_page_has_the_headers_too() -> None:
    response = Client().get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert policy(response)["script-src"] == {"'self'"}
    assert "Permissions-Policy" in response.headers


def test_no_template_of_ours_needs_what_the_policy_forbids() -> None:
    import re
    from pathlib import Path

    folder = Path(__file__).resolve().parents[3] / "templates"
    inline = re.compile(r"<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|javascript:|hx-on")
    found = [p.name for p in folder.rglob("*.html") if inline.search(p.read_text("utf-8"))]
    assert not found

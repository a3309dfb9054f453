"""Whatever an address asks of a staff page, the page does not break."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils.http import urlencode

from accounts.models.choices import Role
from tests import make
from tests.accounts.access.test_roles import MAY_OPEN, address

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
_ASKED = re.compile(r"GET(?:\.get\(|\.getlist\(|\[)\s*\"(\w+)\"")
NUMBER = "987654321"
"""In every address of `test_roles` that is about one row."""

OF_LISTS = {"p", "o", "q", "all", "_facets", "_popup", "_to_field", "e"}
ALONE = ({"p"}, {"o"}, {"q"}, {"_to_field"}, {"all", "_facets", "_popup", "e"})
"""What a list refuses before it reads the rest, and what says only how it is shown."""


def parameters() -> set[str]:
    """Every name that a page reads from an address."""
    sources = (
        path.read_text(encoding="utf-8")
        for app in ("accounts", "messaging", "feedback", "config")
        for path in (ROOT / app).rglob("*.py")
    )
    found = {name for source in sources for name in _ASKED.findall(source)}
    assert len(found) > 15
    return found | OF_LISTS


@pytest.mark.parametrize("value", ["9" * 30, "\0", "2026-99-99", "[]", "'\\\");--"])
def test_no_page_breaks_by_what_its_address_says(value: str) -> None:
    query = urlencode(dict.fromkeys(sorted(parameters()), value))
    desks = {}
    for role in Role:
        desks[role] = Client(raise_request_exception=False)
        desks[role].force_login(make.staff(role))
    broken = []
    for name, roles in MAY_OPEN.items():
        desk = desks[min(roles)]
        for asked in (query, *(urlencode(dict.fromkeys(each, value)) for each in ALONE)):
            if "changelist" not in name and asked != query:
                continue
            if desk.get(f"{address(name)}?{asked}").status_code >= 500:
                broken.append((name, asked[:60]))
    assert not broken


def test_no_page_breaks_by_a_number_no_row_has() -> None:
    """Pages without one are opened by every role in `test_roles`."""
    of_one = {name: path for name in MAY_OPEN if NUMBER in (path := address(name))}
    assert len(of_one) > 50
    broken = []
    for role in Role:
        desk = Client(raise_request_exception=False)
        desk.force_login(make.staff(role))
        for name, path in of_one.items():
            path = path.replace(NUMBER, "9" * 30)
            if role in MAY_OPEN[name] and desk.get(path).status_code >= 500:
                broken.append(name)
    assert not broken

"""Help: every desk leads to the document that belongs to it, in the person's language."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

from accounts.models.choices import Role
from config.staff.help import documents
from config.staff.help.desks import DESKS, ROOT, desk_of
from config.staff.help.documents import FIRST
from config.staff.help.pages import address
from config.staff.places.catalogue import every
from tests import make

NO_DESK = {"here", "jsi18n", "autocomplete", "search", "logout", "r", "app_list", "index", ""}
"""What is no page by itself, or every desk's."""


def staff_paths() -> list[str]:
    """How the addresses of the staff site begin, up to the first thing that is filled in."""
    (admin,) = (
        each
        for each in get_resolver().url_patterns
        if isinstance(each, URLResolver) and each.namespace == "admin"
    )
    return [path for each in admin.url_patterns for path in _below(each, ROOT)]


def _below(pattern: URLPattern | URLResolver, before: str) -> list[str]:
    path = before + str(pattern.pattern).lstrip("^")
    if isinstance(pattern, URLResolver):
        return [each for inside in pattern.url_patterns for each in _below(inside, path)]
    return [re.split(r"[<(]", path)[0]]


def test_every_desk_has_a_document_and_the_part_of_it_that_is_named() -> None:
    for begins, desk in DESKS.items():
        assert documents.document(desk.document, chinese=False) is not None, begins
        if desk.heading:
            assert desk.heading in documents.headings(desk.document, chinese=False), begins


def test_every_place_of_the_menu_leads_to_more_than_the_first_page() -> None:
    bare = [
        place.name for place in every() if desk_of(reverse(f"admin:{place.name}")).document == FIRST
    ]
    assert bare == []


def test_every_page_of_the_staff_site_belongs_to_a_desk() -> None:
    known = {each.split("/")[0] for each in DESKS if "/" not in each}
    lacking = set()
    for path in staff_paths():
        parts = path.removeprefix(ROOT).strip("/").split("/")
        first = parts[0].split(".")[0]
        if first not in known | NO_DESK and "/".join(parts[:2]) not in DESKS:
            lacking.add(path)
    assert lacking == set()


def test_the_way_leads_to_the_same_part_in_either_language() -> None:
    with override("en"):
        assert address("/staff/inbox/7/").endswith("/help/agent/#take-and-answer")
    with override("zh-hans"):
        assert address("/staff/inbox/7/").endswith("/help/agent/#领取与答复")
    assert address("/staff/nowhere/") == reverse("admin:help_first")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "领取与答复"), ("en", "Take and answer")]
)
def test_a_desk_shows_the_way_and_the_way_shows_the_document(
    client: Client, language: str, said: str
) -> None:
    client.force_login(make.staff(Role.AGENT))
    client.cookies["django_language"] = language
    desk = client.get(reverse("admin:inbox")).content.decode()
    (way,) = re.findall(r'class="hc-help-link"\s+href="([^"#]+)', desk)
    page = client.get(way)
    assert page.status_code == 200
    shown = page.content.decode()
    assert said in shown
    assert f'id="{documents.slug(said)}"' in shown


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(documents.names()))
def test_every_document_is_a_page_whose_links_lead_somewhere(client: Client, name: str) -> None:
    client.force_login(make.staff(Role.AUDITOR))
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        page = client.get(reverse("admin:help", args=[name]))
        assert page.status_code == 200
        linked = re.findall(rf'href="{reverse("admin:help_first")}([\w-]+)/', page.content.decode())
        assert set(linked) <= documents.names()


@pytest.mark.django_db
def test_what_is_no_document_is_not_found(client: Client) -> None:
    client.force_login(make.staff(Role.AGENT))
    for name in ("nothing", "agent-zh-CN", "README"):
        assert client.get(reverse("admin:help", args=[name])).status_code == 404


@pytest.mark.django_db
def test_help_asks_who_is_there(client: Client) -> None:
    asked = client.get(reverse("admin:help_first"))
    assert asked.status_code == 302
    assert reverse("admin:login") in asked["Location"]

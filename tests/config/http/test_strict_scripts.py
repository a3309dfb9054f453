"""Staff pages need no `unsafe-eval`: Alpine comes in its build that evaluates nothing."""

import difflib
from pathlib import Path

import unfold
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.test import Client

from tests import make

TOP = Path(__file__).resolve().parents[3]
OURS = TOP / "templates" / "unfold" / "layouts" / "skeleton.html"
THEIRS = Path(unfold.__file__).parent / "templates" / "unfold" / "layouts" / "skeleton.html"


def test_the_frame_of_staff_pages_is_unfolds_but_for_alpine() -> None:
    assert Path(str(get_template("unfold/layouts/skeleton.html").origin)) == OURS  # type: ignore[attr-defined]
    theirs, ours = (p.read_text("utf-8").split("\n") for p in (THEIRS, OURS))
    other = [
        line[2:].strip()
        for line in difflib.ndiff(theirs, ours)
        if line[:2] in ("- ", "+ ") and line.strip(" -+")
    ]
    assert len(other) == 13, "Unfold's frame has changed: change ours as well"
    assert all(any(word in line for word in _OF_ALPINE) for line in other), other


_OF_ALPINE = (
    *("alpine", "x-data", "x-init", "activeTab", "sidebarMobileOpen", "sidebarDesktopOpen"),
    *("}", '"'),
)


def test_a_staff_page_loads_the_build_that_evaluates_nothing(db: None) -> None:
    client = Client()
    client.force_login(make.staff("supervisor"))
    page = client.get("/staff/", follow=True).content.decode()
    assert "alpine/alpine.csp" in page
    assert "unfold/js/alpine/alpine.js" not in page
    found = finders.find("alpine/alpine.csp.js")
    assert found is not None
    shipped = Path(str(found)).read_text("utf-8")
    assert "new Function" not in shipped
    assert "eval(" not in shipped

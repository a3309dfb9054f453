"""A name is imported from the module that defines it: rooms hand on none of theirs."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

APPS = ("accounts", "config", "feedback", "messaging")
# Tables, registered screens, and lists that are put together from their parts.
HANDING_ON = {
    "accounts/admin",
    "accounts/models",
    "feedback/admin",
    "feedback/models",
    "messaging/admin",
    "messaging/models",
    "messaging/policy/profiles",
    "messaging/policy/rules",
    "messaging/replies/cues/chinese",
    "messaging/replies/cues/english",
}
TOP = Path(settings.BASE_DIR)
ROOMS = [
    str(file.parent.relative_to(TOP))
    for app in APPS
    for file in sorted((TOP / app).rglob("__init__.py"))
]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_hands_on_no_name_of_its_modules(room: str) -> None:
    inner = room.replace("/", ".")
    tree = ast.parse((TOP / room / "__init__.py").read_text())
    handed_on = [
        node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.level or (node.module or "").startswith(inner + "."))
    ]
    assert not handed_on or room in HANDING_ON

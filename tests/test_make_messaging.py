"""What tests take for granted of a text is what the steps of approval make of it."""

from datetime import timedelta
from typing import Any

import pytest

from messaging.models import TemplateVersion
from tests import make, make_messaging

pytestmark = pytest.mark.django_db
OTHERS = {
    *("id", "template_id"),
    *("author_id", "edited_by_id", "submitted_by_id", "decided_by_id", "editors"),
}
"""The thing and the people of each."""


def columns(version: TemplateVersion) -> dict[str, Any]:
    row = TemplateVersion.objects.filter(pk=version.pk).values().get()
    return {name: value for name, value in row.items() if name not in OTHERS} | {
        "decided": row["decided_by_id"] is not None,
        "by_its_author": row["submitted_by_id"] == row["author_id"],
        "edited": set(row["editors"]) == {row["author_id"]},
    }


@pytest.mark.parametrize("state", ["submitted", "approved"])
@pytest.mark.parametrize("days", [None, 3])
@pytest.mark.parametrize("language", [*make_messaging.BODIES])
def test_the_short_way_gives_what_the_steps_give(
    state: str, days: int | None, language: str
) -> None:
    later = make.MORNING + timedelta(days=days) if days else None
    said: Any = {"state": state, "effective_from": later, "language": language}
    short = make_messaging.version(**said)
    steps = make_messaging.version(
        **said, author=make.staff("collector"), approver=make.staff("supervisor")
    )
    assert columns(short) == columns(steps)
    assert short.__dict__.keys() == steps.__dict__.keys()

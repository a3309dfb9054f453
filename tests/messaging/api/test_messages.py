"""Messages and decisions to read, in pages by key."""

from datetime import UTC, datetime

import pytest

from accounts.models import Lender
from messaging.models import Run
from tests import make, make_api, make_outbox

AT = datetime(2026, 9, 15, 10, 30, tzinfo=UTC)


@pytest.fixture
def messages(lender: Lender) -> list[int]:
    run = make_outbox.run(lender, policy_version=make_outbox.policy(lender))
    return sorted(_message(lender, run) for _ in range(3))


def _message(lender: Lender, run: Run | None = None) -> int:
    return int(make_outbox.message(loan=make.loan(lender=lender), in_run=run).pk)


def test_pages_hold_every_message_once_newest_first(
    core: make_api.Caller, messages: list[int]
) -> None:
    first = core.get("/messages?limit=2").json()
    second = core.get(f"/messages?limit=2&after={first['next']}").json()
    read = [each["id"] for each in first["messages"] + second["messages"]]
    assert read == messages[::-1]
    assert second["next"] is None


def test_a_message_holds_no_text_and_no_number(core: make_api.Caller, messages: list[int]) -> None:
    said = core.get(f"/messages/{messages[0]}").json()
    assert said["state"] == "queued"
    assert {"body", "text", "address"} & said.keys() == set()


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=501", "state=lost", "day=yesterday", "after=x"]
)
def test_what_cannot_be_asked_is_refused(core: make_api.Caller, query: str) -> None:
    assert core.get(f"/messages?{query}").status_code == 422


def test_another_lenders_messages_are_in_no_page(
    core: make_api.Caller, messages: list[int]
) -> None:
    theirs = _message(make.lender())
    assert theirs not in [each["id"] for each in core.get("/messages").json()["messages"]]
    assert core.get(f"/messages/{theirs}").status_code == 404
    assert core.get(f"/messages/{theirs}/decisions").status_code == 404

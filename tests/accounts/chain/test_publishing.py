"""Heads leave the database, and what left is held against it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accounts.audit import trail
from accounts.chain import publishing, sealer, watching
from accounts.chain.heads import Head, last_of, read_all
from accounts.models import ChainLink
from accounts.signals import head_published
from tests.accounts.chain.planted import as_owner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two_links() -> None:
    for n in range(2):
        trail.record(action="x", table="x", row_id=str(n), after={})
    sealer.seal(rows_per_link=1)


def test_every_head_is_published_once_in_order(two_links: None, heads: Path) -> None:
    sealer.seal()
    published = [head for _line, head in read_all(heads) if head]
    assert [each.number for each in published] == [1, 2]
    assert [each.head for each in published] == [
        bytes(link.head).hex() for link in ChainLink.objects.order_by("number")
    ]


def test_what_a_crash_kept_from_being_published_comes_with_the_next_round(
    two_links: None, heads: Path
) -> None:
    first = heads.read_text().splitlines()[0]
    heads.write_text(first + "\n")
    sealer.seal()
    assert len(heads.read_text().splitlines()) == 2


def test_a_link_that_is_not_what_was_published_is_trouble(two_links: None, heads: Path) -> None:
    as_owner("accounts_chainlink", "UPDATE accounts_chainlink SET head = '\\x00' WHERE number = 2")
    sealer.seal()
    assert watching.sealer_state().trouble == publishing.HEADS_DIFFER


def test_an_end_cut_off_is_trouble(two_links: None) -> None:
    as_owner("accounts_chainpart", "DELETE FROM accounts_chainpart WHERE link_id = 2")
    as_owner("accounts_chainlink", "DELETE FROM accounts_chainlink WHERE number = 2")
    assert publishing.publish() == publishing.HEADS_DIFFER


def test_another_chain_is_trouble_but_in_a_sandbox_that_was_emptied(
    two_links: None, heads: Path, settings: Any
) -> None:
    heads.write_text(Head("other", 9, "", "ab", "", "1").line() + "\n")
    settings.SANDBOX = False
    assert publishing.publish() == publishing.OTHER_CHAIN
    settings.SANDBOX = True
    assert publishing.publish() == ""
    assert last_of(heads).number == 2


def test_a_folder_that_cannot_be_written_is_trouble(
    two_links: None, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    settings.HEADS_FOLDER = tmp_path / "file" / "below"
    assert publishing.publish() == publishing.NOT_WRITTEN


def test_whoever_listens_gets_the_newest_head_until_it_was_taken(two_links: None) -> None:
    got: list[Head] = []

    def fails(head: Head, **_more: Any) -> None:
        got.append(head)
        if len(got) == 1:
            raise OSError

    head_published.connect(fails)
    try:
        trail.record(action="x", table="x", row_id="3", after={})
        assert sealer.seal().trouble == publishing.NOT_POSTED
        assert sealer.seal().trouble == ""
        sealer.seal()
    finally:
        head_published.disconnect(fails)
    assert [each.number for each in got] == [3, 3]


def test_the_system_log_gets_it_where_that_is_asked_for(
    two_links: None, settings: Any, monkeypatch: Any
) -> None:
    said: list[str] = []
    monkeypatch.setattr("syslog.syslog", lambda _level, line: said.append(line))
    settings.HEADS_SYSLOG = True
    trail.record(action="x", table="x", row_id="3", after={})
    sealer.seal()
    assert len(said) == 1
    assert bytes(ChainLink.objects.latest("number").head).hex() in said[0]

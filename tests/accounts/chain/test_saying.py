"""Findings of a verification, as sentences."""

import re

import pytest
from django.utils import translation

from accounts.chain import publishing, saying, watching
from accounts.chain.findings import Finding, Verified


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_every_kind_of_finding_has_a_sentence_that_takes_its_figures():
    for kind in saying.SENTENCES:
        said = saying.sentence(Finding(kind, **_figures()))
        assert not re.search(r"%\(", said)


def _figures() -> dict[str, object]:
    return {name: 7 for name in Finding._fields if name != "kind"}


@pytest.mark.parametrize("code", [watching.BROKEN, watching.SILENT, publishing.HEADS_DIFFER])
def test_every_trouble_has_a_sentence(code):
    assert saying.trouble(code).endswith(".")


def test_only_what_there_is_to_say_is_said():
    quiet = list(saying.as_lines(Verified()))
    assert len(quiet) == 1
    assert quiet[0].endswith("–.")


def test_the_first_break_comes_first_and_how_many_more_there_are():
    found = Verified()
    found.findings.append(Finding("link_missing", **_figures()))
    found.found = 5
    found.tail, found.tail_seconds, found.moves, found.withdrawn = 1, 3, 2, 4
    lines = list(saying.as_lines(found))
    assert lines[0] == "✗ Link 7 is missing."
    assert lines[1] == "… and 4 more"
    assert lines[-1] == "1 row waits to be sealed, the oldest for 3 s."
    assert any("2 times" in line for line in lines)
    assert any("4 planned decisions" in line for line in lines)

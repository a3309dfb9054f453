"""The scanner is asked by clamd's own protocol, and only a plain yes is a yes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from accounts.scanning import clamd
from tests import clamd_server
from tests.clamd_server import EICAR, Scanner


@pytest.fixture(params=["unix", "tcp"])
def scanner(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scanner]:
    path = tmp_path / "clamd.ctl" if request.param == "unix" else None
    with clamd_server.running(path) as running:
        yield running


def test_a_file_without_a_virus_is_clean_and_arrives_whole(scanner: Scanner) -> None:
    assert clamd.scan(scanner.address, [b"a" * 200_000, b"", b"b"]) is None
    assert scanner.seen == [b"a" * 200_000 + b"b"]
    assert scanner.asked == ["INSTREAM"]


def test_a_virus_is_named(scanner: Scanner) -> None:
    assert clamd.scan(scanner.address, [EICAR[:20], EICAR[20:]]) == "Eicar-Signature"


def test_an_empty_file_is_looked_at_too(scanner: Scanner) -> None:
    assert clamd.scan(scanner.address, []) is None
    assert scanner.seen == [b""]


def test_a_file_beyond_its_limit_is_not_called_clean(scanner: Scanner) -> None:
    scanner.behaves(most=100_000)
    with pytest.raises(clamd.TooLarge):
        clamd.scan(scanner.address, (b"x" * 50_000 for _ in range(200)))


@pytest.mark.parametrize(
    "fault",
    [
        *("hangs up", "stream: Can't allocate memory ERROR", "UNKNOWN COMMAND", "stream: ok"),
        *("OK", "FOUND", "stream: OK FOUND at noon", "\ufffd"),
    ],
)
def test_any_other_answer_is_none(scanner: Scanner, fault: str) -> None:
    scanner.behaves(fault=fault)
    with pytest.raises(clamd.ScannerDown):
        clamd.scan(scanner.address, [b"x" * 70_000])


def test_who_says_nothing_is_not_waited_for_without_end(
    scanner: Scanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clamd, "SILENT_SECONDS", 0.05)
    scanner.behaves(fault="silent")
    with pytest.raises(clamd.ScannerDown):
        clamd.scan(scanner.address, [b"x"])
    assert not clamd.answers(scanner.address)


def test_nobody_there_is_no_yes(tmp_path: Path) -> None:
    for address in (clamd_server.nobody(), f"unix://{tmp_path / 'none.ctl'}"):
        with pytest.raises(clamd.ScannerDown):
            clamd.scan(address, [b"x"])
        assert not clamd.answers(address)


def test_it_answers_when_it_is_there(scanner: Scanner) -> None:
    assert clamd.answers(scanner.address)


@settings(max_examples=200)
@given(st.text())
def test_no_answer_but_its_own_word_is_clean(answer: str) -> None:
    try:
        found = clamd._judged(answer)
    except clamd.ScannerDown:
        return
    assert found is not None or answer == "stream: OK"

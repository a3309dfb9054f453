"""Published heads, a line each, in a file that is only appended to."""

from pathlib import Path

import pytest

from accounts.chain.heads import FILE, TAIL_BYTES, Head, last_of, read_all

HEAD = Head("audit", 7, "2026-09-15T10:00:00+00:00", "ab" * 32, "cd" * 64, "1")


def test_a_line_is_read_as_it_was_written():
    assert Head.read(HEAD.line()) == HEAD
    assert "\n" not in HEAD.line()


@pytest.mark.parametrize("line", ["", "{}", "[]", "null", "7", '{"chain": "a"}', HEAD.line()[:-1]])
def test_what_is_no_head_is_said(line):
    with pytest.raises(ValueError):
        Head.read(line)


def test_a_line_that_was_tampered_with_is_named_by_its_number(tmp_path: Path):
    file = tmp_path / FILE
    file.write_text(f"{HEAD.line()}\n\nnonsense\n{HEAD._replace(number=8).line()}\n")
    assert list(read_all(file)) == [(1, HEAD), (3, None), (4, HEAD._replace(number=8))]


def test_the_last_whole_line_is_found_from_the_end(tmp_path: Path):
    file = tmp_path / FILE
    assert last_of(file) is None
    file.write_text("")
    assert last_of(file) is None
    lines = [HEAD._replace(number=number).line() for number in range(TAIL_BYTES // 50)]
    file.write_text("\n".join(lines) + "\n\n")
    assert last_of(file) == HEAD._replace(number=len(lines) - 1)


def test_a_last_line_that_broke_off_is_no_head(tmp_path: Path):
    file = tmp_path / FILE
    file.write_text(f"{HEAD.line()}\n{HEAD.line()[:40]}")
    with pytest.raises(ValueError):
        last_of(file)

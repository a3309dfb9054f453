from dataclasses import replace

import pytest

from accounts.chain.links import NO_HEAD, Header, Part, Unreadable, follows, head

HEADER = Header(
    chain="c1",
    number=1,
    at="2026-09-15T10:30:00+00:00",
    previous=NO_HEAD.hex(),
    snapshot="1:1:",
    system="7",
    key="1",
    parts=(Part("t", ("id", "tx"), (), 2, "ab"),),
)


def test_a_header_is_read_as_it_was_written() -> None:
    assert Header.read(HEADER.text()) == HEADER


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format":"other"}', "1", '{"format":1,"parts":3}']
)
def test_what_is_no_header_is_said(text: str) -> None:
    with pytest.raises(Unreadable):
        Header.read(text)


def test_every_word_of_it_is_in_its_head() -> None:
    others = [
        replace(HEADER, chain="c2"),
        replace(HEADER, number=2),
        replace(HEADER, at="x"),
        replace(HEADER, previous="x"),
        replace(HEADER, snapshot="x"),
        replace(HEADER, system="x"),
        replace(HEADER, key="2"),
        replace(HEADER, parts=()),
        replace(HEADER, moved={"after": 1}),
    ]
    assert len({head(each.text()) for each in (HEADER, *others)}) == len(others) + 1


def test_a_link_follows_its_predecessor_only() -> None:
    second = replace(HEADER, number=2, previous=head(HEADER.text()).hex())
    assert not follows(second, chain="c1", number=2, previous=head(HEADER.text()))
    assert follows(second, chain="c1", number=2, previous=NO_HEAD) == ["previous"]
    assert follows(second, chain="c2", number=3, previous=NO_HEAD) == [
        "chain",
        "number",
        "previous",
    ]


def test_a_part_is_found_by_its_table() -> None:
    assert HEADER.part("t") == HEADER.parts[0]
    assert HEADER.part("u") is None

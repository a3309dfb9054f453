"""A name is found however it is written, and only when it is whole."""

import pytest

from accounts.privacy.person_names import searched


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("陈大文", "陳 大文"),
        ("李后主", "李後主"),
        ("John Smith", "ｊｏｈｎ  SMITH"),
        ("阿卜杜拉·买买提", "阿卜杜拉•买买提"),
        ("O'Neil-Kim", "o’neil kim"),
    ],
)
def test_one_name_written_differently_is_one(kept: str, typed: str) -> None:
    assert searched(typed) == searched(kept) != ""


def test_other_names_and_parts_of_one_are_others() -> None:
    assert len({searched(each) for each in ("王小明", "王小", "王晓明", "小明王")}) == 4


@pytest.mark.parametrize("typed", ["", "王", "138 0000 0000", "…", "\0"])
def test_what_is_no_whole_name_is_none(typed: str) -> None:
    assert searched(typed) == ""

import contextlib
import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, strategies as st

from accounts.intake.parsing.cells.garbled import MISTAKES, is_garbled
from accounts.intake.parsing.cells.problem import CellProblem
from accounts.intake.parsing.cells.texts import parse_name

NAMES = [
    "张伟",
    "王小明",
    "欧阳娜娜",
    "陳雅婷",
    "蘇柏翰",
    "Hélène Lévesque",
    "刘洋",
    "李秀英",
    "袁思平",
]
SOUND = [
    *NAMES,
    *("阿不都·买买提", "Νίκος Καζάνης", "Łukasz Wójcik", "Đặng Thị Hương", "Иван Петров", "José"),
    *(
        "㐂𠮷",
        "田中太郎",
        "さくら",
        "김민수",
        "Ö",
        "Åsa Öberg",
        "鑫淼",
        "靐龘",
        "犇骉",
        "Zoë",
        "王垚",
    ),
]


@pytest.mark.parametrize("name", SOUND)
def test_a_name_as_people_have_it_is_not_garbled(name):
    assert not is_garbled(name)
    assert parse_name(name) == name


def mistakes() -> Iterator[str]:
    """Each name as each mistake that can be made with it leaves it."""
    for name, (read_as, written_in) in itertools.product(NAMES, MISTAKES):
        with contextlib.suppress(UnicodeError):
            garbled = name.encode(written_in).decode(read_as)
            if garbled != name:
                yield garbled


@pytest.mark.parametrize("garbled", mistakes())
def test_a_name_read_in_a_wrong_encoding_and_stored_so_is_refused(garbled):
    with pytest.raises(CellProblem) as caught:
        parse_name(garbled)

    assert caught.value.code in {"garbled", "hidden_character", "forbidden_character"}


@pytest.mark.parametrize("name", ["王\ufffd明", "锟斤拷", "王?明", "??", "王？"])
def test_lost_signs_are_refused(name):
    with pytest.raises(CellProblem) as caught:
        parse_name(name)
    assert caught.value.code in {"garbled", "no_name"}


@given(st.text(st.characters(), max_size=30))
def test_any_text_is_judged(text):
    assert is_garbled(text) in {True, False}

"""Names that a wrong encoding had spoilt before the file was written."""

import contextlib
import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, strategies as st

from accounts.intake.parsing.cells.garbled import MISTAKES, Meant, is_garbled, meant
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
        *("Þóra Ólafsdóttir", "Çiğdem Öğüt", "Ôn Đình", "ÅSA ÖBERG", "ΑΒΓ", "龚䶮", "D’Angelo"),
        *("尕让卓玛", "買買提", "Šárka Žižková", "Renée"),
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

    assert caught.value.code in {
        *("garbled", "garbled_as", "hidden_character", "forbidden_character")
    }


WAYS = ("cp1252", "latin-1", "mac-roman", "cp437", "cp1250", "gb18030")


@pytest.mark.parametrize("read_as", WAYS)
@pytest.mark.parametrize("how", ["strict", "ignore"])
@pytest.mark.parametrize("name", ["李建", "王秀英", "欧阳娜娜", "陳雅婷"])
def test_a_chinese_name_in_utf8_read_as_anything_else_is_refused(name, how, read_as):
    """Also where what cannot be shown was dropped, and no way back decodes."""
    with contextlib.suppress(UnicodeDecodeError):
        assert is_garbled(name.encode("utf-8").decode(read_as, how))


@pytest.mark.parametrize(
    ("garbled", "text", "written_in", "read_as"),
    [
        ("鏉庡缓", "李建", "UTF-8", "GBK"),
        ("æ\x9dŽå»º", "李建", "UTF-8", "Windows-1252"),
        ("æŽå»º", "", "UTF-8", "Windows-1252"),
        ("JosÃ©", "José", "UTF-8", "Windows-1252"),
        ("ÀîÎ°", "李伟", "GBK", "Windows-1252"),
        ("Êùé‰º†", "李传", "UTF-8", "Mac Roman"),
        ("鍚村浗寮", "吴国", "UTF-8", "GBK"),
        ("陳雅婷".encode("big5").decode("gb18030"), "陳雅婷", "Big5", "GBK"),
        ("쟀王", "", "", ""),
    ],
)
def test_it_is_told_what_it_was(garbled, text, written_in, read_as):
    assert meant(garbled) == Meant(text, written_in, read_as)


def test_a_mistake_made_on_a_mistake_is_undone_too():
    once = "王小明".encode().decode("latin-1")
    twice = once.encode().decode("latin-1")
    assert meant(twice) == Meant("王小明", "UTF-8", "Windows-1252")


@pytest.mark.parametrize("name", ["王\ufffd明", "锟斤拷", "王?明", "??", "王？"])
def test_lost_signs_are_refused(name):
    with pytest.raises(CellProblem) as caught:
        parse_name(name)
    assert caught.value.code in {"garbled", "no_name"}


@given(st.text(st.characters(), max_size=30))
def test_any_text_is_judged(text):
    assert is_garbled(text) in {True, False}

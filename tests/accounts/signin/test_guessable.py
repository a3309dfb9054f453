"""What a guesser tries first is no password, in Chinese as in English."""

import pytest
from hypothesis import given, strategies as st

from accounts.signin.guessable import ENOUGH_GUESSES, guesses

OWN = ["huancui", "chenjing", "anhe", "anhexiaofei"]
COMMON = [
    *("woaini1314520", "a123456789000", "wodemima2026", "woaizhongguo123", "zhangwei1990"),
    *("huancui-2026", "Huancui@123456", "chenjing2026", "Anhe@2026!!!", "anhe20260915"),
    *("Summer2026!!", "P@ssw0rd2026", "qwertyuiop12", "1qaz2wsx3edc", "supervisor2026"),
    *("aaaaaaaaaaaa", "199001011234", "huancuihuancui", "shanghai2026!", "iloveyou2026"),
]
GOOD = [
    *("a long way home in autumn", "correct horse battery", "x7Kq9vTz2mPw"),
    *("kuaile zhuo deng lamp", "春眠不觉晓处处闻啼鸟夜来风雨声"),
]


@pytest.mark.parametrize("password", COMMON)
def test_common_ones_are_guessed_early(password: str) -> None:
    assert guesses(password, OWN) < ENOUGH_GUESSES


@pytest.mark.parametrize("password", GOOD)
def test_words_that_do_not_belong_together_are_not(password: str) -> None:
    assert guesses(password, OWN) >= ENOUGH_GUESSES


@given(name=st.from_regex(r"[a-z]{6,10}", fullmatch=True), year=st.integers(1950, 2030))
def test_ones_own_name_and_a_year_is_guessed_early(name: str, year: int) -> None:
    assert guesses(f"{name}{year}", [name]) < ENOUGH_GUESSES


def test_ones_own_names_are_nobody_elses() -> None:
    """The dictionaries are shared by threads; a person's names are in none of them."""
    guesses("qvxzkjwp-2026", ["qvxzkjwp"])
    assert guesses("qvxzkjwp-2026", []) >= ENOUGH_GUESSES

"""Whoever sets a password is told what is wrong with it."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.signin.validators import own_names
from tests import make

pytestmark = pytest.mark.django_db
CHEN = User(username="chenjing", display_name="陈静", email="jing.chen@anhe.example")


def wrong(password: str) -> set[str]:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, CHEN)
    return {error.code for error in refused.value.error_list}


def test_names_are_known_by_their_sound_and_in_parts() -> None:
    make.lender(code="linshui", name="临水小贷")
    names = own_names(CHEN)
    assert {"chenjing", "huancui", "linshui", "linshuixiaodai", "jing", "chen"} <= set(names)


@pytest.mark.parametrize(
    "password",
    ["huancui-2026", "Summer2026!!", "woaini1314520", "a123456789000", "我的密码我的密码我的密码"],
)
def test_common_passwords_are_refused(password: str) -> None:
    assert "password_guessable" in wrong(password)


def test_eleven_characters_are_too_few() -> None:
    assert wrong("x7Kq9vTz2mP") == {"password_too_short"}


def test_a_long_way_home_is_a_password() -> None:
    validate_password("a long way home in autumn", CHEN)

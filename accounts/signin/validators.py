"""What Django asks of a new password, beside its length (settings.AUTH_PASSWORD_VALIDATORS)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

from accounts.models import Lender, User
from accounts.signin.guessable import ENOUGH_GUESSES, guesses

PRODUCT = ("huancui", "缓催")


class GuessableValidator:
    """Refuses what is made of common words, names, dates and repetitions."""

    def validate(self, password: str, user: User | None = None) -> None:
        own = own_names(user)
        ways = {password, "".join(lazy_pinyin(password))}  # 密码 is as common as mima
        if min(guesses(each, own) for each in ways) < ENOUGH_GUESSES:
            raise ValidationError(
                _(
                    "This password is easily guessed: common words, names, dates, rows of keys and "
                    "repetitions add little. Take four words or more that do not belong together."
                ),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        return _("Nor is it made of names, dates or rows of keys.")


def own_names(user: User | None) -> list[str]:
    """Names of the product, the lenders and the person, also by their sound, and their parts."""
    said = [*PRODUCT]
    for names in Lender.objects.values_list("code", "name"):
        said += names
    if user is not None:
        said += [user.username, user.display_name, user.email.partition("@")[0]]
    return list(dict.fromkeys(part for each in said for part in _parts(each)))


def _parts(name: str) -> Iterator[str]:
    yield name
    syllables = lazy_pinyin(name)
    if "".join(syllables) != name:
        yield "".join(syllables)
        yield from ("".join(syllables[:2]), "".join(syllables[1:]))
    yield from re.split(r"[\W_\d]+", name)

"""What a person gives as a reason: kept as written or refused, never cut without a word."""

from django.utils.translation import gettext as _

from accounts.errors import Refused

LONGEST_REASON = 200
"""Characters; the columns that keep reasons are as wide."""


FEWEST_SIGNS = 8
"""Letters, a Chinese character counting two: 客户来电, calls back."""
FEWEST_DIFFERENT = 4


def of_substance(text: str) -> str:
    """A reason that another person can check. Raises Refused for a letter, a number, or the same
    letters over and over."""
    said = given(text)
    signs = [sign for sign in said.casefold() if sign.isalnum()]
    weight = sum(1 if sign.isascii() else 2 for sign in signs)
    if weight < FEWEST_SIGNS or len(set(signs)) < FEWEST_DIFFERENT or "".join(signs).isdigit():
        raise Refused(_("Say in a few words what you need it for: somebody will read it."))
    return said


def given(text: str, *, ask: str = "", most: int = LONGEST_REASON) -> str:
    """The reason without the blanks around it.

    Raises Refused for none (`ask`: the sentence that asks for it) and for more than `most`.
    """
    said = text.strip()
    if not said:
        raise Refused(ask or _("Say why."))
    return within(said, most)


def within(text: str, most: int) -> str:
    """The text, if it is no longer than `most` characters. Raises Refused else."""
    if len(text) > most:
        told = _("That is %(count)s characters; %(most)s fit. Say it in fewer words.")
        raise Refused(told % {"count": f"{len(text):,}", "most": f"{most:,}"})
    return text

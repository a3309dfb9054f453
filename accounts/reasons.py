"""What a person gives as a reason: kept as written or refused, never cut without a word."""

from django.utils.translation import gettext as _

from accounts.errors import Refused

LONGEST_REASON = 200
"""Characters; the columns that keep reasons are as wide."""


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

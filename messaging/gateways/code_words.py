"""What a carrier's code is called on screen, for people who know no SMPP; it stands beside it.

A code may be two in one (`UNDELIV/045`, see `codes.code_in`): the first part is the one that all
centres use alike, the second is the centre's own.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from messaging.gateways.codes import Meaning, meaning

_MEANT: dict[Meaning, Any] = {
    Meaning.BLACK_LISTED: _("the carrier has the number on its block list"),
    Meaning.NO_SUCH_NUMBER: _("there is no such number"),
    Meaning.GONE: _("the address is no longer in use"),
}
# SMPP's final states, and the CMPP codes that Chinese carriers give most.
_SAID: dict[str, Any] = {
    "EXPIRED": _("the phone was off or out of reach until it was too late"),
    "UNDELIV": _("the phone could not be reached"),
    "REJECTD": _("refused by the carrier"),
    "DELETED": _("deleted by the carrier"),
    "UNKNOWN": _("the carrier does not know what became of it"),
    "MK:0005": _("the number is suspended"),
    "MK:0013": _("the number is suspended"),
    "MI:0024": _("the phone was off or out of reach until it was too late"),
    "DB:0142": _("the number has had the carrier's most texts of a day"),
    "IB:0008": _("the carrier was too busy"),
}
UNEXPLAINED = _("for a reason the carrier does not explain")


def known(code: str) -> Any:
    """In words a supervisor understands, translated as it is shown; empty for a code not known."""
    folded = code.strip().upper()
    if (meant := meaning(folded)) is not Meaning.NOTHING:
        return _MEANT[meant]
    return _SAID.get(folded) or _SAID.get(folded.partition("/")[0], "")


def words(code: str) -> Any:
    """The same of what a carrier said: a code that is not known is called that. Empty without."""
    return (known(code) or UNEXPLAINED) if code.strip() else ""

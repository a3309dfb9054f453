"""Numbers as gateways write them: with or without +, 00, or a country."""

from __future__ import annotations

import re
import unicodedata

from django.conf import settings

from accounts.intake.parsing.cells.addresses import parse_phone
from accounts.intake.parsing.cells.problem import CellProblem
from messaging.models import Gateway

DEFAULT_REGION = "CN"
_SCHEME = re.compile(r"^(?:tel|sms|smsto|mms|mmsto|sip|sips|callto)\s*:\s*(?://)?", re.IGNORECASE)
_PARAMETERS = re.compile(r"[;?@].*$", re.DOTALL)


def normal(said: str, *, region: str) -> str | None:
    """The number as customers' files have it (E.164); None for what is no such number."""
    bare = _bare(said)
    for written in (bare, f"+{bare.removeprefix('+').removeprefix('00')}"):
        try:
            return parse_phone(written, region=region, sandbox=settings.SANDBOX)
        except CellProblem:
            continue
    return None


def _bare(said: str) -> str:
    """Without the scheme and the parameters of an address (`tel:+86…;phone-context=…`,
    `sip:+86…@carrier`), and without marks nobody sees."""
    plain = unicodedata.normalize("NFKC", said)
    seen = "".join(sign for sign in plain if unicodedata.category(sign) not in {"Cf", "Cc"})
    return _PARAMETERS.sub("", _SCHEME.sub("", seen.strip())).strip()


def region_of(gateway: Gateway) -> str:
    """The country of numbers that come in without one, as two letters."""
    return str(gateway.settings.get("region", DEFAULT_REGION))

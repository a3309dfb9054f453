"""Numbers as gateways write them: with or without +, 00, or a country."""

from __future__ import annotations

from django.conf import settings

from accounts.intake.parsing.cells.addresses import parse_phone
from accounts.intake.parsing.cells.problem import CellProblem
from messaging.models import Gateway

DEFAULT_REGION = "CN"


def normal(said: str, *, region: str) -> str | None:
    """The number as customers' files have it (E.164); None for what is no such number."""
    for written in (said, f"+{said.removeprefix('00')}"):
        try:
            return parse_phone(written, region=region, sandbox=settings.SANDBOX)
        except CellProblem:
            continue
    return None


def region_of(gateway: Gateway) -> str:
    """The country of numbers that come in without one, as two letters."""
    return str(gateway.settings.get("region", DEFAULT_REGION))

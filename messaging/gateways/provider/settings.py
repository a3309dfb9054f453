"""What a person is asked about a gateway of a provider: names, bounds, sentences.

The driver itself has the last word (`drivers.problem`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from messaging.gateways import options
from messaging.gateways.phones import DEFAULT_REGION
from messaging.gateways.webhooks import callers

TEXT, ADDRESS, NUMBER, YES_NO, CHOICE = "text", "address", "number", "yes_no", "choice"
LONGEST_LIST = 2_000
_REGION = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Setting:
    """One figure of a driver. Bounds and default of a NUMBER; of a TEXT its `pattern`, or a `check`
    that raises ValueError; `choices`, the value and what it is called, of a CHOICE."""

    name: str
    kind: str
    label: Any
    help: Any = ""
    required: bool = False
    default: Any = None
    most: int = 0
    pattern: re.Pattern[str] | None = None
    check: Callable[[str], object] | None = None
    choices: tuple[tuple[str, Any], ...] = ()

    def problem(self, settings: Mapping[str, Any]) -> str:
        """Why its value cannot be, as a sentence; empty when it can."""
        value = settings.get(self.name)
        if value in (None, ""):
            return str(_("This is needed.")) if self.required else ""
        if self.kind == NUMBER:
            fits = isinstance(value, int) and 1 <= value <= self.most
            return "" if fits else str(_("From 1 to %(most)s.") % {"most": f"{self.most:,}"})
        if self.kind == ADDRESS:
            return _address_problem(settings, self.name)
        if self.kind == CHOICE:
            return "" if value in dict(self.choices) else str(_("Choose one of these."))
        if self.pattern and not self.pattern.fullmatch(str(value)):
            return str(_("This cannot be used; see what stands below it."))
        if self.check and not self._passes(str(value)):
            return str(_("This cannot be used; see what stands below it."))
        return ""

    def _passes(self, value: str) -> bool:
        try:
            return len(value) <= LONGEST_LIST and bool(self.check and self.check(value))
        except ValueError:
            return False


def _address_problem(settings: Mapping[str, Any], name: str) -> str:
    try:
        options.target(settings, name)
    except options.BadSettings:
        return str(
            _(
                "An address such as https://sms.example.com/v1, without a query or a password. "
                "http:// only where it is allowed below, or to this machine."
            )
        )
    return ""


REGION = Setting(
    "region",
    TEXT,
    _("Country of numbers without a country code"),
    _("Two letters, as CN. For what comes in."),
    default=DEFAULT_REGION,
    pattern=_REGION,
)
CALLERS = Setting(
    callers.NAME,
    TEXT,
    _("Networks it calls us from"),
    _(
        "As 203.0.113.0/24, 2001:db8::/32. Its calls are not signed: named, whoever only knows the "
        "address of the webhook can post nothing."
    ),
    check=callers.networks,
)
IN_CLEAR = Setting(
    "plain_http",
    YES_NO,
    _("Allow http://"),
    _("Texts and numbers then travel in clear: only on a network of your own."),
)


def connections(*, default: int, most: int) -> Setting:
    """How many calls a worker makes at once."""
    return Setting(
        "connections",
        NUMBER,
        _("Connections at once, for each worker"),
        default=default,
        most=most,
    )


def problems(declared: Iterable[Setting], settings: Mapping[str, Any]) -> dict[str, str]:
    """Setting → why it cannot be."""
    found = {each.name: each.problem(settings) for each in declared}
    return {name: why for name, why in found.items() if why}

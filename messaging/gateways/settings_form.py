"""The settings of each driver, for the form that drafts a gateway: names, bounds, sentences.

The driver itself has the last word (`registry.problem`); here stands what a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from messaging.gateways import door_shapes, options
from messaging.gateways.batch import driver as batch_http
from messaging.gateways.kannel import driver as kannel
from messaging.gateways.phones import DEFAULT_REGION

TEXT, ADDRESS, NUMBER, YES_NO, CHOICE = "text", "address", "number", "yes_no", "choice"
_SENDER = re.compile(r"\+?[A-Za-z0-9]{1,20}", re.ASCII)
_REGION = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Setting:
    """One figure of a driver. Bounds and default of a NUMBER; `pattern` of a TEXT; `choices`, the
    value and what it is called, of a CHOICE."""

    name: str
    kind: str
    label: Any
    help: Any = ""
    required: bool = False
    default: Any = None
    most: int = 0
    pattern: re.Pattern[str] | None = None
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
        return ""


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


_REGION_OF_NUMBERS = Setting(
    "region",
    TEXT,
    _("Country of numbers without a country code"),
    _("Two letters, as CN. For what comes in."),
    default=DEFAULT_REGION,
    pattern=_REGION,
)
_DOORS = Setting(
    door_shapes.SETTING,
    CHOICE,
    _("Shape of receipts and replies"),
    _("Aliyun and Tencent do not sign their calls: their door's address holds a token."),
    default=door_shapes.OWN,
    choices=(
        (door_shapes.OWN, _("Batch HTTP")),
        (door_shapes.ALIYUN, _("Aliyun")),
        (door_shapes.TENCENT, _("Tencent")),
    ),
)
_IN_CLEAR = Setting(
    "plain_http",
    YES_NO,
    _("Allow http://"),
    _("Texts and numbers then travel in clear: only on a network of your own."),
)

SETTINGS: dict[str, tuple[Setting, ...]] = {
    "sandbox": (),
    "batch_http": (
        Setting("url", ADDRESS, _("Address of the gateway"), required=True),
        Setting(
            "call_size",
            NUMBER,
            _("Messages per call"),
            default=100,
            most=batch_http.MOST_PER_CALL,
        ),
        Setting(
            "connections",
            NUMBER,
            _("Connections at once, for each worker"),
            default=4,
            most=batch_http.MOST_CONNECTIONS,
        ),
        _DOORS,
        _IN_CLEAR,
        _REGION_OF_NUMBERS,
    ),
    "kannel": (
        Setting("url", ADDRESS, _("Address of the smsbox"), required=True),
        Setting(
            "connections",
            NUMBER,
            _("Connections at once, for each worker"),
            default=8,
            most=kannel.MOST_CONNECTIONS,
        ),
        Setting(
            "from",
            TEXT,
            _("Sender"),
            _("Up to 20 letters and digits; empty: as the smsbox is configured."),
            pattern=_SENDER,
        ),
        Setting(
            "door_url",
            ADDRESS,
            _("Our address, as the smsbox reaches it"),
            _("Without it there are no delivery reports."),
        ),
        _IN_CLEAR,
        _REGION_OF_NUMBERS,
    ),
}
"""A driver that is not here is drafted without settings."""


def problems(driver: str, settings: Mapping[str, Any]) -> dict[str, str]:
    """Setting → why it cannot be."""
    found = {each.name: each.problem(settings) for each in SETTINGS.get(driver, ())}
    return {name: why for name, why in found.items() if why}

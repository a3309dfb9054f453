"""What time zones are called on screen, those of the countries the product knows."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "Asia/Shanghai": _("Beijing time"),
    "Asia/Urumqi": _("Xinjiang time"),
    "Asia/Hong_Kong": _("Hong Kong time"),
    "Asia/Taipei": _("Taipei time"),
    "Asia/Singapore": _("Singapore time"),
    "Asia/Kolkata": _("India time"),
    "Europe/London": _("London time"),
    "America/New_York": _("New York time"),
    "America/Chicago": _("Chicago time"),
    "America/Denver": _("Denver time"),
    "America/Los_Angeles": _("Los Angeles time"),
    "Australia/Sydney": _("Sydney time"),
    "Australia/Perth": _("Perth time"),
}


def zone(name: str) -> str:
    """One without a name of ours stands for itself."""
    return str(NAMES.get(name, name))


def zones(names: list[str]) -> str:
    return "、".join(map(zone, names))

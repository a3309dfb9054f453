"""How Unfold draws the staff site: its names, files, colours; the menu is config.staff.menu."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

STYLES = (
    "base",
    "texts",
    "runs",
    "handset",
    "channels",
    "imports",
    "desks",
    "morning",
    "report",
    "settings",
    "menu",
    "lists",
    "narrow",
)
"""Files of static/staff, in this order; the last gives way on a narrow screen."""


def _style(name: str) -> Callable[[HttpRequest], str]:
    return lambda _request: static(f"staff/{name}.css")


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Huancui"),
    "SITE_HEADER": _("Huancui"),
    "SITE_SUBHEADER": _("Gentle reminders"),
    "SITE_URL": None,
    "SITE_SYMBOL": "notifications_active",
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda _request: static("favicon.svg"),
        }
    ],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_LANGUAGES": True,
    "SHOW_BACK_BUTTON": False,
    "ACCOUNT": {
        "navigation": [{"title": _("My login"), "link": reverse_lazy("admin:my_login")}],
    },
    "STYLES": [_style(name) for name in STYLES],
    "SCRIPTS": [lambda _request: static("staff.js"), lambda _request: static("alarm.js")],
    "COLORS": {
        # A calm teal; contrast of 600 on white and of white on 600 is above 4.5 : 1.
        "primary": {
            "50": "#effaf8",
            "100": "#d8f3ee",
            "200": "#b3e6dd",
            "300": "#82d3c7",
            "400": "#4cb8aa",
            "500": "#269c8f",
            "600": "#0f766e",
            "700": "#0f625c",
            "800": "#114e4a",
            "900": "#12403e",
            "950": "#042625",
        }
    },
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "config.staff.menu.sidebar",
    },
}

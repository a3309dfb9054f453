"""How a mail server is spoken to, and what its name may be; for relays and mailboxes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from messaging.gateways import destinations, options

STARTTLS, TLS, NONE = SECURITY = ("starttls", "tls", "none")
HOST = re.compile(r"[A-Za-z0-9.-]{1,253}")


def host_in(settings: Mapping[str, Any], name: str) -> str:
    """Raises options.BadSettings for what is no name, or one that cannot be called."""
    host = settings.get(name)
    if not isinstance(host, str) or not HOST.fullmatch(host):
        raise options.BadSettings(
            _("“%(name)s” must be the name of a mail server, as %(example)s.")
            % {"name": name, "example": "mail.example.com"}
        )
    if why := destinations.problem_of_host(host):
        raise options.BadSettings(
            _("“%(name)s” cannot be called: %(why)s.") % {"name": name, "why": why}
        )
    return host

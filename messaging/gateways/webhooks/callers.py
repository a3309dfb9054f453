"""Where a gateway's webhooks are called from: the networks its settings name, if any. Pure.

For callers that do not sign: the address of such a webhook holds a token, as the provider's
protocol knows no other place, and addresses are written into logs. Named, the address alone opens
nothing. Settings are approved by a second person, so this is too.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from typing import Any

NAME = "callers"


def networks(said: object) -> tuple[IPv4Network | IPv6Network, ...]:
    """Of "203.0.113.0/24, 2001:db8::/32". Raises ValueError."""
    return tuple(ip_network(each.strip()) for each in str(said).split(",") if each.strip())


def admits(settings: Mapping[str, Any], address: IPv4Address | IPv6Address | None) -> bool:
    """Anybody where none are named; nobody where they cannot be read."""
    said = settings.get(NAME)
    if said in (None, ""):
        return True
    try:
        return address is not None and any(address in network for network in networks(said))
    except ValueError:
        return False

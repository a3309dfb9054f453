"""What a proxy says of a request (that it came by TLS, from where) is believed from ours alone.

Whoever reaches the web process past the proxy could say the same: it is forgotten before anything
reads it. So such a visitor has come without TLS, and is sent away to come by it.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SAID_BY_PROXIES = (
    *("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST"),
    *("HTTP_X_FORWARDED_PORT", "HTTP_X_REAL_IP", "HTTP_FORWARDED"),
)


class FromOurProxies:
    """Middleware, before all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_ours(str(request.META.get("REMOTE_ADDR") or "")):
            for name in SAID_BY_PROXIES:
                request.META.pop(name, None)
        return self.get_response(request)


def is_ours(peer: str) -> bool:
    """A peer without an address came by a socket of this machine."""
    if not peer:
        return True
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in settings.PROXY_NETWORKS)

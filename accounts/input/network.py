"""Where a request comes from, as far as it can be known."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"
HOME = 64  # bits of an IPv6 address that name one customer's network


def address_of(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    """The address of the visitor, seen past our own proxies; None: it cannot be known.

    Of `X-Forwarded-For` only what our own proxies wrote is believed (settings.PROXIES of them);
    what stands before that, anybody may have written.
    """
    address = str(request.META.get("REMOTE_ADDR") or "")
    if settings.PROXIES:
        hops = str(request.META.get("HTTP_X_FORWARDED_FOR") or "").split(",")
        address = hops[-settings.PROXIES] if len(hops) >= settings.PROXIES else hops[0]
    try:
        known = ip_address(address.strip())
    except ValueError:
        return None
    return getattr(known, "ipv4_mapped", None) or known


def network_of(request: HttpRequest) -> str:
    """The address (IPv6: the network) of the visitor."""
    known = address_of(request)
    if known is None:
        return UNKNOWN
    if isinstance(known, IPv6Address):
        return str(ip_network((known, HOME), strict=False))
    return str(known)

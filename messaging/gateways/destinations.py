"""Where this machine calls: hosts the environment allows, at addresses that are looked at first.

A gateway's address is drafted on a page, and whoever drafts it could have texts, and a signature,
sent to a service of ours. So in production a host must stand in `HUANCUI_OUTGOING_HOSTS`, and what
its name resolves to must be a public address, or in a network the environment names
(`HUANCUI_OUTGOING_NETWORKS`, for a gateway beside us). Addresses of the link, where clouds keep
credentials of machines, are never called. The address that was looked at is the one called: a name
that says something else a moment later gains nothing.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.utils.translation import gettext as _

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NEVER: tuple[Network, ...] = tuple(
    ip_network(each)
    for each in (
        "169.254.0.0/16",  # link-local; most clouds' metadata
        "fe80::/10",
        "fd00:ec2::254/128",  # AWS
        "100.100.100.200/32",  # Alibaba Cloud
        "168.63.129.16/32",  # Azure
        "0.0.0.0/8",
        "::/128",
        "224.0.0.0/4",
        "ff00::/8",
    )
)
_TRANSLATED = ip_network("64:ff9b::/96")
"""IPv4 behind NAT64 (RFC 6052): the last four bytes are the address."""


class Forbidden(OSError):
    """Nothing is sent there. The message says why."""


def problem_of_host(host: str) -> str:
    """Why a host cannot be called, as far as its name tells; empty when it can."""
    named: frozenset[str] | None = settings.OUTGOING_HOSTS
    if named is not None and host.lower().rstrip(".") not in named:
        return _(
            "%(host)s is not among HUANCUI_OUTGOING_HOSTS, the hosts this installation may call"
        ) % {"host": host}
    try:
        address = ip_address(host)
    except ValueError:
        return ""
    return problem_of_address(address)


def problem_of_address(address: Address, *, in_clear: bool = False) -> str:
    """Why an address cannot be called; empty when it can. `in_clear`: without TLS, which goes no
    further than the networks the environment names."""
    real = _real(address)
    if any(real in network for network in NEVER):
        return _("%(address)s is an address of the link or of a cloud's own services") % {
            "address": address
        }
    allowed: Sequence[Network] = settings.OUTGOING_NETWORKS
    if any(real in network for network in allowed):
        return ""
    if in_clear:
        return _(
            "%(address)s is called by https only, as it is not in HUANCUI_OUTGOING_NETWORKS"
        ) % {"address": address}
    if not real.is_global:
        return _("%(address)s is no public address, nor in HUANCUI_OUTGOING_NETWORKS") % {
            "address": address
        }
    return ""


def connect(
    host: str, port: int, *, timeout_seconds: float, in_clear: bool = False
) -> socket.socket:
    """A connection to one of the addresses of a host, within the time in all. One forbidden address
    among them forbids all. Raises Forbidden, or another OSError."""
    if why := problem_of_host(host):
        raise Forbidden(why)
    until = time.monotonic() + timeout_seconds
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for *_rest, where in found:
        found_at = ip_address(str(where[0]).partition("%")[0])
        if why := problem_of_address(found_at, in_clear=in_clear):
            raise Forbidden(f"{host}: {why}")
    failed: OSError = OSError(f"{host} has no address")
    for family, kind, protocol, _name, where in found:
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(max(until - time.monotonic(), 0.001))
            sock.connect(where)
        except OSError as error:
            sock.close()
            failed = error
        else:
            return sock
    raise failed


def _real(address: Address) -> Address:
    """What an address stands for: IPv4 written as IPv6 is IPv4."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _TRANSLATED:
        return IPv4Address(address.packed[-4:])
    return address

"""Reading a gateway's `settings`, with a sentence for what cannot be used."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from messaging.gateways import destinations

PORTS = {"http": 80, "https": 443}


class BadSettings(ValueError):
    """A gateway's settings cannot be used; the message says which and why."""


def _bad(sentence: str, **values: object) -> BadSettings:
    return BadSettings(sentence % values)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a gateway listens. `path` has no slash at its end."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (
            host
            if self.port == PORTS["https" if self.secure else "http"]
            else (f"{host}:{self.port}")
        )


def target(settings: Mapping[str, Any], name: str = "url") -> Target:
    """An address to call, on a host this installation may call. Raises BadSettings."""
    found = address(settings, name)
    if why := destinations.problem_of_host(found.host):
        raise _bad(_("“%(name)s” cannot be called: %(why)s."), name=name, why=why)
    return found


def address(settings: Mapping[str, Any], name: str) -> Target:
    """An address, ours or theirs. In clear only to this machine, unless `plain_http` is true:
    approved so. Raises BadSettings."""
    said = settings.get(name)
    if not isinstance(said, str) or not said.isascii() or any(c <= " " for c in said):
        raise _bad(
            _("“%(name)s” must be an address such as %(example)s."),
            name=name,
            example="https://sms.example.com/v1",
        )
    try:
        parts = urlsplit(said)
        port = parts.port
    except ValueError:
        raise _bad(_("“%(name)s” is not an address."), name=name) from None
    if parts.scheme not in PORTS or not parts.hostname or parts.query or parts.fragment:
        raise _bad(_("“%(name)s” must begin with https:// and have no query."), name=name)
    if parts.username or parts.password:
        raise _bad(_("No credentials in “%(name)s”: name them in “credentials”."), name=name)
    secure = parts.scheme == "https"
    if not (secure or is_loopback(parts.hostname) or settings.get("plain_http") is True):
        raise _bad(_("“%(name)s” must begin with https://; nothing travels in clear."), name=name)
    return Target(secure, parts.hostname, port or PORTS[parts.scheme], parts.path.rstrip("/"))


def number(settings: Mapping[str, Any], name: str, *, least: int, most: int, default: int) -> int:
    """A whole number within bounds. Raises BadSettings."""
    value = settings.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise _bad(
            _("“%(name)s” must be a whole number from %(least)d to %(most)d."),
            name=name,
            least=least,
            most=most,
        )
    return value


def choice(settings: Mapping[str, Any], name: str, *, among: Collection[str], default: str) -> str:
    """One of some words. Raises BadSettings."""
    value = settings.get(name, default)
    if not isinstance(value, str) or value not in among:
        raise _bad(_("“%(name)s” must be one of %(among)s."), name=name, among=", ".join(among))
    return value


def is_loopback(host: str) -> bool:
    """Whether what goes there stays on this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

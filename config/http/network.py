"""Hosts, proxies and networks, read from the environment: where calls come from and may go to."""

from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def hosts(environ: Mapping[str, str]) -> list[str]:
    """The hosts served. One that no browser could name is refused: it would serve nobody."""
    named = [each.strip().lower() for each in environ.get("HUANCUI_HOSTS", "").split(",")]
    named = [each for each in named if each]
    for each in named:
        if "/" in each or (not each.startswith("[") and ":" in each):
            raise ImproperlyConfigured(
                f"HUANCUI_HOSTS names {each!r}; write host names only, without https:// and "
                "without a port, separated by commas, as desk.example.com."
            )
    return named


def staff_hosts(environ: Mapping[str, str], hosts: Sequence[str]) -> list[str]:
    """Those of staff pages and webhooks; empty: every host that is no lender's short address."""
    named = [name.strip().lower() for name in environ.get("HUANCUI_STAFF_HOSTS", "").split(",")]
    named = [name for name in named if name]
    if unknown := sorted(set(named) - set(hosts)):
        raise ImproperlyConfigured(
            f"HUANCUI_STAFF_HOSTS names {', '.join(unknown)}, which HUANCUI_HOSTS does not serve."
        )
    return named


def proxies(environ: Mapping[str, str], *, sandbox: bool) -> int:
    """How many proxies of ours every request passes: one in production, which ends TLS."""
    value = environ.get("HUANCUI_PROXIES", "0" if sandbox else "1")
    if not value.isdecimal() or int(value) > 9:
        raise ImproperlyConfigured(
            f"HUANCUI_PROXIES is {value!r}; set it to the number of proxies in front, 0 to 9."
        )
    return int(value)


def proxy_networks(
    environ: Mapping[str, str], *, sandbox: bool
) -> tuple[IPv4Network | IPv6Network, ...]:
    """Where our proxies call from: this machine unless said otherwise; in a sandbox anywhere."""
    here = "0.0.0.0/0,::/0" if sandbox else "127.0.0.0/8,::1/128"
    said = environ.get("HUANCUI_PROXY_NETWORKS") or here
    try:
        return tuple(ip_network(each.strip()) for each in said.split(",") if each.strip())
    except ValueError as error:
        raise ImproperlyConfigured(
            f"HUANCUI_PROXY_NETWORKS: {error}; write networks as 10.20.0.5/32, separated by commas."
        ) from None


def outgoing_hosts(environ: Mapping[str, str], *, sandbox: bool) -> frozenset[str] | None:
    """The hosts gateways may have and alarms may be posted to; None in a sandbox: any, as nothing
    of a gateway leaves it. The hosts of our own webhooks are named by their being set."""
    said = environ.get("HUANCUI_OUTGOING_HOSTS", "")
    named = frozenset(each.strip().lower().rstrip(".") for each in said.split(",") if each.strip())
    for each in named:
        if "/" in each or "*" in each or not urlsplit(f"//{each}").hostname:
            raise ImproperlyConfigured(
                f"HUANCUI_OUTGOING_HOSTS names {each!r}; write host names only, separated by "
                "commas, as sms.example.com."
            )
    if sandbox and not named:
        return None
    own = (environ.get(f"HUANCUI_{name}_WEBHOOK", "") for name in ("ALARM", "HEADS"))
    return named | {host for url in own if (host := urlsplit(url).hostname)}


def outgoing_networks(
    environ: Mapping[str, str], *, sandbox: bool
) -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks that may be called though they are not public; in a sandbox all."""
    said = environ.get("HUANCUI_OUTGOING_NETWORKS", "")
    named = [each.strip() for each in said.split(",") if each.strip()]
    if sandbox and not named:
        named = ["0.0.0.0/0", "::/0"]
    try:
        return tuple(ip_network(each) for each in named)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"HUANCUI_OUTGOING_NETWORKS: {error}; write networks as 10.20.0.0/16, separated by "
            "commas."
        ) from None


def staff_url(environ: Mapping[str, str], *, sandbox: bool, hosts: Sequence[str]) -> str:
    """How links in e-mails to staff begin, without a slash at the end."""
    said = environ.get("HUANCUI_STAFF_URL", "").rstrip("/")
    if said and (urlsplit(said).scheme not in {"http", "https"} or not urlsplit(said).hostname):
        raise ImproperlyConfigured(
            f"HUANCUI_STAFF_URL is {said!r}; write how links begin, as https://desk.example.com."
        )
    if said:
        return said
    named = [host for host in hosts if host and not host.startswith((".", "*"))]
    scheme = "http" if sandbox else "https"
    port = f":{environ.get('PORT', '8000')}" if sandbox else ""
    return f"{scheme}://{named[0]}{port}" if named else ""

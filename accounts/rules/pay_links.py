"""Which links a borrower may be sent to with money: a lender's own, and no others. Pure."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

LONGEST_LINK = 200


def link_problem(link: str, hosts: Collection[str]) -> str:
    """What stands against paying by this link, as a code; empty: it is one of the lender's own."""
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError:
        return "no_link"
    plain = link.isascii() and link.isprintable() and " " not in link and "\\" not in link
    if not plain or len(link) > LONGEST_LINK or not parts.hostname:
        return "no_link"
    if parts.scheme != "https" or port or parts.username is not None:
        return "not_https"
    return "" if parts.hostname in {host.lower() for host in hosts} else "other_host"

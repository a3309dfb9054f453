"""Where a borrower may be sent to with money: a lender's own links, no others; no person's account.
Pure."""

from __future__ import annotations

import re
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


_MOBILE = re.compile(r"(?:0?0?86)?1[3-9]\d{9}")


def is_somebodys(code: str) -> bool:
    """Whether a code to pay with is rather a person's: a bank card, or a mobile number, by which
    money is sent to whoever has it."""
    digits = code.replace("-", "")
    return looks_like_a_card(digits) or bool(_MOBILE.fullmatch(digits))


def looks_like_a_card(number: str) -> bool:
    """Whether it may be a bank card: of a person, as a rule; a firm's account is seldom one."""
    if not (number.isdigit() and 16 <= len(number) <= 19 and number[0] in "3456"):
        return False
    doubled = (int(each) * (1 + at % 2) for at, each in enumerate(reversed(number)))
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0

"""How a lender is paid, as data a customer can copy (messaging.models.LenderWording.payment).

{"link": "https://pay.anhe.example/", "bank": "…", "holder": "…", "number": "…",
 "app": {"en": "Anhe app, Repay"}, "branch": {"en": "any branch, with your identity card"}}

Money goes to the lender and nobody else: a link leads to one of its own hosts, an account is held
in its name. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.rules.pay_links import link_problem

ACCOUNT_DIGITS = (8, 34)
"""Digits and letters of an account: the shortest of a bank's, the longest of an IBAN."""

ACCOUNT = ("bank", "holder", "number")
PLACES = ("app", "branch")
"""Ways that are words, in each language."""

_MOBILE = re.compile(r"(?:0?0?86)?1[3-9]\d{9}")
_NOT_A_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class WaysToPay:
    """`number` as it is copied, without blanks. Empty: there is no such way."""

    link: str = ""
    bank: str = ""
    holder: str = ""
    number: str = ""
    app: Mapping[str, str] = field(default_factory=dict)
    branch: Mapping[str, str] = field(default_factory=dict)

    @property
    def grouped(self) -> str:
        """The account number in fours, as it is read and compared."""
        return " ".join(self.number[at : at + 4] for at in range(0, len(self.number), 4))

    def words(self, place: str, language: str) -> str:
        """Of `app` or `branch`; empty where it is not said in that language."""
        return str(getattr(self, place).get(language, ""))


NO_WAY = WaysToPay()


def read(document: Mapping[str, Any]) -> WaysToPay:
    """What is stored or typed; blanks at the ends and within an account number go."""
    said = {name: str(document.get(name, "")).strip() for name in ("link", *ACCOUNT)}
    number = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", said["number"])).upper()
    return WaysToPay(
        link=said["link"],
        bank=said["bank"],
        holder=said["holder"],
        number=number,
        app=_by_language(document.get("app")),
        branch=_by_language(document.get("branch")),
    )


def _by_language(words: Mapping[str, Any] | None) -> dict[str, str]:
    said = {language: str(each).strip() for language, each in (words or {}).items()}
    return {language: each for language, each in said.items() if each}


def document(ways: WaysToPay) -> dict[str, Any]:
    """As it is stored: nothing that says nothing."""
    return {
        name: dict(said) if name in PLACES else said
        for name in ("link", *ACCOUNT, *PLACES)
        if (said := getattr(ways, name))
    }


def problems(
    ways: WaysToPay, *, hosts: Collection[str], names: Collection[str]
) -> Iterator[tuple[str, str]]:
    """(field, code) of what must not be approved. `names`: what the lender is called."""
    if ways.link and (code := link_problem(ways.link, hosts)):
        yield "link", code
    told = [name for name in ACCOUNT if getattr(ways, name)]
    if not told:
        return
    yield from ((name, "missing") for name in ACCOUNT if name not in told)
    if ways.number:
        least, most = ACCOUNT_DIGITS
        if not (ways.number.isascii() and ways.number.isalnum()) or (
            not least <= len(ways.number) <= most
        ):
            yield "number", "no_account"
        elif _MOBILE.fullmatch(ways.number):
            yield "number", "a_mobile_number"
    if ways.holder and not _is_named(ways.holder, names):
        yield "holder", "another_holder"


def _is_named(holder: str, names: Collection[str]) -> bool:
    """Whether the account is held under one of the lender's names; the kind of firm may follow."""
    held = _plain(holder)
    return any(held.startswith(name) for each in names if (name := _plain(each)))


def _plain(name: str) -> str:
    return _NOT_A_WORD.sub("", unicodedata.normalize("NFKC", name)).lower()

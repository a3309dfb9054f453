"""The finished text read back against the rows it was made from, whatever it was made by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from messaging.content.chosen import NOTHING, Chosen
from messaging.content.readback.agree import Told, disagreements, told_by
from messaging.content.readback.masked import NAME
from messaging.content.render import parse
from messaging.decisions.facts.rows import LoanRow

_NAMES = ("lender", "ways_to_pay", "hotline", "check_host", "officer_name")


def untrue(
    text: str,
    body: str,
    *,
    values: Mapping[str, str],
    loans: Sequence[LoanRow],
    products: Iterable[str],
    language: str,
    today: date,
    chosen: Chosen = NOTHING,
) -> tuple[str, ...]:
    """What the text says otherwise than the ledger (messaging.content.readback.disagreements).

    `values` are those it was filled with: only the names among them are used, and `products` as
    the text calls them, to tell them from figures. A loan with the id 0 is none: the text speaks of
    no loan.
    """
    if code := values.get("check_code"):
        # Its letters may spell a currency before its figures. Every text has another: masked here,
        # the texts of a run keep one shape.
        text = text.replace(code, NAME)
    names = [values[name] for name in _NAMES if name in values]
    names += products
    return disagreements(
        text,
        loans if loans[0].id else (),
        _told(body, language),
        today=today,
        customer=values.get("customer_name", ""),
        names=names,
        chosen=chosen,
    )


@lru_cache(maxsize=1024)
def _told(body: str, language: str) -> Told:
    parsed = parse(body)
    return told_by(parsed.names, NAME.join(parsed.fixed), language)

"""Single rows with the proof that they are in the chain, for whoever checks them elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection

from accounts.chain import erased, leaves, merkle
from accounts.chain.links import Header, Part
from accounts.chain.tables import Table, by_name, rows_of
from accounts.models import ChainLink, ChainPart

_PLACES = """
SELECT DISTINCT ON (s.id) s.id, p.id, array_position(p.ids, s.id)
FROM unnest(%(ids)s::bigint[]) AS s (id)
JOIN accounts_chainpart p
    ON p."table" = %(table)s AND p.last_id >= s.id AND p.first_id <= s.id AND s.id = ANY (p.ids)
ORDER BY s.id, p.id
"""


@dataclass(frozen=True, slots=True)
class Proven:
    """A row's values as text by column; its link and path to the link's root, or neither where it
    is not sealed yet."""

    values: dict[str, str | None] = field(repr=False)
    link: int | None
    salt: str
    path: list[tuple[str, str]]
    erased: dict[str, str] = field(default_factory=dict)
    """By column, what the hash was made of in place of a value that was erased since."""


def prove(table: str, ids: Iterable[int]) -> list[Proven]:
    """The rows of these ids that are there, ids ascending. In a transaction with `AS_TEXT`."""
    known = by_name(table)
    if known is None:
        raise LookupError(table)
    wanted = sorted(set(ids))
    found: dict[int, Proven] = {}
    for part, places in _parts(known, wanted).items():
        found |= _of_part(part, places)
    rest = [pk for pk in wanted if pk not in found]
    for row in rows_of(known.name, known.columns, rest):
        values = dict(zip(known.columns, row, strict=True))
        found[int(row[0] or 0)] = Proven(values, None, "", [])
    return [found[pk] for pk in sorted(found)]


def links_of(rows: Iterable[Proven]) -> list[ChainLink]:
    """The links these rows are in, and the newest there is."""
    numbers = {row.link for row in rows if row.link is not None}
    newest = ChainLink.objects.order_by("-number").values_list("number", flat=True).first()
    return list(ChainLink.objects.filter(number__in={*numbers, newest}).order_by("number"))


def _parts(table: Table, ids: Sequence[int]) -> dict[ChainPart, dict[int, int]]:
    """Place of each row (from 0), by part."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, {"ids": list(ids), "table": table.name})
        rows = cursor.fetchall()
    parts = ChainPart.objects.select_related("link").in_bulk({part for _id, part, _n in rows})
    places: dict[ChainPart, dict[int, int]] = defaultdict(dict)
    for pk, part, place in rows:
        places[parts[part]][pk] = place - 1
    return places


def _of_part(part: ChainPart, places: dict[int, int]) -> dict[int, Proven]:
    told: Part | None = Header.read(part.link.header).part(part.table)
    if told is None:
        return {}
    kept, salts = bytes(part.leaves), bytes(part.salts)
    own = [kept[n : n + leaves.HASH_BYTES] for n in range(0, len(kept), leaves.HASH_BYTES)]
    tree = merkle.levels(own)
    found = {}
    kept_of = erased.commitments(part.table, list(places))
    for row in rows_of(part.table, told.columns, list(places)):
        pk = int(row[0] or 0)
        place = places[pk]
        salt = salts[place * leaves.SALT_BYTES : (place + 1) * leaves.SALT_BYTES]
        found[pk] = Proven(
            values=dict(zip(told.columns, row, strict=True)),
            link=part.link_id,
            salt=salt.hex(),
            path=[(side, beside.hex()) for side, beside in merkle.path_in(tree, place)],
            erased=dict(kept_of.get(pk, {})),
        )
    return found


def as_json(row: Proven) -> dict[str, Any]:
    return asdict(row)

"""Reading the source file, and choosing the excerpt that ships."""

import csv
import gzip
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

EXCERPT = Path(__file__).with_name("uci_3000.csv.gz")
EXCERPT_CUSTOMERS = 3_000
FEWEST_OF_A_STATUS = 8  # so that the rare long delays occur too


def uci_rows(path: Path = EXCERPT) -> Iterator[dict[str, str]]:
    """The source's rows by column name, from .csv or .csv.gz."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def excerpt(rows: Iterable[Mapping[str, str]], customers: int) -> list[Mapping[str, str]]:
    """A stratified choice by PAY_0, in the order of ID; the same whatever the rows' order.

    Within a status those with the smallest hash of their ID are taken; the largest status gives or
    takes what rounding leaves over. All rows when there are not more than `customers`.
    """
    strata: defaultdict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in rows:
        strata[row["PAY_0"]].append(row)
    total = sum(map(len, strata.values()))
    if total <= customers:
        return sorted((row for rows in strata.values() for row in rows), key=by_id)
    sizes = {
        status: min(len(members), max(FEWEST_OF_A_STATUS, round(len(members) * customers / total)))
        for status, members in strata.items()
    }
    largest = max(sizes, key=sizes.__getitem__)
    sizes[largest] = max(0, sizes[largest] + customers - sum(sizes.values()))
    chosen = [
        row
        for status, members in strata.items()
        for row in sorted(members, key=by_hash)[: sizes[status]]
    ]
    return sorted(chosen, key=by_id)


def by_id(row: Mapping[str, str]) -> int:
    return int(row["ID"])


def by_hash(row: Mapping[str, str]) -> bytes:
    return hashlib.sha256(f"huancui:{row['ID']}".encode()).digest()


def write_excerpt(rows: Iterable[Mapping[str, str]], path: Path = EXCERPT) -> None:
    """The excerpt as shipped; the same bytes every time (no time, no name in the gzip header)."""
    chosen = excerpt(rows, EXCERPT_CUSTOMERS)
    lines = [",".join(chosen[0]), *(",".join(row.values()) for row in chosen)]
    path.write_bytes(gzip.compress("\n".join([*lines, ""]).encode(), mtime=0))

"""The excerpt of the source that ships: stratified, and the same whatever the rows' order."""

import random
from collections import Counter
from pathlib import Path

from accounts.sample.source import EXCERPT, EXCERPT_CUSTOMERS, excerpt, uci_rows, write_excerpt


def rows(**statuses: int) -> list[dict[str, str]]:
    found = [status[1:] for status, count in statuses.items() for _each in range(count)]
    return [{"ID": str(number), "PAY_0": status} for number, status in enumerate(found, 1)]


def test_all_are_taken_where_there_are_no_more():
    assert [row["ID"] for row in excerpt(reversed(rows(s0=3)), 5)] == ["1", "2", "3"]


def test_each_status_keeps_its_share_and_rare_ones_a_few():
    chosen = excerpt(rows(s0=900, s1=90, s8=10), 100)
    counts = Counter(row["PAY_0"] for row in chosen)
    assert sum(counts.values()) == 100
    assert (counts["1"], counts["8"]) == (9, 8)


def test_the_order_of_the_rows_changes_nothing():
    given = rows(s0=300, s1=60, s2=40)
    shuffled = random.Random(1).sample(given, len(given))
    assert excerpt(given, 50) == excerpt(shuffled, 50)


def test_what_is_written_is_read_again_and_is_the_same_bytes_each_time(tmp_path: Path):
    given = rows(s0=20, s1=5)
    for name in ("a.csv.gz", "b.csv.gz"):
        write_excerpt(given, tmp_path / name)
    assert list(uci_rows(tmp_path / "a.csv.gz")) == given
    assert (tmp_path / "a.csv.gz").read_bytes() == (tmp_path / "b.csv.gz").read_bytes()


def test_the_excerpt_that_ships_has_its_number_of_customers():
    assert sum(1 for _row in uci_rows(EXCERPT)) == EXCERPT_CUSTOMERS

import pytest
from hypothesis import given, strategies as st

from accounts.chain.snapshots import NOTHING, Snapshot


@pytest.mark.parametrize("text", ["10:10:", "10:20:12,15"])
def test_it_is_written_as_it_was_read(text: str) -> None:
    assert str(Snapshot.parse(text)) == text


def test_what_runs_has_not_ended() -> None:
    at = Snapshot.parse("10:20:12,15")
    assert [tx for tx in range(8, 22) if not at.sees(tx)] == [12, 15, 20, 21]


def test_before_everything_nothing_had_ended() -> None:
    assert not NOTHING.sees(0)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=20))
def test_between_snapshots_each_transaction_is_new_exactly_once(spans: list) -> None:
    """Transactions begin in the order of their numbers and end whenever; looked at after each step,
    whatever ended is new at one look only."""
    ends = [begin + lasts for begin, lasts in sorted(spans)]
    begins = [begin for begin, _lasts in sorted(spans)]
    seen, before = [], NOTHING
    for now in range(62):
        begun = [tx for tx, begin in enumerate(begins) if begin <= now]
        running = [tx for tx in begun if ends[tx] > now]
        xmax = len(begun)
        after = Snapshot(min(running, default=xmax), xmax, tuple(running))
        seen += [tx for tx in begun if after.sees(tx) and not before.sees(tx)]
        before = after
    assert sorted(seen) == list(range(len(begins)))

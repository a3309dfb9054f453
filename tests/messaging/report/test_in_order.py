"""Rows of figures in order, however few fit into memory."""

import pytest
from hypothesis import given, strategies as st

from messaging.report import in_order

ROWS = st.lists(st.tuples(st.booleans(), st.floats(-1, 1e6), st.integers(0, 1 << 40)), max_size=40)


@given(ROWS, st.integers(1, 12))
def test_parts_that_wait_in_files_come_back_in_one_order(
    rows: list[tuple[float, ...]], at_once: int
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(in_order, "AT_ONCE", at_once)
        assert list(in_order.in_order(rows, "<?dq")) == sorted(rows)

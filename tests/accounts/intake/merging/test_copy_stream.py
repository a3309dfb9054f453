"""Text made while it is read."""

from hypothesis import given, strategies as st

from accounts.intake.merging.copy_stream import ROWS_AT_ONCE, Pieces


@given(st.lists(st.text(max_size=9), max_size=450), st.integers(1, 40))
def test_all_rows_come_in_order_whatever_is_read_at_once(rows: list[str], size: int) -> None:
    text = Pieces(rows, lambda some: "".join(f"{row}\n" for row in some))
    assert text.is_empty is (not rows)
    read = "".join(iter(lambda: text.read(size), ""))
    assert read == "".join(f"{row}\n" for row in rows)


def test_rows_are_asked_for_late() -> None:
    asked = []

    def rows() -> object:
        for n in range(5 * ROWS_AT_ONCE):
            asked.append(n)
            yield n

    text = Pieces(rows(), lambda some: f"{some}")  # type: ignore[arg-type]
    assert len(asked) == 1
    text.read(10**9)
    text.read(10**9)
    assert len(asked) == 1 + ROWS_AT_ONCE

from hypothesis import given, strategies as st

from accounts.chain.leaves import commitment, differing, hidden, leaf, tags

VALUES = st.lists(st.none() | st.text(), min_size=1, max_size=6)


@given(VALUES, VALUES)
def test_two_rows_have_one_hash_only_if_they_are_equal(a: list, b: list) -> None:
    assert (leaf("t", a) == leaf("t", b)) == (a == b)


@given(st.text(), st.text(), st.integers(0, 20))
def test_a_value_that_moves_to_the_next_column_is_another_row(a: str, b: str, at: int) -> None:
    both = a + b
    moved = [both[:at], both[at:]]
    assert (leaf("t", [a, b]) == leaf("t", moved)) == ([a, b] == moved)


def test_nothing_is_not_an_empty_text() -> None:
    assert leaf("t", [None]) != leaf("t", [""])


def test_the_same_row_of_another_table_is_another() -> None:
    assert leaf("a", ["1"]) != leaf("b", ["1"])


def test_what_may_be_erased_is_not_in_the_hash_itself() -> None:
    shown = hidden(["id", "reason"], ["1", "王小明"], erasable=["reason"], salt=b"s" * 16)
    assert shown[0] == "1"
    assert shown[1] == commitment("王小明", salt=b"s" * 16, column="reason")


def test_one_value_has_another_commitment_in_another_row_and_column() -> None:
    made = {
        commitment("x", salt=salt, column=column)
        for salt in (b"a" * 16, b"b" * 16)
        for column in ("before", "after")
    }
    assert len(made) == 4


def test_a_row_whose_value_was_erased_keeps_its_hash() -> None:
    """With the commitment kept in its place, as docs/sealed-chain.md says."""
    columns, salt = ["id", "reason", "after"], b"s" * 16
    row = hidden(columns, ["1", "王小明", "{}"], erasable=["reason", "after"], salt=salt)
    kept = row[1]
    again = ["1", kept, commitment("{}", salt=salt, column="after")]
    assert leaf("t", again) == leaf("t", row)


@given(st.lists(st.none() | st.text(), min_size=3, max_size=3), st.integers(0, 2))
def test_tags_name_the_column_that_differs(values: list, at: int) -> None:
    changed = list(values)
    changed[at] = (values[at] or "") + "x"
    assert differing(["a", "b", "c"], changed, tagged=tags(values)) in (
        [],
        [["a"], ["b"], ["c"]][at],
    )


def test_a_changed_word_is_named() -> None:
    assert differing(["a", "b"], ["1", "send"], tagged=tags(["1", "hold"])) == ["b"]

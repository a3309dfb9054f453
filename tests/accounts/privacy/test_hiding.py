"""Records whose `repr` leaves out what they hold of a person."""

from typing import NamedTuple

import pytest

from accounts.privacy.hiding import hides


@hides("name", "phone")
class Row(NamedTuple):
    line: int
    name: str
    phone: str
    state: str = "new"


def test_what_is_hidden_is_in_no_repr_nor_in_a_message_made_with_it():
    row = Row(3, "王小明", "+8613800138000")
    assert repr(row) == "Row(line=3, state='new')"
    assert f"{row!r} {row} {[row]}".count("王小明") == 0


def test_a_hidden_value_is_there_all_the_same():
    row = Row(3, "王小明", "+8613800138000")
    assert (row.name, row[2], row._replace(line=4).phone) == (
        "王小明",
        "+8613800138000",
        "+8613800138000",
    )


def test_a_name_that_is_no_field_is_a_mistake_of_ours():
    class Other(NamedTuple):
        line: int

    with pytest.raises(TypeError, match="has not all of these fields"):
        hides("lines")(Other)

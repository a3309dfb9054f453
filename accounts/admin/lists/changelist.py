"""A list of rows: which columns are shown stands in its address, beside filters, order and page."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from accounts.lists import counting

if TYPE_CHECKING:
    from django.contrib.admin.views.main import ChangeList as Base
else:
    from unfold.views import ChangeList as Base

COLUMNS = "cols"
"""Of the address: a column to show, as often as there are any."""
NOT_KEPT = (COLUMNS, "o", "p", "e")
"""Changing the columns begins at the first page, in the list's own order: an order is named by the
place of its column."""


class ListOfRows(Base):
    """Django's, with columns to choose and a count that stops."""

    def get_results(self, request: Any) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        screen: Any = self.model_admin
        screen.tell(self.result_list)

    def get_filters_params(self, params: Any = None) -> Any:
        found = super().get_filters_params(params)
        found.pop(COLUMNS, None)
        return found

    @cached_property
    def matching(self) -> str:
        """How many rows the filters leave, as a screen tells it; asked for where somebody may do
        something to them."""
        most = counting.IN_THE_LEDGER
        return counting.told(counting.count(self.queryset, most), most)


def chosen(asked: list[str], columns: list[Any]) -> list[Any]:
    """Those of the list's columns that the address asks for, the first always; all without a
    choice."""
    wanted = {str(name) for name in asked}
    kept = [column for column in columns[1:] if name_of(column) in wanted]
    return [columns[0], *kept] if kept else columns


def name_of(column: Any) -> str:
    return str(getattr(column, "__name__", column))

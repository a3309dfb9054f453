"""What the list and form screens of tables have in common."""

from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import get_fields_from_path, label_for_field
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from unfold.paginator import InfinitePaginator

from accounts.admin.lists import changelist, many, views
from accounts.lists.bulk.acts import offered
from accounts.models import User

if TYPE_CHECKING:  # Unfold's own types contradict Django's; what it adds is set by name
    from django.contrib.admin import ModelAdmin as Base

    ModelAdmin = Base[Any]
else:
    from unfold.admin import ModelAdmin


LONGEST_ASKED = 100
"""Characters of a filter's value."""


class Screen(ModelAdmin):
    """A table's screen. No full counts: a million rows are normal. Deletion is never offered.

    Filters, order, columns and page stand in the address, and a view of them can be saved; what can
    be done to many rows is what the rooms registered (accounts.lists.bulk.acts).

    A list is filtered by its `list_filter` and by what links of ours ask for (`filters_of_links`),
    and by nothing else: Django would follow any lookup of any column, regular expressions too.
    """

    paginator = InfinitePaginator
    show_full_result_count = False
    list_per_page = 50
    actions = None
    compressed_fields = True
    list_filter_submit = False
    filters_of_links: tuple[str, ...] = ()
    further_columns: tuple[str, ...] = ()
    """Shown where somebody asks for them."""
    told_when_empty: Any = ""
    """How rows come to be, of a table that set-up fills with nothing; else its page is offered."""

    def get_list_display(self, request: HttpRequest) -> Any:
        columns = list(super().get_list_display(request))
        if asked := request.GET.getlist(changelist.COLUMNS):
            return changelist.chosen(asked, [*columns, *self.further_columns])
        return columns

    def tell(self, rows: list[Any]) -> None:
        """Put to these rows, shown together or written into a file, what columns tell besides what
        the table has: by a query for all of them."""

    def get_changelist(self, request: HttpRequest, **_kwargs: Any) -> Any:
        return changelist.ListOfRows

    def get_actions(self, request: HttpRequest) -> Any:
        """None in a window that only chooses a row."""
        if "_popup" in request.GET or not request.user.is_authenticated:
            return {}
        acts = offered(self.model, request.user)
        return {act.code: (many.choose, act.code, _escaped(act.title)) for act in acts}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With the tools of the list."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_changelist"
        columns = [*super().get_list_display(request), *self.further_columns]
        tools = {
            "list_name": name,
            "saved_views": views.of_list(name, request.user) if _is_staff(request) else [],
            "columns": [
                {
                    "name": changelist.name_of(column),
                    "label": label_for_field(column, self.model, self),
                    "shown": column in self.get_list_display(request),
                }
                for column in columns[1:]
            ],
            "kept": [
                (key, value)
                for key, values in request.GET.lists()
                if key not in changelist.NOT_KEPT
                for value in values
            ],
        }
        return super().changelist_view(request, {**tools, **(extra_context or {})})

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Whether an address may ask for it; 400 otherwise."""
        if len(str(value)) > LONGEST_ASKED or "\0" in str(value):
            return False
        return lookup in self._declared(request)

    def _declared(self, request: HttpRequest) -> set[str]:
        found = set(self.filters_of_links)
        filters: list[Any] = list(self.get_list_filter(request))
        for asked in filters:
            each = asked[0] if isinstance(asked, tuple) else asked  # with a filter of its own
            if isinstance(each, str):
                field: Any = get_fields_from_path(self.model, each)[-1]
                target = f"__{field.target_field.name}" if field.is_relation else ""
                found |= {f"{each}{target}__exact", f"{each}__isnull"}
            else:
                found.add(each.parameter_name)
        return found

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def not_there(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Where Django sends whoever asks for a row that does not exist."""
        back = self._get_obj_does_not_exist_redirect  # type: ignore[attr-defined]
        answer: HttpResponse = back(request, self.opts, object_id)
        return answer


def _is_staff(request: HttpRequest) -> bool:
    return isinstance(request.user, User)


def _escaped(title: Any) -> str:
    """Django fills names into it."""
    return str(title).replace("%", "%%")


class ReadOnlyScreen(Screen):
    """A table nobody edits by hand: it is written by services, or by the database itself."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

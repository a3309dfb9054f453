"""What the list and form screens of tables have in common."""

from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import get_fields_from_path
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from unfold.paginator import InfinitePaginator

if TYPE_CHECKING:  # Unfold's own types contradict Django's; what it adds is set by name
    from django.contrib.admin import ModelAdmin as Base

    ModelAdmin = Base[Any]
else:
    from unfold.admin import ModelAdmin


LONGEST_ASKED = 100
"""Characters of a filter's value."""


class Screen(ModelAdmin):
    """A table's screen. No full counts: a million rows are normal. Deletion is never offered.

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

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Whether an address may ask for it; 400 otherwise."""
        if len(str(value)) > LONGEST_ASKED or "\0" in str(value):
            return False
        return lookup in self._declared(request)

    def _declared(self, request: HttpRequest) -> set[str]:
        found = set(self.filters_of_links)
        filters: list[Any] = list(self.get_list_filter(request))
        for each in filters:
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


class ReadOnlyScreen(Screen):
    """A table nobody edits by hand: it is written by services, or by the database itself."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

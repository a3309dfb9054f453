"""What the list and form screens of tables have in common."""

from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from unfold.paginator import InfinitePaginator

if TYPE_CHECKING:  # Unfold's own types contradict Django's; what it adds is set by name
    from django.contrib.admin import ModelAdmin as Base

    ModelAdmin = Base[Any]
else:
    from unfold.admin import ModelAdmin


class Screen(ModelAdmin):
    """A table's screen. No full counts: a million rows are normal. Deletion is never offered."""

    paginator = InfinitePaginator
    show_full_result_count = False
    list_per_page = 50
    actions = None
    compressed_fields = True
    list_filter_submit = False

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

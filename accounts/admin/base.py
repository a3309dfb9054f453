"""What the list and form screens of tables have in common."""

from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.paginator import InfinitePaginator


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


class ReadOnlyScreen(Screen):
    """A table nobody edits by hand: it is written by services, or by the database itself."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

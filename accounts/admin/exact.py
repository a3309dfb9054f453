"""Search by a whole number or code, through an index, however many rows there are.

Django's own `=field` compares upper-cased texts, for which there is no index; and a search over a
join walks the list from its end until it has a page full.
"""

from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

MOST = 100


if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object


class ExactSearch(Base):
    """Mixed into a screen. `exactly` names fields, of the table or of one it is joined to
    ("loans__loan_no")."""

    exactly: tuple[str, ...] = ()

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """What makes the list show its search box."""
        return self.exactly

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.strip()
        if not term:
            return queryset, False
        found = Q(pk__in=[])
        for field in self.exactly:
            found |= _having(queryset.model, field, term)
        return queryset.filter(found), False


def _having(model: type[Model], field: str, term: str) -> Q:
    """Rows of other tables are looked up first, so that this table's is an index look-up too."""
    relation, joined, column = field.partition("__")
    if not joined:
        return Q(**{field: term})
    link: Any = model._meta.get_field(relation)
    others = link.related_model._default_manager.filter(**{column: term})
    if link.one_to_many:
        return Q(pk__in=list(others.values_list(link.field.attname, flat=True)[:MOST]))
    return Q(**{f"{relation}__in": list(others.values_list("pk", flat=True)[:MOST])})

"""Views of a list that somebody saved: made, and taken away by who made them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.admin.actions import valid
from accounts.admin.pages import needs, staff
from accounts.database.refusals import is_duplicate
from accounts.errors import Refused
from accounts.models import SavedView

NOT_SAVED = ("p", "e", "after", "undo")


class SaveForm(forms.Form):
    list_name = forms.SlugField(max_length=80)
    title = forms.CharField(max_length=40)
    query = forms.CharField(max_length=500, required=False)
    is_shared = forms.BooleanField(required=False)


def of_list(list_name: str, user: Any) -> QuerySet[SavedView]:
    """Their own, and what colleagues share."""
    mine_or_shared = Q(owner=user) | Q(is_shared=True)
    return SavedView.objects.filter(mine_or_shared, list_name=list_name).order_by("title", "pk")


@needs()
@require_POST
def view_save(request: HttpRequest) -> HttpResponse:
    """Under a name; the same name again replaces it."""
    said, person = _said(request), staff(request)
    query = QueryDict(said["query"], mutable=True)
    for name in NOT_SAVED:
        query.pop(name, None)
    back = _address(said["list_name"])
    key = {"list_name": said["list_name"], "owner": person, "title": said["title"]}
    columns = {"query": query.urlencode(), "is_shared": said["is_shared"]}
    try:
        with transaction.atomic():
            SavedView.objects.update_or_create(**key, defaults=columns)
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
    messages.success(request, _("The view is saved as “%(title)s”.") % {"title": said["title"]})
    return HttpResponseRedirect(f"{back}?{query.urlencode()}")


@needs()
@require_POST
def view_delete(request: HttpRequest, view_id: int) -> HttpResponse:
    """Only one's own."""
    view = get_object_or_404(SavedView, pk=view_id, owner=staff(request))
    view.delete()
    return HttpResponseRedirect(_address(view.list_name))


def _said(request: HttpRequest) -> dict[str, Any]:
    try:
        return valid(SaveForm(request.POST))
    except Refused:
        raise Http404 from None


def _address(list_name: str) -> str:
    try:
        return reverse(f"admin:{list_name}")
    except NoReverseMatch:
        raise Http404 from None

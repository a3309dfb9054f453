"""What a button does: its service's sentence, or its refusal, and back to the page."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import override

from accounts.admin.actions import action, valid
from accounts.errors import Refused
from accounts.models import User


def _page(row):
    return HttpResponseRedirect(f"/rows/{row}/")


def _pressed(rf, step, *, method="post", **address):
    request = getattr(rf, method)("/")
    request.user = User(username="boss", is_superuser=True, is_staff=True)
    request.session, request._dont_enforce_csrf_checks = {}, True
    request._messages = FallbackStorage(request)
    view = action("accounts.add_hold", find=lambda pk: pk * 10, to=_page)(step)
    return request, view(request, **address)


def _said(request):
    return [(each.level_tag, each.message) for each in get_messages(request)]


def test_what_was_done_is_said_on_the_page_of_the_row(rf):
    request, response = _pressed(rf, lambda _request, row: f"Did {row}.", row_id=7)
    assert response.url == "/rows/70/"
    assert _said(request) == [("success", "Did 70.")]


def test_what_is_refused_is_said_on_the_same_page(rf):
    def refuse(_request, _row):
        raise Refused("Not on a Sunday.")

    request, response = _pressed(rf, refuse, row_id=7)
    assert response.url == "/rows/70/"
    assert _said(request) == [("error", "Not on a Sunday.")]


def test_a_step_may_answer_with_a_page_of_its_own(rf):
    own = HttpResponse("the form again")
    request, response = _pressed(rf, lambda _request, _row: own, row_id=7)
    assert response is own
    assert _said(request) == []


def test_the_other_parts_of_the_address_reach_the_step_by_name(rf):
    request, _ = _pressed(rf, lambda _request, row, *, what: f"{what} {row}", row_id=7, what="ask")
    assert _said(request) == [("success", "ask 70")]


def test_nothing_is_done_by_looking(rf):
    done = []
    _request, response = _pressed(rf, lambda _r, row: done.append(row), method="get", row_id=7)
    assert response.status_code == 405
    assert done == []


class Why(forms.Form):
    why = forms.CharField(max_length=5)


class WhyAndWhen(Why):
    when = forms.DateField(label="day")


def test_a_form_that_is_right_says_its_values():
    assert valid(Why({"why": "lost"})) == {"why": "lost"}


def test_a_form_of_one_field_says_what_is_wrong_without_its_label():
    with override("en"), pytest.raises(Refused) as refused:
        valid(Why({"why": "too long"}))
    assert str(refused.value) == "Ensure this value has at most 5 characters (it has 8)."


def test_a_form_of_several_fields_says_which_one_is_wrong():
    with override("en"), pytest.raises(Refused) as refused:
        valid(WhyAndWhen({"why": "lost", "when": "?"}))
    assert str(refused.value) == "day: Enter a valid date."

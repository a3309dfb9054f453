"""What a button does: a POST that calls a service, says what came of it, and goes back."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from accounts.admin.pages import View, needs
from accounts.admin.step_up import ask
from accounts.errors import Refused

M = TypeVar("M")
Step = Callable[..., str | HttpResponse | None]


def action(
    *permissions: str,
    find: Callable[[int], M],
    to: Callable[[M], HttpResponse],
    one_of: Sequence[str] = (),
    step_up: bool | Callable[..., bool] = False,
) -> Callable[[Step], View]:
    """A POST on the row that the address names first; its other parts are passed on by name.

    The step calls its service and returns what was done as a sentence, or nothing where the page
    shows it, or a response of its own. What is Refused is said, and so is the sentence, on the
    page `to` leads to. Beside the permissions, one of `one_of` is needed where any are named.
    With `step_up`, or where it is true of the address's other parts, the person first shows again
    who they are (accounts.admin.step_up); what they sent goes on after that.
    """

    def decorate(step: Step) -> View:
        @needs(*permissions)
        @require_POST
        @wraps(step)
        def done(request: HttpRequest, **address: Any) -> HttpResponse:
            if one_of and not any(map(request.user.has_perm, one_of)):
                raise PermissionDenied
            row_id = address.pop(next(iter(address)))
            weighty = step_up if isinstance(step_up, bool) else step_up(**address)
            if weighty and (question := ask(request)) is not None:
                return question
            row = find(row_id)
            try:
                said = step(request, row, **address)
            except Refused as refused:
                messages.error(request, str(refused))
            else:
                if isinstance(said, HttpResponse):
                    return said
                if said:
                    messages.success(request, said)
            return to(row)

        return done

    return decorate


def valid(form: forms.BaseForm) -> dict[str, Any]:
    """What the form says. Raises Refused with what is wrong in it, each field by its label."""
    if form.is_valid():
        return dict(form.cleaned_data)
    alone = len(form.fields) == 1
    wrong = []
    for name, why in form.errors.items():
        label = "" if alone or name not in form.fields else form.fields[name].label
        said = " ".join(map(str, why))
        wrong.append(f"{label}: {said}" if label else said)
    raise Refused(" ".join(wrong))

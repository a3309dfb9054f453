"""Every address of the staff site with ids of the sample; what each takes is found by asking."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.apps import apps
from django.core.handlers.wsgi import WSGIRequest
from django.db.models import Model
from django.test.client import ClientHandler
from django.urls import reverse

from accounts import models as accounts
from feedback import models as feedback
from messaging import models as messaging
from tests.test_lenders_apart import OF, PAGES, Page

NO_ROW = 987654321
OF_NO_LENDER: dict[str, type[Model]] = {
    "factor_id": accounts.Factor,
    "gateway_id": messaging.Gateway,
    "given_id": accounts.StaffLender,
    "job_id": accounts.BulkJob,
    "key_id": accounts.ApiKey,
    "matter_id": accounts.Watched,
    "pause_id": feedback.ComplaintPause,
    "proof_id": messaging.DayProof,
    "request_id": accounts.StaffRequest,
    "retention_run_id": accounts.RetentionRun,
    "session_id": accounts.StaffSession,
    "stop_id": messaging.Stop,
    "suppression_id": messaging.Suppression,
    "template_id": messaging.Template,
    "user_id": accounts.User,
    "version_id": messaging.TemplateVersion,
    "view_id": accounts.SavedView,
}
WORDS = {
    "step": "approve",
    "what": "complaint",
    "kind": "template",
    "app_label": "accounts",
    "model": "customer",
    "intent": "other",
    "document": "supervisor",
    "url": "nowhere",
}


class Address(NamedTuple):
    """`page`: as `tests.test_lenders_apart` knows it; `path`: with the ids of the sample."""

    page: Page
    path: str

    @property
    def name(self) -> str:
        return self.page.name


def every_page() -> list[Address]:
    """Of the staff site. Once the sample is made."""
    return [Address(page, _path(page)) for page in PAGES]


def _path(page: Page) -> str:
    pk = _first(about) if (about := page.about or _table_of(page)) else NO_ROW
    values: dict[str, Any] = {}
    for part in page.parts:
        model = OF.get(part) or OF_NO_LENDER.get(part)
        values[part] = WORDS.get(part) or (_first(model) if model else pk)
    if page.name == "list_export":
        values["kind"] = "csv"
    return reverse(f"admin:{page.name}", kwargs=values)


def _table_of(page: Page) -> type[Model] | None:
    """Of Django's own page of a table."""
    app, _, rest = page.name.partition("_")
    table = rest.rpartition("_")[0]
    if page.parts == ("object_id",) and app in apps.all_models:
        return apps.all_models[app].get(table)
    return None


def _first(model: type[Model]) -> int:
    row = model._default_manager.order_by("pk").first()
    return int(row.pk) if row is not None else NO_ROW


_FORM: Any = WSGIRequest.__dict__["POST"]


class Watched(WSGIRequest):
    """Knows whether its view looked at what was sent."""

    looked = False

    @property
    def POST(self) -> Any:  # noqa: N802
        self.looked = True
        return _FORM.fget(self)

    @POST.setter
    def POST(self, said: Any) -> None:  # noqa: N802
        _FORM.fset(self, said)


@contextmanager
def watched() -> Iterator[list[bool]]:
    """Of every request inside, whether its view read the form, or took nothing but a POST."""
    found: list[bool] = []
    handler: Any = ClientHandler
    before = handler.make_view_atomic

    def made(self: Any, view: Any) -> Any:
        inner = before(self, view)

        def asked(request: Any, *args: Any, **kwargs: Any) -> Any:
            request.__class__, request.looked = Watched, False
            try:
                return inner(request, *args, **kwargs)
            finally:
                found.append(request.looked)

        return asked

    handler.make_view_atomic = made
    try:
        yield found
    finally:
        handler.make_view_atomic = before

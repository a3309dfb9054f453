"""The documentation of the API as a page: what its document says, readable without a script."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, page, render

SUCCESS = range(200, 300)


class Field(NamedTuple):
    """One name a caller sends or is answered."""

    name: str
    kind: str
    needed: bool
    told: str = ""


class Operation(NamedTuple):
    """One way of calling one address."""

    method: str
    path: str
    told: str
    tag: str
    parameters: list[Field]
    body: list[Field]
    body_told: str
    answers: list[tuple[str, list[Field], str]]


@needs("accounts.view_apikey")
def api_docs(request: HttpRequest) -> HttpResponse:
    """For whoever gives keys, and shows what they open."""
    return render(
        request,
        "staff/api_docs.html",
        title=_("Documentation of the API"),
        operations=operations(),
    )


@cache
def operations() -> list[Operation]:
    """In the order of the document."""
    from config.http.api import api

    document = api.get_openapi_schema(path_prefix="/api/v1/")
    shapes = document["components"]["schemas"]
    return [
        _operation(method, path, said, shapes)
        for path, methods in document["paths"].items()
        for method, said in methods.items()
    ]


def _operation(method: str, path: str, said: dict[str, Any], shapes: dict[str, Any]) -> Operation:
    body = said.get("requestBody", {})
    fields, _told = _shape(body.get("content", {}), shapes)
    return Operation(
        method.upper(),
        path,
        said.get("description", ""),
        said["tags"][0],
        [
            Field(each["name"], _kind(each["schema"]), each.get("required", False))
            for each in said.get("parameters", ())
        ],
        fields,
        body.get("description", "") or _told,
        [
            (str(status), *_shape(answer.get("content", {}), shapes))
            for status, answer in said["responses"].items()
            if int(status) in SUCCESS
        ],
    )


def _shape(content: dict[str, Any], shapes: dict[str, Any]) -> tuple[list[Field], str]:
    """Of the body that is not a stream: its fields, and what is said of the whole."""
    schema = content.get("application/json", {}).get("schema", {})
    shape = shapes.get(_name(schema), {})
    needed = shape.get("required", ())
    fields = [
        Field(name, _kind(each), name in needed)
        for name, each in shape.get("properties", {}).items()
    ]
    return fields, shape.get("description", "")


def _name(schema: dict[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _kind(schema: dict[str, Any]) -> str:
    return " | ".join(_kinds(schema)) or "…"


def _kinds(schema: dict[str, Any]) -> Iterator[str]:
    if "anyOf" in schema:
        for each in schema["anyOf"]:
            yield from _kinds(each)
    elif "enum" in schema:
        yield from map(str, schema["enum"])
    elif "const" in schema:
        yield str(schema["const"])
    elif schema.get("type") == "array":
        yield f"[{_kind(schema.get('items', {}))}]"
    elif "$ref" in schema:
        yield _name(schema)
    elif "type" in schema:
        yield str(schema.get("format") or schema["type"])


PAGES: list[URLPattern] = [page("api-keys/documentation/", api_docs, "api_docs")]

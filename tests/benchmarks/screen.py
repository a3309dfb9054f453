"""One screen that is opened: its name in the report, its address, and a form if one is posted."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpResponse
from django.test import Client


class Screen(NamedTuple):
    """`posted` None: it is opened by GET."""

    name: str
    url: str
    posted: dict[str, str] | None = None

    def open(self, client: Client) -> HttpResponse:
        if self.posted is None:
            return client.get(self.url)  # type: ignore[return-value]
        return client.post(self.url, self.posted)  # type: ignore[return-value]

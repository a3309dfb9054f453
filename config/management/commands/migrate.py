"""`manage.py migrate`: Django's, made quick for a database that has no tables yet."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from config.quick_states import options_make_no_classes


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> str | None:
        there = connections[options["database"]].introspection.table_names()
        with nullcontext() if there else options_make_no_classes():
            return super().handle(*args, **options)

"""No record prints what it holds of a person (DESIGN 4.9): one `log.exception` with its values, or
a tracker of errors, would carry it out of the house."""

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest

OF_A_PERSON = frozenset(
    {
        *("name", "name_before", "name_now", "customer_name", "salutation"),
        *("phone", "number", "address", "sender", "email", "wechat_id", "id_last4"),
        *("text", "body", "raw", "note", "remark", "story", "snippet", "told", "values"),
        *("row_enc", "name_enc", "address_enc", "cells", "first_rows", "query", "headers"),
        *("dense", "spaced", "shown"),
    }
)
"""What fields are called that carry a person's name, number or words."""

OF_A_THING = frozenset(
    {
        "accounts.chain.tables.Table.name",
        "accounts.rotation.encrypted.Column.name",
        "accounts.intake.readers.table.Table.headers",
        "accounts.rotation.files.Sealed.name",
        "accounts.rotation.service.Rotated.values",  # how many, by column
        "accounts.signin.limits.Limit.name",
        "feedback.admin.morning.drawing.Bar.text",  # how many
        "feedback.calls.helplines.Helpline.number",
        "feedback.letters.sending.Page.number",  # the complaint's
        "feedback.morning.desks.Waiting.query",  # which queue
        "feedback.own_data.gathering.Section.name",
        "feedback.pack.making.Pack.name",  # kind and number of what it is about
        "feedback.pages.throttle.Limit.name",
        "feedback.pages.visit.Visit.told",  # a code
        "feedback.surveys.results.Result.name",  # a lender's
        "messaging.admin.calendars.year_grid.Month.name",
        "messaging.admin.gateways.webhooks.Webhooks.note",
        "messaging.admin.policies.form.FigureRow.name",
        "messaging.admin.policies.kinds.Input.name",
        "messaging.admin.strategies.table.CellView.name",
        "messaging.admin.strategies.table.RowView.cells",
        "messaging.admin.templates.preview_panel.Panel.note",
        "messaging.admin.wordings.pages.Cell.text",
        "messaging.admin.segments.form.Part.values",
        "messaging.authoring.policies.Figures.values",
        "messaging.content.lender_wording.LenderText.name",
        "messaging.content.placeholder.Placeholder.name",
        "messaging.content.text.braces.Token.name",
        "messaging.content.reading.tokens.Word.name",
        "messaging.content.reading.units.Unit.name",
        "messaging.content.values.LenderFacts.name",
        "messaging.content.values._Told.name",
        "messaging.decisions.facts.rows.TemplateRow.body",
        "messaging.explaining.words.Words.text",
        "messaging.gateways.provider.settings.Setting.name",
        "messaging.library.StarterTemplate.body",
        "messaging.policy.calendar.CalendarDay.name",
        "messaging.policy.model.Policy.name",
        "messaging.policy.segments.condition.OneOf.values",
        "messaging.policy.segments.facts.Fact.values",
        "messaging.preview.lenders_using.LenderUsing.cells",
        "messaging.preview.strategy_dry_run.DryRun.cells",
        "accounts.lists.bulk.acts.Act.told",
        "messaging.report.parts.Check.name",
        "messaging.report.rules.Rule.name",
        "messaging.report.asking.Progress.name",
        "messaging.admin.report.shown.Row.name",  # a rule's
        "messaging.content.payment.WaysToPay.number",  # the lender's account
    }
)
"""Fields so called that carry nothing of the kind."""


class Secret:
    def __repr__(self) -> str:
        return "王小明"


def records() -> Iterator[type[Any]]:
    """Every dataclass and NamedTuple of the three apps."""
    for app in ("accounts", "messaging", "feedback"):
        package = importlib.import_module(app)
        for found in pkgutil.walk_packages(package.__path__, f"{app}."):
            if ".migrations." in found.name:
                continue
            module = importlib.import_module(found.name)
            for kind in vars(module).values():
                if not inspect.isclass(kind) or kind.__module__ != found.name:
                    continue
                if dataclasses.is_dataclass(kind) or hasattr(kind, "_fields"):
                    yield kind


def fields_of(record: type[Any]) -> list[str]:
    if dataclasses.is_dataclass(record):
        return [field.name for field in dataclasses.fields(record)]
    return list(record._fields)


def carried_by(record: type[Any]) -> list[str]:
    """Those that are called so and hold text; another record in a field answers for itself."""
    types = inspect.get_annotations(record)
    return [
        field
        for field in sorted(OF_A_PERSON.intersection(fields_of(record)))
        if any(word in str(types.get(field)) for word in ("str", "bytes", "Any"))
    ]


def full_of_secrets(record: type[Any], fields: list[str]) -> Any:
    """One whose fields all hold the same name."""
    if not dataclasses.is_dataclass(record):
        return record._make([Secret()] * len(fields))  # type: ignore[attr-defined]
    made = object.__new__(record)
    for field in fields:
        object.__setattr__(made, field, Secret())
    return made


RECORDS = {f"{record.__module__}.{record.__qualname__}": record for record in records()}
CARRYING = {name: found for name, kind in RECORDS.items() if (found := carried_by(kind))}


@pytest.mark.parametrize("name", sorted(CARRYING))
def test_a_record_does_not_print_what_it_holds_of_a_person(name: str) -> None:
    printed = repr(full_of_secrets(RECORDS[name], fields_of(RECORDS[name])))

    said = [field for field in CARRYING[name] if f"{field}={Secret()!r}" in printed]

    assert [field for field in said if f"{name}.{field}" not in OF_A_THING] == []


def test_only_fields_that_exist_and_print_are_excepted() -> None:
    known = {f"{name}.{field}" for name, fields in CARRYING.items() for field in fields}

    assert OF_A_THING - known == set()


def test_a_record_that_prints_is_found() -> None:
    @dataclasses.dataclass
    class Telling:
        phone: str

    assert "phone=王小明" in repr(full_of_secrets(Telling, ["phone"]))

"""Everything approvable is registered, each kind once, by its own app."""

from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from messaging.approval.fingerprints import fingerprint
from messaging.approval.kinds import Kind, all_kinds, kind_called, kind_of, register
from messaging.models import ApprovalComment, Gateway, TemplateVersion
from messaging.models.approvable import Approvable


def test_every_approvable_table_has_exactly_one_kind() -> None:
    tables = {model for model in apps.get_models() if issubclass(model, Approvable)}
    assert sorted(kind.model.__name__ for kind in all_kinds()) == sorted(
        model.__name__ for model in tables
    )


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.code)
def test_a_kind_has_a_page_and_a_code_that_fits_a_comment(kind: Kind) -> None:
    assert reverse(kind.page, args=[1])
    ApprovalComment._meta.get_field("kind").run_validators(kind.code)
    assert kind_called(kind.code) is kind
    assert kind_of(kind.model) is kind


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.code)
def test_the_columns_that_name_a_thing_are_columns(kind: Kind) -> None:
    columns = {field.attname for field in kind.model._meta.concrete_fields}
    assert set(kind.same) <= columns


def test_a_code_is_taken_once() -> None:
    with pytest.raises(ValueError, match="gateway"):
        register(kind_of(Gateway))


def test_what_nobody_registered_is_no_kind() -> None:
    with pytest.raises(TypeError, match="no registered kind"):
        kind_of(Approvable)
    assert kind_called("nothing") is None


@pytest.mark.parametrize(
    ("column", "other"), [("weight", 0), ("timeout_seconds", 9), ("settings", {"a": 1})]
)
def test_every_figure_of_a_gateway_is_part_of_what_was_shown(column: str, other: Any) -> None:
    gateway = Gateway(code="g", driver="sandbox")
    seen = fingerprint(gateway)
    setattr(gateway, column, other)
    assert fingerprint(gateway) != seen


def test_a_text_without_questions_is_known_by_its_words_alone() -> None:
    one, other = TemplateVersion(body="您好", number=1), TemplateVersion(body="您好", number=2)
    assert fingerprint(one) == fingerprint(other)

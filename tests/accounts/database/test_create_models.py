"""Many tables in one operation come out as one by one."""

from copy import deepcopy
from typing import Any

from django.db import models
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import OperationWriter

from accounts.database.create_models import CreateModels


def two() -> list[CreateModel]:
    key: Any = models.BigAutoField(primary_key=True)
    parent: Any = models.ForeignKey("made.First", models.CASCADE, related_name="seconds")
    return [
        CreateModel("First", [("id", key)]),
        CreateModel("Second", [("id", deepcopy(key)), ("first", parent)]),
    ]


def test_the_state_is_that_of_one_after_the_other() -> None:
    together, apart = ProjectState(), ProjectState()
    CreateModels(two()).state_forwards("made", together)
    for operation in two():
        operation.state_forwards("made", apart)
    assert together == apart
    assert [m.__name__ for m in together.apps.get_models()] == ["First", "Second"]


def test_models_rendered_before_know_those_that_refer_to_them() -> None:
    first, second = two()
    state = ProjectState()
    first.state_forwards("made", state)
    rendered = state.apps
    CreateModels([second]).state_forwards("made", state)
    assert state.apps is not rendered
    related = state.apps.get_model("made", "First")._meta.related_objects
    assert [relation.get_accessor_name() for relation in related] == ["seconds"]


def test_it_says_what_it_makes_and_refers_to() -> None:
    operation = CreateModels(two())
    assert operation.describe() == "Create 2 models"
    assert operation.references_model("First", "made")
    assert not operation.references_model("Third", "made")


def test_a_migration_can_be_written_of_it() -> None:
    written, imports = OperationWriter(CreateModels(two())).serialize()
    assert "import accounts.database.create_models" in imports
    assert written.count("migrations.CreateModel(") == 2

"""Options noted without making classes, and there as soon as classes are made."""

from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from config.quick_states import options_make_no_classes


def state_of_one_model() -> ProjectState:
    state = ProjectState()
    state.add_model(ModelState("app", "Thing", [("id", models.AutoField(primary_key=True))]))
    return state


def test_a_constraint_makes_no_class_and_is_in_the_next_one() -> None:
    state = state_of_one_model()
    before = state.apps.get_model("app", "Thing")
    with options_make_no_classes():
        state.add_constraint(
            "app", "thing", models.CheckConstraint(condition=models.Q(id__gt=0), name="positive")
        )
        assert state.apps.get_model("app", "Thing") is before
        state.add_field("app", "thing", "name", models.TextField(), preserve_default=True)
    after = state.apps.get_model("app", "Thing")
    assert [each.name for each in after._meta.constraints] == ["positive"]
    assert {field.name for field in after._meta.fields} == {"id", "name"}


def test_afterwards_it_is_as_django_has_it() -> None:
    with options_make_no_classes():
        pass
    state = state_of_one_model()
    before = state.apps.get_model("app", "Thing")
    state.add_index("app", "thing", models.Index(fields=["id"], name="things"))
    assert state.apps.get_model("app", "Thing") is not before

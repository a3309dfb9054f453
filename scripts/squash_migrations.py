"""One migration per app, made anew from the models: `python -m scripts.squash_migrations`.

Only as long as nothing is released. Tables come whole, with their indexes, constraints and
triggers. What no model says stays as it is: functions in migrations written by hand, which run
after the tables of their app, and sequences, which come before them.
"""

import os
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.utils import translation

APPS = ("config", "accounts", "messaging", "feedback")
TABLES = "0001_initial"
SEQUENCES = {"feedback": ("feedback_complaint_serial",)}
REPOSITORY = Path(__file__).resolve().parent.parent


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    translation.deactivate_all()
    for label in APPS:
        folder = REPOSITORY / label / "migrations"
        (folder / f"{TABLES}.py").write_text(_written(label))


def _written(label: str) -> str:
    from django.db.migrations import Migration, RunSQL
    from django.db.migrations.operations import CreateModel
    from django.db.migrations.state import ProjectState
    from django.db.migrations.writer import MigrationWriter

    from accounts.database.create_models import CreateModels

    state = ProjectState.from_apps(apps)
    models: dict[str, Any] = {
        name: model for (app, name), model in state.models.items() if app == label
    }
    before, others = {}, set()
    for name, model in models.items():
        targets = {found for field in model.fields.values() if (found := _target(field))}
        before[name] = {n for app, n in targets if app == label and n != name}
        others |= {app for app, _ in targets if app != label}
    order = list(
        TopologicalSorter({k: sorted(v) for k, v in sorted(before.items())}).static_order()
    )
    migration: Any = Migration(TABLES, label)
    migration.initial = True
    migration.operations = [
        RunSQL(f"CREATE SEQUENCE {name}", f"DROP SEQUENCE {name}")
        for name in SEQUENCES.get(label, ())
    ]
    tables = []
    for name in order:
        model = models[name]
        options = {key: value for key, value in model.options.items() if value}
        if triggers := options.get("triggers"):
            of = apps.get_model(label, model.name)
            options["triggers"] = [trigger.compile(of) for trigger in triggers]
        tables.append(
            CreateModel(
                model.name, list(model.fields.items()), options, model.bases, model.managers
            )
        )
    migration.operations.append(CreateModels(tables))
    migration.dependencies = [_needed(app) for app in sorted(others)]
    return MigrationWriter(migration, include_header=False).as_string()


def _target(field: object) -> tuple[str, str] | None:
    relation = getattr(field, "remote_field", None)
    if relation is None:
        return None
    model = relation.model
    if isinstance(model, str):
        app, _, name = model.lower().partition(".")
        return app, name
    return model._meta.app_label, model._meta.model_name


def _needed(app: str) -> tuple[str, str]:
    """The last migration of an app: its functions are there too."""
    folder = Path(import_module(f"{apps.get_app_config(app).name}.migrations").__path__[0])
    return app, max(file.stem for file in folder.glob("0*.py"))


if __name__ == "__main__":
    main()

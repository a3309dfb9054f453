"""Every tick names a task that exists, and every queue has a worker that reads it."""

from pathlib import Path

import pytest

from config.celery import app
from config.supervisor import commands

app.loader.import_default_modules()
QUEUES = {"default", "send"}


@pytest.mark.parametrize("tick", app.conf.beat_schedule)
def test_a_tick_names_a_task_that_exists(tick: str) -> None:
    assert app.conf.beat_schedule[tick]["task"] in app.tasks


@pytest.mark.parametrize("tick", app.conf.beat_schedule)
def test_a_tick_nobody_took_in_time_is_dropped(tick: str) -> None:
    assert app.conf.beat_schedule[tick]["options"]["expires"]


def test_tasks_go_to_no_other_queues() -> None:
    used = {app.conf.task_default_queue, *(r["queue"] for r in app.conf.task_routes.values())}
    assert used == QUEUES


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_starts_workers_for_all_queues(readme: str) -> None:
    assert f"-Q {','.join(sorted(QUEUES))}" in Path(readme).read_text()


def test_the_supervisor_starts_a_worker_for_all_queues() -> None:
    assert set(commands.QUEUES.split(",")) == QUEUES


def test_workers_take_json_and_nothing_that_could_run() -> None:
    assert set(app.conf.accept_content) == {"json"}
    assert app.conf.task_serializer == app.conf.event_serializer == "json"

"""Celery carries ticks and ids; the outbox in PostgreSQL carries the work (DESIGN 6)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("huancui")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_ignore_result=True,
    task_acks_late=False,  # recovery is the sweeper's, never the broker's
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    task_default_queue="default",
    task_routes={
        "messaging.tasks.dispatch_tick": {"queue": "send"},
        "messaging.tasks.*": {"queue": "default"},
    },
    beat_schedule={
        "send what is due": {
            "task": "messaging.tasks.dispatch_tick",
            "schedule": 1.0,
            "options": {"expires": 5},
        },
        "close what a crash left": {
            "task": "messaging.tasks.sweep",
            "schedule": 10.0,
            "options": {"expires": 30},
        },
    },
)
app.autodiscover_tasks()

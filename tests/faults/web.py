"""The pages of a world under test, for the webhooks: Gunicorn as `make run` starts it."""

from __future__ import annotations

from typing import Any

from gunicorn.app.base import BaseApplication


class _Pages(BaseApplication):
    def __init__(self, port: int, workers: int) -> None:
        self._port = port
        self._workers = workers
        super().__init__()

    def load_config(self) -> None:
        settings = {
            "bind": f"127.0.0.1:{self._port}",
            "workers": self._workers,
            "threads": 4,
            "worker_class": "gthread",
            "loglevel": "warning",
            "graceful_timeout": 1,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from config.wsgi import application

        return application


def serve(*, port: int, workers: int) -> None:
    """Until it is killed."""
    _Pages(port, workers).run()

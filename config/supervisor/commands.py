"""What is run, with which arguments."""

import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
QUEUES = "default,send"  # as config.celery routes them


def manage(*argv: str) -> list[str]:
    return [sys.executable, str(REPOSITORY / "manage.py"), *argv]


def has_command(name: str) -> bool:
    """Whether one of our apps has this `manage.py` command."""
    return any(REPOSITORY.glob(f"*/management/commands/{name}.py"))


def web(*, host: str, port: int) -> list[str]:
    server = [sys.executable, "-m", "gunicorn", "config.wsgi:application"]
    workers = ["--workers=2", "--threads=4", "--worker-class=gthread", "--graceful-timeout=4"]
    return [*server, f"--bind={host}:{port}", *workers, "--log-level=warning"]


def worker() -> list[str]:
    celery = [sys.executable, "-m", "celery", "-A", "config", "worker"]
    return [*celery, "--concurrency=2", f"--queues={QUEUES}", "--loglevel=WARNING"]


def beat(*, schedule: Path) -> list[str]:
    celery = [sys.executable, "-m", "celery", "-A", "config", "beat"]
    return [*celery, f"--schedule={schedule}", "--pidfile=", "--loglevel=WARNING"]

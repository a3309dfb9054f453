"""The web processes' part in watching: a thread that looks, also while no task runs."""

from __future__ import annotations

import logging
import threading
import time

from django.db import Error, close_old_connections

from accounts.access.lenders import EVERYBODY
from accounts.audit.trail import acting
from config import clock
from config.watching.incidents import watch

log = logging.getLogger(__name__)

EVERY_SECONDS = 20.0


def start() -> None:
    """Once in a process; it ends with it."""
    threading.Thread(target=_go_on, name="watching", daemon=True).start()


def _go_on() -> None:
    while True:
        time.sleep(EVERY_SECONDS)
        look()


def look() -> None:
    """Nothing that goes wrong here ends the watching."""
    try:
        close_old_connections()
        with acting(source="watching", lenders=EVERYBODY):
            watch(now=clock.now(), real=clock.machine())
    except Error as error:
        log.error("nothing can be watched: %s", type(error).__name__)
    except Exception:
        log.exception("watching failed")

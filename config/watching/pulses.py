"""Signs of life: when beat, and a worker on beat's word, last did something.

By the database's clock, which all hosts share.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import connection

BEAT, WORKER = "beat", "worker"
NAMES = (BEAT, WORKER)

_GIVE = """
INSERT INTO config_pulse AS p (name, at) VALUES (%s, clock_timestamp())
ON CONFLICT (name) DO UPDATE SET at = excluded.at WHERE p.at < excluded.at - interval '5 seconds'
"""
_READ = "SELECT name, at, extract(epoch FROM clock_timestamp() - at)::float FROM config_pulse"


class Pulse(NamedTuple):
    at: datetime
    age_seconds: float


def give(name: str) -> None:
    """One statement; nothing is written more often than every five seconds."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVE, [name])


def read() -> dict[str, Pulse]:
    """By name; absent: there never was one."""
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        return {name: Pulse(at, age) for name, at, age in cursor.fetchall()}

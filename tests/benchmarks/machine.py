"""What was measured on."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any

from django.db import connection


def facts() -> dict[str, Any]:
    """Processor, memory, versions, and whether commits wait for the disk."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('fsync')")
        version, fsync = cursor.fetchone()
    return {
        "processor": _line("/proc/cpuinfo", "model name") or platform.processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory": _line("/proc/meminfo", "MemTotal"),
        "python": platform.python_version(),
        "postgresql": version,
        "fsync": fsync,
    }


def _line(path: str, name: str) -> str:
    for line in Path(path).read_text().splitlines() if Path(path).exists() else ():
        if line.startswith(name):
            return line.partition(":")[2].strip()
    return ""

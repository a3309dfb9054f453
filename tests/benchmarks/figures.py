"""Figures all parts share. No Django here: the pattern and the floor read them too."""

from datetime import UTC, datetime

NOW = datetime(2026, 9, 15, 10, 30, tzinfo=UTC)  # 18:30 in Shanghai
OVERDUE_SINCE, DUE_LATER = "2026-09-10", "2026-12-01"
DUE_SHARE = 10
"""One loan in so many is due."""

CODE = "anhe"
SECRET = "a secret of the benchmark's own"
SECRET_VARIABLE = "HUANCUI_GATEWAY_BENCH"

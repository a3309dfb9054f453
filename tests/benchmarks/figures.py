"""Figures all parts share. No Django here: the pattern and the floor read them too."""

from datetime import UTC, datetime

NOW = datetime(2026, 9, 15, 10, 30, tzinfo=UTC)  # 18:30 in Shanghai
OVERDUE_SINCE, DUE_LATER = "2026-09-10", "2026-12-01"
DUE_SHARE = 10
"""One loan in so many is due."""

CODE = "anhe"
SECRET = "a secret of the benchmark's own"
SECRET_VARIABLE = "HUANCUI_GATEWAY_BENCH"
MORE_SECRETS = {"fcm": "HUANCUI_GATEWAY_BENCH_FCM", "wechat": "HUANCUI_GATEWAY_BENCH_WECHAT"}
"""By driver. Google's is the file of an account, made anew for each run of the benchmark."""
WECHAT_SECRET = f"secret:token:{'a' * 43}"

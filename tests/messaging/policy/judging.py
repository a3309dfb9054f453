"""Moments in Shanghai, and what one rule said."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)


def shanghai(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def said(verdict, rule):
    """What one rule said."""
    return next(entry for entry in verdict.trace if entry.rule == rule)

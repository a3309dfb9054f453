"""What no log line may hold: the token in the address of a webhook (docs/gateways.md); and how much
is said of what visitors are refused: a line, as nothing of ours went wrong."""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"(/gateways/[^/\s]+/)(?!(?:receipts|replies)(?:[/\s]|$))[^/\s]+")


class WithoutTokens(logging.Filter):
    """For loggers that write the address of a request they do not like."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        without = _TOKEN.sub(r"\1…", said)
        if without != said:
            record.msg, record.args = without, ()
        return True


class RefusalsInOneLine(logging.Filter):
    """For the handler: a request that was refused (4xx) has no traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and 400 <= getattr(record, "status_code", 500) < 500:
            record.exc_info, record.exc_text = None, None
        return True

"""What no log line may hold: the token in the address of a webhook (docs/gateways.md)."""

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

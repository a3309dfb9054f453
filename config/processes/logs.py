"""What no log line may hold: the token in the address of a webhook (docs/gateways.md), and what
stood in a statement that failed; and how much is said of what visitors are refused: a line, as
nothing of ours went wrong."""

from __future__ import annotations

import logging
import re
import traceback
from typing import Any

_TOKEN = re.compile(r"(/gateways/[^/\s]+/)(?!(?:receipts|replies)(?:[/\s]|$))[^/\s]+")


class WithoutTokens(logging.Filter):
    """For loggers that write the address of a request they do not like."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        without = _TOKEN.sub(r"\1…", said)
        if without != said:
            record.msg, record.args = without, ()
        return True


# What PostgreSQL says besides the rule that was broken: the row, the statement, the value.
_BESIDES = re.compile(r"^(\s*)(DETAIL|LINE \d+|CONTEXT|QUERY|STATEMENT):.*$", re.MULTILINE)
_POINTER = re.compile(r"^ +\^\s*$", re.MULTILINE)
_VALUE = re.compile(r"(invalid (?:input|byte)[^:\n]*: |out of range[^:\n]*: )\S.*$", re.MULTILINE)

_QUOTED = re.compile(r'(value ")[^"\n]*(" is)')


def without_values(text: str) -> str:
    """What was said of an error of the database, less what it held: the name of a rule stays."""
    told = _BESIDES.sub(r"\1\2: …", text)
    return _POINTER.sub("", _QUOTED.sub(r"\1…\2", _VALUE.sub(r"\1…", told)))


class WithoutValues(logging.Filter):
    """For the handler: no value of a statement that failed, in the line or its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if (without := without_values(said)) != said:
            record.msg, record.args = without, ()
        if record.exc_info and isinstance(record.exc_info, tuple) and record.exc_info[0]:
            told = "".join(traceback.format_exception(*record.exc_info))
            record.exc_text = without_values(told).rstrip()
        return True


class RefusalsInOneLine(logging.Filter):
    """For the handler: a request that was refused (4xx) has no traceback, but the number of the
    login that was refused and how it asked."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not 400 <= getattr(record, "status_code", 500) < 500:
            return True
        record.exc_info, record.exc_text = None, None
        request: Any = getattr(record, "request", None)
        person = getattr(request, "_cached_user", None)  # known already: nothing is looked up
        if person is not None and person.pk is not None:
            record.msg = f"{record.getMessage()} ({request.method}, login {person.pk})"
            record.args = ()
        return True


class BeatInOneLine(logging.Filter):
    """For the handler: what beat could not give to the broker, without the stack it stood in. It
    tries again with each tick, ten times a second."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "celery.beat" and record.levelno >= logging.ERROR:
            first, _line_end, _stack = record.getMessage().partition("\n")
            record.msg, record.args = first, ()
            record.exc_info, record.exc_text = None, None
        return True

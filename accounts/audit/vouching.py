"""Telling the database who acts, in each transaction anew, signed (accounts.audit.vouching_sql).

It goes with the first statement of a transaction (accounts.database.first_statement); nothing is
kept in a
session.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError

from accounts.audit.vouching_sql import SET_KEY
from accounts.database import first_statement

AGAIN_AFTER_SECONDS = 10
"""A signature is made anew; the database takes it for thirty (huancui_refuse_unsigned)."""

BLOCK = 64  # bytes, of SHA-256
CLOCK = "huancui_clock"
NOBODY = (
    "SELECT set_config('huancui.actor', '', true), set_config('huancui.lenders', '', true),"
    " set_config('huancui.source', '', true), set_config('huancui.reason', '', true),"
    " set_config('huancui.seal', '', true)"
)
"""Of whoever makes tables: while there are none, nothing can be said."""


@dataclass
class Said:
    """Who acts, through what and why; `lenders`: whose people they see."""

    actor: str = ""
    source: str = ""
    reason: str = ""
    lenders: str = ""
    _signed: tuple[int, str] | None = field(default=None, repr=False)

    def statement(self) -> str:
        """SQL that says it to the database."""
        now = database_time()
        if self._signed is None or now - self._signed[0] > AGAIN_AFTER_SECONDS:
            said = (self.actor, self.lenders, self.source, self.reason)
            self._signed = (
                now,
                _quoted(
                    "SELECT huancui_act(%s, %s, %s, %s, %s, %s)",
                    [now, *said, sign("act", str(now), *said)],
                ),
            )
        return self._signed[1]


_said: ContextVar[Said | None] = ContextVar("said", default=None)
_software: Said | None = None


def speak_as_software(*, on: bool = True) -> None:
    """From now on every transaction of this process says that the software makes it, also where
    nobody acts: pages and workers may write in no other (config.database_roles.sql). The owner of
    the tables says nothing, as there may be none yet."""
    global _software
    _software = Said(source="software") if on else None
    if _said.get() is None and first_statement.is_open():
        first_statement.at_once(to_say() or NOBODY)


def said() -> Said | None:
    return _said.get()


def say(what: Said | None) -> None:
    """From now on; in the transaction that is open, if one is, at once."""
    _said.set(what)
    if first_statement.is_open():
        first_statement.at_once(to_say() or NOBODY)


def say_in_this_transaction(what: Said) -> None:
    """Forgotten when it ends. Raises TransactionManagementError outside of one."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("no transaction is open in which this could be said")
    if not first_statement.is_open():
        first_statement.say_now()  # it has not begun: what is said first goes first
    first_statement.at_once(what.statement())


def sign(*parts: str) -> str:
    return hmac.new(_key(), "|".join(parts).encode(), hashlib.sha256).hexdigest()


def database_time() -> int:
    """Seconds since 1970 by the database's clock: asked once a connection, then counted by the
    machine's seconds since boot, which no clock that is set can change."""
    known = getattr(connection, CLOCK, None)
    boot = time.clock_gettime(time.CLOCK_BOOTTIME)
    if known is None:
        connection.ensure_connection()
        with connection.connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
            known = float(cursor.fetchone()[0]) - boot
        setattr(connection, CLOCK, known)
    return int(known + boot)


def is_believed() -> bool:
    """Whether the database knows the key we sign with."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(Said(source="a question").statement())
    except ProgrammingError:  # refused: insufficient privilege
        return False
    return True


def on_connection(connection: Any, **_kwargs: Any) -> None:
    """A new connection knows no clock yet."""
    setattr(connection, CLOCK, None)


def to_say() -> str:
    """With the first statement of every transaction."""
    what = _said.get() or _software
    return what.statement() if what else ""


def give_key(**_kwargs: Any) -> None:
    """After every migration the database knows the key this installation signs with."""
    pads = [bytes(byte ^ pad for byte in _key().ljust(BLOCK, b"\0")) for pad in (0x36, 0x5C)]
    with connection.cursor() as cursor:
        cursor.execute(SET_KEY, pads)


def _quoted(sql: str, values: list[Any]) -> str:
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        text: bytes = cursor.mogrify(sql, values)
    return text.decode()


def _key() -> bytes:
    """32 bytes of its own, made of the secret key."""
    return hmac.new(settings.SECRET_KEY.encode(), b"huancui: who acts", hashlib.sha256).digest()

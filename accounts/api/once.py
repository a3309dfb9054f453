"""A call that is repeated does nothing again, and is answered as the first time.

The row of the idempotency key is written by the transaction of what the call does, so there is
never one without the other. Two calls at once: the second waits for the first's row. A call that
was refused left nothing behind and may be made again with the same key.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from ninja import Status

from accounts.api.problems import Problem
from accounts.models import ApiCall, ApiKey
from config import clock

HEADER = "Idempotency-Key"
KEPT = timedelta(days=2)
_KEY = re.compile(r"[\x21-\x7e]{1,80}")
PARAMETER: dict[str, Any] = {
    "name": HEADER,
    "in": "header",
    "required": True,
    "description": "Yours for this one call: the same again does nothing and is answered the same.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,80}$"},
}
OPENAPI: dict[str, Any] = {"parameters": [PARAMETER]}
"""`openapi_extra` of an operation decorated with `once`."""

_CLAIM = """
INSERT INTO accounts_apicall (key_id, idempotency_key, fingerprint, at) VALUES (%s, %s, %s, %s)
ON CONFLICT (key_id, idempotency_key) DO NOTHING RETURNING id
"""
View = TypeVar("View", bound=Callable[..., Any])


def once(view: View) -> View:
    """An operation that returns (status, what JSON can hold), in one transaction with its key."""

    @wraps(view)
    def done(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        said = given(request)
        with transaction.atomic():
            call, is_new = claim(key_of(request), said, fingerprint(request), now=clock.machine())
            if not is_new:
                return Status(call.status or 200, json.loads(call.answer or "null"))
            status, answer = view(request, *args, **kwargs)
            keep(call, status, answer)
        return Status(status, answer)

    # What the operation takes is read off it with the names of its own module.
    done.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
    return done  # type: ignore[return-value]


def given(request: HttpRequest) -> str:
    """The caller's key for this call. Raises Problem."""
    said = request.headers.get(HEADER, "")
    if not _KEY.fullmatch(said):
        raise Problem(
            "invalid",
            _("Send a header “Idempotency-Key” of 1 to 80 visible ASCII signs."),
            errors=[{"pointer": HEADER, "detail": _("missing or not of this form")}],
        )
    return said


def key_of(request: HttpRequest) -> ApiKey:
    found: ApiKey = request.api_key  # type: ignore[attr-defined]
    return found


def fingerprint(request: HttpRequest, body: bytes | None = None) -> bytes:
    """Keyed: a short body could be guessed from a bare hash."""
    parts = f"{request.method}\n{request.get_full_path()}\n".encode()
    content = request.body if body is None else body
    return salted_hmac("accounts.api.once", parts + content, algorithm="sha256").digest()


def claim(key: ApiKey, said: str, mark: bytes, *, now: datetime) -> tuple[ApiCall, bool]:
    """The row of this idempotency key, locked by this transaction where it is new. Raises Problem
    where it stands for another call, or where the key was revoked since the call began to come in:
    a body may take minutes."""
    if not ApiKey.objects.filter(pk=key.pk, state=ApiKey.State.APPROVED).exists():
        raise Problem(
            "no-key",
            _("This key was revoked while the call came in. Nothing of it was taken."),
        )
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [key.pk, said, mark, now])
        made = cursor.fetchone()
    call = ApiCall.objects.get(key=key, idempotency_key=said)
    if not made and bytes(call.fingerprint) != mark:
        raise Problem(
            "key-used-otherwise",
            _("This idempotency key was used for another call. Take a new one."),
        )
    return call, bool(made)


def keep(call: ApiCall, status: int, answer: Any) -> None:
    call.status, call.answer = status, json.dumps(answer, ensure_ascii=False)
    call.save(update_fields=["status", "answer"])


def forget(now: datetime) -> int:
    """Delete what was answered long enough ago; how many."""
    return ApiCall.objects.filter(at__lt=now - KEPT).delete()[0]

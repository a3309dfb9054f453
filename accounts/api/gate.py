"""Who calls: what stands before every address of the API.

The key, where it is called from, how often, how much it sends. What is behind runs in the name of
the key's login among the people of its lenders, who are all the database shows it. No cookie is
looked at: a colleague's browser is nobody here.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from ipaddress import ip_network
from typing import cast

from django.db import DatabaseError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _, override
from django.utils.translation.trans_real import parse_accept_lang_header

from accounts.access.lenders import OWN
from accounts.api import counting, problems, secrets
from accounts.api.problems import Problem
from accounts.audit.trail import acting
from accounts.input.network import address_of, network_of
from accounts.models import ApiKey
from config import clock

log = logging.getLogger(__name__)

ADDRESS = "/api/v1/"
OPEN = frozenset({f"{ADDRESS}openapi.json"})
BULK = f"{ADDRESS}imports"
MOST_BYTES = 256 * 1024
NOTED_AFTER = timedelta(minutes=1)
BY_STATUS = {problem[0]: code for code, problem in reversed(list(problems.TITLES.items()))}


class Gate:
    """Middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ADDRESS):
            return self.get_response(request)
        request.COOKIES = {}
        if request.path_info in OPEN:
            return self.get_response(request)
        language = language_of(request)
        # Whatever answers below: English unless Chinese is asked for, not the language of the site.
        request.META["HTTP_ACCEPT_LANGUAGE"] = language
        with override(language):
            try:
                key = admitted(request, now=clock.now(), machine=clock.machine().timestamp())
            except Problem as problem:
                return problems.response(problem)
            except DatabaseError as error:
                log.error("a key of the API was not looked up: %s", type(error).__name__)
                return problems.response(Problem("too-slow", _("Come again later.")))
        request.api_key = key  # type: ignore[attr-defined]
        with acting(user=key.user, source="api", reason=f"api_key:{key.pk}", lenders=OWN):
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse):  # its rows are read after this
            rows = cast(Iterator[bytes], response.streaming_content)
            response.streaming_content = _still_acting(rows, key)
        with override(language):
            return as_problem(response)


def _still_acting(rows: Iterator[bytes], key: ApiKey) -> Iterator[bytes]:
    with acting(user=key.user, source="api", reason=f"api_key:{key.pk}", lenders=OWN):
        yield from rows


def language_of(request: HttpRequest) -> str:
    """Chinese or English, whichever is wanted more; English where nothing of either is said."""
    wanted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    spoken = (each.partition("-")[0] for each, _quality in wanted)
    return {"zh": "zh-hans"}.get(
        next((each for each in spoken if each in ("zh", "en")), "en"), "en"
    )


def admitted(request: HttpRequest, *, now: datetime, machine: float) -> ApiKey:
    """The key that calls. Raises Problem."""
    caller = f"wrong:{network_of(request)}"
    if counting.were_too_many(caller, counting.MOST_WRONG, machine=machine):
        raise _too_many(machine)
    key = _shown(request)
    if key is None or not _is_in_force(key, now):
        counting.is_too_many(caller, counting.MOST_WRONG, machine=machine)
        raise Problem(
            "no-key",
            _(
                "Send your key as “Authorization: Bearer hck_…”. It has to be approved, taken, "
                "not revoked, and its time not over."
            ),
        )
    address = address_of(request)
    if address is None or not any(address in ip_network(each) for each in key.networks):
        counting.is_too_many(caller, counting.MOST_WRONG, machine=machine)
        raise Problem(
            "wrong-network",
            _("This key may be called from the networks it was approved for only."),
        )
    if counting.is_too_many(f"key:{key.pk}", key.per_minute, machine=machine):
        raise _too_many(machine, most=key.per_minute)
    _look_at_names(request)
    _look_at_size(request)
    if key.last_used_at is None or key.last_used_at < now - NOTED_AFTER:
        _note_use(key, now)
    return key


def _shown(request: HttpRequest) -> ApiKey | None:
    scheme, _blank, said = request.headers.get("Authorization", "").partition(" ")
    parts = secrets.read(said.strip()) if scheme.lower() == "bearer" else None
    if parts is None:
        return None
    with acting(source="api"):
        key = ApiKey.objects.select_related("user").filter(public_id=parts.public_id).first()
    first, second = (key.secret_hash, key.second_hash) if key else (None, None)
    kept = bytes(first) + bytes(second) if first and second else b""
    said_hash = secrets.hashed(parts.first) + secrets.hashed(parts.second)
    return key if hmac.compare_digest(kept, said_hash) else None


def _is_in_force(key: ApiKey, now: datetime) -> bool:
    return key.state == ApiKey.State.APPROVED and now < key.expires_at and key.user.is_active


def _note_use(key: ApiKey, now: datetime) -> None:
    """Once a minute, whoever is first."""
    with acting(user=key.user, source="api"):
        ApiKey.objects.filter(
            Q(last_used_at=None) | Q(last_used_at__lt=now - NOTED_AFTER), pk=key.pk
        ).update(last_used_at=now)


def _look_at_names(request: HttpRequest) -> None:
    if "" in request.GET:
        raise Problem("unreadable", _("A parameter of the address has no name."))


def _look_at_size(request: HttpRequest) -> None:
    if request.method in {"GET", "HEAD", "DELETE", "OPTIONS"}:
        return
    said = request.META.get("CONTENT_LENGTH") or ""
    if request.META.get("HTTP_TRANSFER_ENCODING") or not (said.isascii() and said.isdigit()):
        if said or request.META.get("HTTP_TRANSFER_ENCODING"):
            raise Problem("unreadable", _("Say how long the body is (Content-Length)."))
        return
    if request.path_info != BULK and (len(said) > 12 or int(said) > MOST_BYTES):
        raise Problem(
            "too-large",
            _("At most %(most)d bytes here; bring more rows as an import.") % {"most": MOST_BYTES},
        )


def _too_many(machine: float, most: int = counting.MOST_WRONG) -> Problem:
    left = counting.seconds_left(machine=machine)
    return Problem(
        "too-many",
        _("%(most)d calls a minute are allowed; come again in %(left)d seconds.")
        % {"most": most, "left": left},
        retry_after=left,
    )


def as_problem(response: HttpResponse) -> HttpResponse:
    """A page of ours that says what went wrong becomes a problem, its headers kept."""
    if response.status_code < 400 or response.get("Content-Type") == problems.CONTENT_TYPE:
        return response
    code = BY_STATUS.get(
        response.status_code, "unreadable" if response.status_code < 500 else "fault"
    )
    said = problems.response(Problem(code, _("See the documentation of the API.")))
    said.status_code = response.status_code
    if "Allow" in response:
        said["Allow"] = response["Allow"]
    return said

"""Who has a conversation open at this moment, and who writes in it.

Kept in the cache and nowhere else: it is nobody's record. Two who tell at the same instant may each
miss the other for one refresh.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache

from accounts.models import User

GONE_AFTER = timedelta(seconds=10)
"""An open page tells every two seconds; a hidden one is slowed down by its browser."""

WRITING_FOR = timedelta(seconds=10)
_Seen = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody else who has it open."""

    person: str
    writes: bool


def tell(conversation_id: int, *, by: User, now: datetime, writes: bool) -> None:
    """This person has it open."""
    seen = _seen(conversation_id, now)
    wrote = now.timestamp() if writes else seen.get(str(by.pk), [0.0, 0.0])[1]
    seen[str(by.pk)] = [now.timestamp(), wrote]
    cache.set(_key(conversation_id), seen, timeout=int(GONE_AFTER.total_seconds()) * 2)


def others(conversation_id: int, *, by: User, now: datetime) -> list[Here]:
    """Who else has it open, by name. One query where somebody has."""
    seen = _seen(conversation_id, now)
    seen.pop(str(by.pk), None)
    if not seen:
        return []
    people = User.objects.in_bulk([int(pk) for pk in seen])
    since = (now - WRITING_FOR).timestamp()
    return [Here(str(person), seen[str(pk)][1] > since) for pk, person in sorted(people.items())]


def _seen(conversation_id: int, now: datetime) -> _Seen:
    kept: Mapping[str, list[float]] = cache.get(_key(conversation_id)) or {}
    since = (now - GONE_AFTER).timestamp()
    return {pk: at for pk, at in kept.items() if at[0] > since}


def _key(conversation_id: int) -> str:
    return f"inbox:here:{conversation_id}"

"""Keys of the API: asked for by one person, approved by another, revoked by one.

Each of the two takes one part of the key, once: with both parts a core system calls, and nobody who
works here can (so nobody brings a false loan or consent by a key of their own).

The key's login and what lenders it reaches are asked for and approved together with it, as for any
colleague (accounts.people.requests). Locks: the key first, then the requests of its login.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_network

from django.utils.translation import gettext as _, gettext_lazy

from accounts.api import secrets
from accounts.database import refusals
from accounts.errors import Refused
from accounts.input.reasons import given
from accounts.models import ApiKey, Lender, StaffRequest, User
from accounts.models.api_key import LONGEST, MOST_A_MINUTE, Scope
from accounts.people import requests

State = ApiKey.State
MOST_NETWORKS = 20
WIDEST = {4: 16, 6: 32}
"""Prefix length of the widest network a key may be called from, by version of IP."""

SENTENCES = {
    "a_key_takes_two_people": gettext_lazy(
        "Another person has to decide: you asked for it yourself."
    ),
    "who_acts_may": gettext_lazy("Your role may not do this."),
    "api_key_states": gettext_lazy("This has been decided already."),
    "a_secret_is_taken_once": gettext_lazy(
        "It was taken already, and nobody can show it again. Revoke the key and ask for another."
    ),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. `networks` as people write them: 10.20.0.5, 10.20.0.0/24."""

    name: str = field(repr=False)
    lenders: Sequence[Lender]
    scopes: Sequence[str]
    networks: Sequence[str]
    expires_at: datetime
    per_minute: int = 600


def ask(wanted: Wanted, *, why: str, by: User, now: datetime) -> ApiKey:
    """Raises Refused."""
    why, name = given(why), wanted.name.strip()
    scopes = sorted(set(wanted.scopes))
    if not name or not wanted.lenders or not scopes or not set(scopes) <= set(Scope.values):
        raise Refused(_("Say whose system it is, for which lenders, and what it may do."))
    if not now < wanted.expires_at <= now + LONGEST:
        raise Refused(_("A key ends within a year, on a day that is still to come."))
    if not 1 <= wanted.per_minute <= MOST_A_MINUTE:
        raise Refused(_("Between 1 and %(most)d calls a minute.") % {"most": MOST_A_MINUTE})
    networks = _networks(wanted.networks)
    with _guarded():
        public_id = secrets.new_public_id()
        login = User(username=f"api-{public_id}", display_name=name, is_machine=True)
        login.set_unusable_password()
        login.save()
        for lender in wanted.lenders:
            each = requests.Wanted(kind=StaffRequest.Kind.LENDER, lender=lender)
            requests.ask(login, each, why=why, by=by, now=now)
        return ApiKey.objects.create(
            name=name,
            user=login,
            scopes=scopes,
            networks=networks,
            per_minute=wanted.per_minute,
            expires_at=wanted.expires_at,
            why=why,
            public_id=public_id,
            asked_by=by,
            asked_at=now,
        )


def approve(key: ApiKey, *, by: User, now: datetime) -> ApiKey:
    """The second person agrees; both can take their parts now. Raises Refused."""
    with _guarded():
        fresh = _waiting(key)
        if fresh.expires_at <= now:
            raise Refused(_("Its time is over already. Refuse it, and ask for another."))
        _close(fresh, State.APPROVED, by=by, now=now)
        for asked in _of_login(fresh):
            requests.approve(asked, by=by, now=now)
    return fresh


def refuse(key: ApiKey, *, by: User, now: datetime) -> ApiKey:
    """Raises Refused."""
    with _guarded():
        fresh = _waiting(key)
        _close(fresh, State.REFUSED, by=by, now=now)
        for asked in _of_login(fresh):
            requests.refuse(asked, by=by, now=now)
    return fresh


def withdraw(key: ApiKey, *, by: User, now: datetime) -> ApiKey:
    """Whoever asked takes it back. Raises Refused."""
    with _guarded():
        fresh = _waiting(key)
        if fresh.asked_by_id != by.pk:
            raise Refused(_("Only the person who asked can withdraw it."))
        _close(fresh, State.WITHDRAWN, by=None, now=now)
        for asked in _of_login(fresh):
            requests.withdraw(asked, by=by, now=now)
    return fresh


def take(key: ApiKey, *, by: User, now: datetime) -> str:
    """One part of the key, to be shown once: the first to whoever asked for it, the second to
    whoever approved it. Raises Refused."""
    with _guarded():
        fresh = _locked(key)
        if by.pk not in (fresh.asked_by_id, fresh.decided_by_id):
            raise Refused(_("Only who asked for the key and who approved it take its parts."))
        if fresh.state != State.APPROVED or fresh.expires_at <= now:
            raise Refused(_("Only an approved key whose time is not over can be taken."))
        is_first = fresh.asked_by_id == by.pk
        if (fresh.secret_hash if is_first else fresh.second_hash) is not None:
            raise Refused(str(SENTENCES["a_secret_is_taken_once"]))
        secret = secrets.new_secret()
        if is_first:
            fresh.secret_hash, fresh.issued_at = secrets.hashed(secret), now
            fresh.save(update_fields=["secret_hash", "issued_at"])
        else:
            fresh.second_hash, fresh.second_issued_at = secrets.hashed(secret), now
            fresh.save(update_fields=["second_hash", "second_issued_at"])
    return secrets.first_part(fresh.public_id, secret) if is_first else secret


def revoke(key: ApiKey, *, by: User, now: datetime) -> ApiKey:
    """From the commit on no call with it is let in. One person is enough. Raises Refused."""
    with _guarded():
        fresh = _locked(key)
        if fresh.state != State.APPROVED:
            raise Refused(_("It is not in force."))
        fresh.state, fresh.revoked_by, fresh.revoked_at = State.REVOKED, by, now
        fresh.save(update_fields=["state", "revoked_by", "revoked_at"])
    return fresh


def _networks(said: Sequence[str]) -> list[str]:
    """As the standard writes them. Raises Refused."""
    found = []
    for text in filter(None, map(str.strip, said)):
        try:
            network = ip_network(text)
        except ValueError:
            raise Refused(
                _("%(text)s is no network: write 10.20.0.5 or 10.20.0.0/24.") % {"text": text[:60]}
            ) from None
        if network.prefixlen < WIDEST[network.version]:
            raise Refused(_("%(text)s is too wide for a key.") % {"text": text[:60]})
        found.append(str(network))
    if not 1 <= len(found) <= MOST_NETWORKS:
        raise Refused(_("Name between one and %(most)d networks.") % {"most": MOST_NETWORKS})
    return found


def _of_login(key: ApiKey) -> list[StaffRequest]:
    return list(
        StaffRequest.objects.filter(
            subject=key.user_id,
            kind=StaffRequest.Kind.LENDER,
            state=StaffRequest.State.ASKED,
        ).order_by("pk")
    )


def _locked(key: ApiKey) -> ApiKey:
    return ApiKey.objects.select_for_update(no_key=True, of=("self",)).get(pk=key.pk)


def _waiting(key: ApiKey) -> ApiKey:
    fresh = _locked(key)
    if fresh.state != State.ASKED:
        raise Refused(
            _("This has been decided already: %(state)s.") % {"state": fresh.get_state_display()}
        )
    return fresh


def _close(key: ApiKey, state: str, *, by: User | None, now: datetime) -> None:
    key.state, key.decided_by, key.decided_at = state, by, now
    key.save(update_fields=["state", "decided_by", "decided_at"])


def _guarded() -> AbstractContextManager[None]:
    return refusals.guarded(SENTENCES, Refused)

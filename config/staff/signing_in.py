"""How staff sign in, read from the environment: second factors, and the house's own provider."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def second_factor_roles(environ: Mapping[str, str], *, sandbox: bool) -> tuple[str, ...]:
    """Who needs a second factor: all in production, nobody in a sandbox, whose sample logins have a
    password that is printed. Whoever decides about texts or people always does in production."""
    said = environ.get("HUANCUI_SECOND_FACTOR", "" if sandbox else "all")
    roles = tuple(each.strip() for each in said.split(",") if each.strip())
    known = {"all", "collector", "supervisor", "agent", "auditor", "administrator"}
    if unknown := sorted(set(roles) - known):
        raise ImproperlyConfigured(
            f"HUANCUI_SECOND_FACTOR names {', '.join(unknown)}; write all, or roles separated by "
            "commas, as administrator,supervisor."
        )
    if not sandbox and "all" not in roles and not {"administrator", "supervisor"} <= set(roles):
        raise ImproperlyConfigured(
            "HUANCUI_SECOND_FACTOR must name administrator and supervisor at least, or all."
        )
    return roles


class Oidc(NamedTuple):
    """The house's own provider of sign-ins. `claim` names our login; with `second_factor` the
    provider has asked for one, and ours is not asked for."""

    issuer: str
    client_id: str
    client_secret: str
    claim: str
    second_factor: bool


def oidc(environ: Mapping[str, str], *, sandbox: bool) -> Oidc | None:
    """None where no provider is named."""
    issuer = environ.get("HUANCUI_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    if urlsplit(issuer).scheme not in ({"http", "https"} if sandbox else {"https"}):
        raise ImproperlyConfigured(
            f"HUANCUI_OIDC_ISSUER is {issuer!r}; write the https:// address of your provider."
        )
    client_id, client_secret = (
        environ.get(f"HUANCUI_OIDC_CLIENT_{part}", "") for part in ("ID", "SECRET")
    )
    if not client_id or not client_secret:
        raise ImproperlyConfigured(
            "HUANCUI_OIDC_ISSUER needs HUANCUI_OIDC_CLIENT_ID and HUANCUI_OIDC_CLIENT_SECRET, "
            "which the provider gave this installation."
        )
    claim = environ.get("HUANCUI_OIDC_CLAIM") or "preferred_username"
    if claim not in {"preferred_username", "sub"}:
        raise ImproperlyConfigured(
            f"HUANCUI_OIDC_CLAIM is {claim!r}; write preferred_username or sub. An e-mail address "
            "names nobody here: one person alone changes it."
        )
    asked = environ.get("HUANCUI_OIDC_SECOND_FACTOR") or "ours"
    if asked not in {"ours", "theirs"}:
        raise ImproperlyConfigured(
            f"HUANCUI_OIDC_SECOND_FACTOR is {asked!r}; write theirs where the provider always asks "
            "for a second factor, or ours."
        )
    return Oidc(issuer, client_id, client_secret, claim, asked == "theirs")

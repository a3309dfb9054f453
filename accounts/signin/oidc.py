"""Signing in at the house's own provider (OpenID Connect), where settings name one.

Authorization code with PKCE, state and nonce; the token's signature, issuer, audience and times
are checked by Authlib. The provider says who somebody is and nothing else: logins are made here,
and roles are given here, by two people.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from joserfc.errors import JoseError
from requests import RequestException

from accounts.models import User
from config.staff.signing_in import Oidc

SCOPE = "openid profile"
TIMEOUT_SECONDS = 10


class NotSaid(Exception):
    """The provider did not say who it is: unreachable, refused, or its word does not hold."""


def begin(request: HttpRequest) -> HttpResponse:
    """Off to the provider. Raises NotSaid."""
    here = request.build_absolute_uri(reverse("admin:oidc_return"))
    try:
        answer: HttpResponse = _client(settings.OIDC).authorize_redirect(request, here)
    except (OAuthError, RequestException, ValueError) as error:
        raise NotSaid(type(error).__name__) from error
    return answer


def said(request: HttpRequest) -> dict[str, Any]:
    """What the provider says of whoever came back. Raises NotSaid."""
    try:
        token = _client(settings.OIDC).authorize_access_token(request)
    except (OAuthError, JoseError, RequestException, ValueError, KeyError) as error:
        raise NotSaid(type(error).__name__) from error
    claims = token.get("userinfo")
    if not claims or not claims.get("sub"):
        raise NotSaid("no id token")
    return dict(claims)


def login_of(name: Any) -> User | None:
    """The login of that name, open or closed; none is made."""
    return User.objects.filter(username=name).first() if name and isinstance(name, str) else None


@cache
def _client(provider: Oidc) -> Any:
    """Its metadata and keys are fetched once a process, keys again when one is unknown."""
    registry = OAuth()
    return registry.register(
        "provider",
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": SCOPE,
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT_SECONDS,
        },
    )

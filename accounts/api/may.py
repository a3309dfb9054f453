"""What a key may do: the scope an operation needs, as the documentation shows it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from accounts.api.once import key_of
from accounts.api.problems import Problem
from accounts.models import ApiKey
from accounts.models.api_key import Scope


class ApiKeyBearer(HttpBearer):
    """The gate has let the key in already; here it is asked for its scope."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> ApiKey:
        key = key_of(request)
        if self.scope.value not in key.scopes:
            raise Problem(
                "out-of-scope",
                _("This needs the scope “%(scope)s”, which the key was not approved for.")
                % {"scope": self.scope.value},
            )
        return key

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        raise NotImplementedError


def needs(scope: Scope) -> ApiKeyBearer:
    return ApiKeyBearer(scope)

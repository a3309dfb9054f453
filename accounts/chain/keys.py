"""The keys of this installation that sign and verify heads."""

from functools import cache

from django.conf import settings

from accounts.chain.signing import SealKeys


@cache
def seal_keys() -> SealKeys:
    """Made once from the settings."""
    return SealKeys.parse(settings.SEAL_KEYS, settings.SEAL_PUBLIC_KEYS)

"""The keyring of this installation, made once from the settings."""

from functools import cache

from django.conf import settings

from accounts.privacy.keyring import Keyring


@cache
def keyring() -> Keyring:
    """Keys for personal fields, blind index and suppressions."""
    return Keyring.from_texts(
        field_keys=settings.FIELD_KEYS,
        index_key=settings.INDEX_KEY,
        suppression_key=settings.SUPPRESSION_KEY,
    )

"""What can go wrong with keys and ciphertext. No message ever carries a value or a key."""


class PrivacyError(Exception):
    """Anything this package raises on purpose."""


class KeyringError(PrivacyError):
    """A key is missing, malformed or used for two purposes; the message says how to make one."""


class DecryptionError(PrivacyError):
    """The ciphertext is cut, altered, under an unknown key, or was made for another purpose."""

"""Personal values: encrypted at rest, found by blind index, masked on screen (DESIGN §4.9). Pure.

keyring = Keyring.from_texts(field_keys="1:…", index_key="…", suppression_key="…")
blob = keyring.encrypt("王小明", "customer.name")
keyring.decrypt(blob, "customer.name")
"""

from accounts.privacy.errors import DecryptionError, KeyringError, PrivacyError
from accounts.privacy.files import EncryptedReader, EncryptedWriter
from accounts.privacy.keyring import INDEX_BYTES, SUPPRESSION_BYTES, Keyring
from accounts.privacy.masks import mask_email, mask_name, mask_phone, mask_wechat

__all__ = [
    "INDEX_BYTES",
    "SUPPRESSION_BYTES",
    "DecryptionError",
    "EncryptedReader",
    "EncryptedWriter",
    "Keyring",
    "KeyringError",
    "PrivacyError",
    "mask_email",
    "mask_name",
    "mask_phone",
    "mask_wechat",
]

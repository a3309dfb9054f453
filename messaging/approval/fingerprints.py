"""The exact content a person was shown, as one short word: approving names it."""

import hashlib
import json

from messaging.approval.kinds import kind_of
from messaging.models.approvable import Approvable


def fingerprint(version: Approvable) -> str:
    """SHA-256 (hex) of what an approval is about: of a text, its UTF-8; of other data, its JSON."""
    content = kind_of(version).content(version)
    if not isinstance(content, str):
        content = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()

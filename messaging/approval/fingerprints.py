"""The exact content a person was shown, as one short word: approving names it."""

import hashlib
import json
from typing import Any

from messaging.models import Gateway, LexiconVersion, PolicyVersion, Strategy, TemplateVersion
from messaging.models.approvable import Approvable


def fingerprint(version: Approvable) -> str:
    """SHA-256 (hex) of what an approval is about; of a template version, of its body (UTF-8),
    and of what is said of its sentences where their purpose was asked."""
    if isinstance(version, TemplateVersion) and not version.purposes:
        return _sha256(version.body)
    return _sha256(json.dumps(_content(version), sort_keys=True, ensure_ascii=False))


def _content(version: Approvable) -> Any:
    if isinstance(version, TemplateVersion):
        return [version.body, version.purposes]
    if isinstance(version, Strategy):
        cells = version.cells.order_by("stage", "tone", "cause")
        return list(cells.values_list("stage", "tone", "cause", "template_id"))
    if isinstance(version, LexiconVersion):
        return version.entries
    if isinstance(version, PolicyVersion):
        return [version.profile, version.document]
    if isinstance(version, Gateway):
        return [
            version.code,
            version.driver,
            version.settings,
            version.credentials_ref,
            version.rate_per_second,
            version.timeout_seconds,
            version.content_classes,
        ]
    return version.approved_content()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

"""A policy from outside the database: a shipped profile by name, or a YAML or JSON file."""

from __future__ import annotations

from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from messaging.policy import profiles
from messaging.policy.document import read_policy
from messaging.policy.errors import PolicyError
from messaging.policy.model import Policy
from messaging.policy.tighten import tighten


def read(source: str) -> Policy:
    """`source` is a profile's name or a file's path.

    A file is a complete document, or names a shipped profile in `inherits` and says only what is
    tighter. Raises PolicyError, and OSError for a file that cannot be read.
    """
    if source in profiles.NAMES:
        return profiles.load(source)
    text = Path(source).read_text("utf-8")
    try:
        document = yaml.safe_load(text)  # JSON is YAML too
    except yaml.YAMLError as error:
        raise _no_policy(str(error)) from error
    if not isinstance(document, dict):
        raise _no_policy(_("it is not a table of fields"))
    if "caps" in document and "windows" in document and "country" in document:
        return read_policy(document)
    return tighten(profiles.load(str(document.get("inherits"))), document)


def _no_policy(reason: str) -> PolicyError:
    return PolicyError(
        field="document",
        reason=reason,
        way_out=_("Start from a shipped profile: inherits, then what is tighter."),
    )

"""Why an approval step did not happen, as a sentence for the person who tried it."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied

from accounts.errors import Refused
from messaging.content.text.findings import Finding


class ApprovalRefused(Refused):
    """Nothing was changed. `findings` say what has to be mended."""

    def __init__(self, message: str, *, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


class RoleRefused(ApprovalRefused, PermissionDenied):
    """This person's role does not do it: a page of its own (403) where nobody says the sentence."""

"""Why an approval step did not happen, as a sentence for the person who tried it."""

from collections.abc import Sequence

from accounts.errors import Refused
from messaging.content.findings import Finding


class ApprovalRefused(Refused):
    """Nothing was changed. `findings` say what has to be mended."""

    def __init__(self, message: str, *, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.findings = tuple(findings)

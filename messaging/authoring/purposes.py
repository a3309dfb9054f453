"""What the author says a sentence is for whose purpose the review does not know, and who confirmed
it. Kept with the version as part of its content: whoever approves it confirms each by itself."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _, gettext_noop

from messaging.content import wording
from messaging.content.purpose.purposes import PURPOSES
from messaging.content.purpose.review import CATEGORY
from messaging.content.shape import MAX_BODY
from messaging.content.text.findings import Finding
from messaging.models import TemplateVersion
from messaging.models.confirmation import LABELS

_TO_BE_SAID = gettext_noop("Say what this sentence is for; then the text can be submitted.")


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence whose purpose is asked. ``purpose`` is a code of PURPOSES, or empty."""

    sentence: str
    purpose: str

    @property
    def key(self) -> str:
        """Names the sentence in a form."""
        return hashlib.sha256(self.sentence.encode()).hexdigest()[:12]

    @property
    def label(self) -> str:
        return str(LABELS.get(self.purpose, ""))


def asked_of(body: str, said: Mapping[str, str]) -> list[Asked]:
    """The sentences of a body whose purpose is asked, each once, with what is `said` of them.
    A body too long to be reviewed is refused as it is; nothing is asked of it."""
    if len(body) > MAX_BODY:
        return []
    unknown = dict.fromkeys(each.phrase for each in wording.asked(body))
    return [
        Asked(sentence, said[sentence] if said.get(sentence) in PURPOSES else "")
        for sentence in unknown
    ]


def said_of(version: TemplateVersion) -> dict[str, str]:
    """What is stored with a version: sentence → purpose."""
    return {each["sentence"]: each["purpose"] for each in version.purposes}


def to_store(body: str, said: Mapping[str, str]) -> list[dict[str, str]]:
    """What is kept with a version of this body."""
    return [
        {"sentence": each.sentence, "purpose": each.purpose}
        for each in asked_of(body, said)
        if each.purpose
    ]


def with_purposes(found: list[Finding], said: Mapping[str, str]) -> list[Finding]:
    """The findings on a body, of which an unplaced sentence blocks until its purpose is said."""
    return [_asked(each, said) if each.category == CATEGORY else each for each in found]


def _asked(finding: Finding, said: Mapping[str, str]) -> Finding:
    purpose = said.get(finding.phrase, "")
    if purpose not in PURPOSES:
        return replace(finding, level="block", code="purpose_missing", reason=_TO_BE_SAID)
    reason = _("The author says: %(purpose)s. The approver confirms it by itself.")
    return replace(finding, reason=reason % {"purpose": LABELS[purpose]})

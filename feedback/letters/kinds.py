"""Letter templates among the kinds of things that are approved."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from feedback.letters.review import review_letter
from feedback.models import LetterTemplate
from messaging.approval.kinds import Kind
from messaging.authoring import lexicons
from messaging.content.text.findings import Finding


def _findings(version: LetterTemplate, *, now: datetime) -> list[Finding]:
    lexicon = lexicons.in_force(now)
    return review_letter(version.body, purpose=version.purpose, lexicon=lexicon)


LETTER_TEMPLATE = Kind(
    "letter",
    _("Letter template"),
    LetterTemplate,
    page="admin:letter_template",
    same=("code", "language"),
    findings=_findings,
)

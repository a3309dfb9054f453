"""Letter templates among the kinds of things that are approved."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from feedback.letters.review import review_letter
from feedback.models import LetterTemplate
from messaging.approval.kinds import Kind
from messaging.authoring import wording_lists
from messaging.content.text.findings import Finding


def _findings(version: LetterTemplate, *, now: datetime) -> list[Finding]:
    wording_list = wording_lists.in_force(now)
    return review_letter(version.body, purpose=version.purpose, wording_list=wording_list)


LETTER_TEMPLATE = Kind(
    "letter",
    _("Letter template"),
    LetterTemplate,
    page="admin:letter_template",
    same=("code", "language"),
    findings=_findings,
)

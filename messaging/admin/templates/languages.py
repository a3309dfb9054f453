"""The wordings of one template beside each other, one a language."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models.choices import Language
from messaging.models import Template, TemplateVersion, in_force
from messaging.models.approvable import ApprovalState

# What is being worked on; at most one a language is a draft or a request.
_WORKED_ON = (ApprovalState.DRAFT, ApprovalState.SUBMITTED)


@dataclass(frozen=True)
class LanguageVariant:
    """`standing`: the wording in force, `open`: the one being written; either may be absent."""

    code: str
    label: Any
    versions: list[TemplateVersion]
    standing: TemplateVersion | None
    open: TemplateVersion | None

    @property
    def last_retired(self) -> TemplateVersion | None:
        """What a new version may begin with where none is in force."""
        retired = (each for each in self.versions if each.state == ApprovalState.RETIRED)
        return None if self.standing else next(retired, None)

    @property
    def coming(self) -> list[TemplateVersion]:
        """Approved, and to begin after the one in force."""
        since = self.standing.effective_from if self.standing else None
        return [
            version
            for version in self.versions
            if version.state == ApprovalState.APPROVED
            and version.effective_from
            and (since is None or version.effective_from > since)
        ]


def languages_of(template: Template, *, now: datetime) -> list[LanguageVariant]:
    """All languages, written in or not, in the order of the list of languages."""
    standing = in_force.template_versions([template.pk], now)
    by_language: dict[str, list[TemplateVersion]] = {}
    people = ("author", "edited_by", "decided_by")
    for version in template.versions.select_related(*people).order_by("-number"):
        by_language.setdefault(version.language, []).append(version)
    return [
        LanguageVariant(
            code=code,
            label=label,
            versions=by_language.get(code, []),
            standing=standing.get((template.pk, code)),
            open=next((v for v in by_language.get(code, []) if v.state in _WORKED_ON), None),
        )
        for code, label in Language.choices
    ]

"""The wordings of one template, one a language: which are approved and still to begin."""

from datetime import UTC, datetime, timedelta

from messaging.admin.templates.languages import LanguageVariant
from messaging.models import TemplateVersion
from messaging.models.approvable import ApprovalState

NOW = datetime(2026, 9, 15, tzinfo=UTC)
APPROVED, DRAFT = ApprovalState.APPROVED, ApprovalState.DRAFT


def version(days: int | None, state: str = APPROVED) -> TemplateVersion:
    begins = None if days is None else NOW + timedelta(days=days)
    return TemplateVersion(state=state, effective_from=begins)


def coming(standing: TemplateVersion | None, *versions: TemplateVersion) -> list[TemplateVersion]:
    return LanguageVariant("en", "English", list(versions), standing, None).coming


def test_what_begins_after_the_one_in_force_is_coming():
    old, here, later = version(-9), version(-1), version(3)
    assert coming(here, later, here, old) == [later]


def test_without_one_in_force_every_approved_one_with_a_date_is():
    soon, draft, undated = version(3), version(3, DRAFT), version(None)
    assert coming(None, soon, draft, undated) == [soon]

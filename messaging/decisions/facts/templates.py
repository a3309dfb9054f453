"""Template versions as they stand now."""

from __future__ import annotations

from collections.abc import Collection

from messaging.content.shape import has_opt_out_words
from messaging.decisions.facts.rows import TemplateRow
from messaging.decisions.facts.text import NO_GAP, Gap
from messaging.models import TemplateVersion
from messaging.policy.facts import TemplateFacts


def templates(version_ids: Collection[int]) -> dict[int, TemplateRow]:
    """Template versions by id. One query."""
    rows = TemplateVersion.objects.filter(pk__in=version_ids).values_list(
        "pk",
        "template_id",
        "state",
        "effective_from",
        "template__content_class",
        "body",
        "review_due",
        "template__channel",
        "subject",
        "template__variant_of",
    )
    return {row[0]: TemplateRow(*row) for row in rows}


def template_facts(row: TemplateRow, gap: Gap = NO_GAP) -> TemplateFacts:
    """What a decision sees of a version; `gap` says what keeps it from being a text."""
    return TemplateFacts(
        version_id=row.id,
        state=row.state,
        effective_from=row.effective_from,
        content_class=row.content_class,
        has_opt_out_words=has_opt_out_words(row.body, row.channel),
        renders=not gap.missing,
        missing=gap.missing,
        unready=gap.unready,
        foreign=gap.foreign,
        review_due=row.review_due,
    )

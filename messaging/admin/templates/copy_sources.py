"""Texts in force that another template may begin with, those of its own stage first."""

from datetime import datetime

from messaging.models import Template, TemplateVersion, in_force
from messaging.models.choices import StageChoices


def copy_sources(version: TemplateVersion, *, now: datetime) -> list[tuple[int, str]]:
    """(version id, what it is called) of every other template in this version's language."""
    templates = Template.objects.exclude(pk=version.template_id).in_bulk()
    standing = in_force.template_versions(templates, now)
    ladder = list(StageChoices.values)
    found = [
        (templates[template_id], each.pk)
        for (template_id, language), each in standing.items()
        if language == version.language
    ]
    own = version.template.stage
    found.sort(key=lambda x: (x[0].stage != own, ladder.index(x[0].stage), x[0].title, x[1]))
    return [(pk, f"{_kind_of(template)} · {template.title}") for template, pk in found]


def _kind_of(template: Template) -> str:
    """Its stage; of an answer, which has none, what it is."""
    if template.has_a_stage:
        return str(template.get_stage_display())
    return str(template.get_content_class_display())


def copied_text(asked: str, version: TemplateVersion, *, now: datetime) -> str | None:
    """The text of the source asked for by id; None when it is not among the sources."""
    allowed = {str(pk): pk for pk, _title in copy_sources(version, now=now)}
    if asked not in allowed:
        return None
    return TemplateVersion.objects.values_list("body", flat=True).get(pk=allowed[asked])

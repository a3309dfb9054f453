"""Every wording in force, as a file."""

from datetime import datetime
from typing import Any

from accounts.models.choices import Language
from messaging.interchange.entries import Entry
from messaging.interchange.yaml_text import dump
from messaging.models import Template, in_force

KIND, FORMAT = "huancui-templates", 1


def write(now: datetime) -> str:
    """All templates that have a wording in force, by code. Three queries."""
    return as_file(entries_in_force(now))


def as_file(entries: list[Entry]) -> str:
    """The file of these entries; the same entries give the same file."""
    return dump({"kind": KIND, "format": FORMAT, "templates": [_plain(e) for e in entries]})


def entries_in_force(now: datetime) -> list[Entry]:
    """What a file would say now."""
    templates = list(Template.objects.order_by("code"))
    standing = in_force.template_versions({each.pk for each in templates}, now)
    entries = []
    for template in templates:
        texts = {
            language: standing[template.pk, language].body
            for language in Language.values
            if (template.pk, language) in standing
        }
        if texts:
            entries.append(_entry(template, texts))
    return entries


def _entry(template: Template, texts: dict[str, str]) -> Entry:
    return Entry(
        code=template.code,
        title=template.title,
        stage=template.stage,
        tone=template.tone,
        cause=template.cause,
        channel=template.channel,
        content_class=template.content_class,
        texts=texts,
    )


def _plain(entry: Entry) -> dict[str, Any]:
    return {"code": entry.code, **entry.settings(), "texts": dict(entry.texts)}

"""The pieces of useful knowledge in force, found by channel, topic and language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from accounts.models.choices import Channel
from messaging.models import Template, TemplateVersion, in_force
from messaging.models.choices import ContentClass
from messaging.policy.education_topics import Fitting


class Pieces:
    """What a lender of one country may send now. Two queries, however many customers ask."""

    def __init__(self, *, country: str, now: datetime) -> None:
        rows = Template.objects.filter(
            content_class=ContentClass.EDUCATION, country__in=["", country]
        )
        templates = {row.pk: row for row in rows}
        self._found: dict[tuple[str, str, str], tuple[TemplateVersion, str]] = {}
        for (pk, language), version in in_force.template_versions(list(templates), now).items():
            own = templates[pk]
            key = (own.channel, own.topic, language)
            standing = self._found.get(key)
            # What was written for the country goes before what is true everywhere.
            if standing is None or (own.country and not standing[1]):
                self._found[key] = (version, own.country)

    def choose(
        self, wanted: Iterable[Fitting], *, channel: str, language: str
    ) -> tuple[Fitting | None, TemplateVersion | None, str]:
        """The first topic that has a text for this channel, else one for SMS; and its channel."""
        for each in wanted:
            for way in dict.fromkeys((channel, Channel.SMS.value)):
                if found := self._found.get((way, each.topic, language)):
                    return each, found[0], way
        return None, None, channel

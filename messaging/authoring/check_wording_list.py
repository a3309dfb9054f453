"""What stands against a wording list: nothing in it, less than before, texts it would stop."""

from datetime import datetime

from django.utils.translation import gettext as _

from messaging.authoring import wording_lists
from messaging.content import wording
from messaging.content.text.findings import Finding, Level
from messaging.content.text.flat import masked
from messaging.content.wording_list import WordingList
from messaging.models import Template, WordingListVersion, in_force

_NAMED = 5  # of each kind, the rest is counted


def wording_list_findings(version: WordingListVersion, *, now: datetime) -> list[Finding]:
    """Only an empty list blocks; what weakens it or hits texts in force is for a person to see."""
    entries = wording_lists.entries_of(version)
    if not entries:
        return [_finding("block", "empty_wording_list", _("The list is empty."))]
    standing = wording_lists.version_in_force(now)
    if standing is not None and standing.pk == version.pk:
        return []
    changes = wording_lists.compare(wording_lists.entries_of(standing), entries)
    before = {entry.phrase: entry.level for entry in wording_lists.entries_of(standing)}
    found = []
    if standing is not None and not len(changes):
        found.append(_finding("warn", "nothing_changed", _("It says what the one in force says.")))
    if changes.removed:
        text = _("Taken out: %(phrases)s.")
        found.append(_list("entries_removed", text, [entry.phrase for entry in changes.removed]))
    softened = [e.phrase for e in changes.changed if e.level == "warn" != before[e.phrase]]
    if softened:
        found.append(_list("entries_softened", _("No longer blocking: %(phrases)s."), softened))
    if stopped := _texts_it_would_stop(WordingList(entries), now):
        found.append(
            _list(
                "texts_stopped", _("These texts in force would be blocked: %(phrases)s."), stopped
            )
        )
    return found


def _texts_it_would_stop(wording_list: WordingList, now: datetime) -> list[str]:
    titles = dict(Template.objects.values_list("pk", "title"))
    return [
        f"{titles[template_id]} ({language})"
        for (template_id, language), each in in_force.template_versions(titles, now).items()
        if any(f.level == "block" for f in wording.phrases(masked(each.body), wording_list))
    ]


def _list(code: str, text: str, phrases: list[str]) -> Finding:
    named = "、".join(phrases[:_NAMED]) + (f" … ({len(phrases)})" if len(phrases) > _NAMED else "")
    return _finding("warn", code, text % {"phrases": named})


def _finding(level: Level, code: str, reason: str) -> Finding:
    return Finding(
        level=level, category="wording_list", phrase="", start=0, end=0, reason=reason, code=code
    )

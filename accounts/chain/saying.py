"""Findings as sentences."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from accounts.chain.findings import Finding, Verified

SENTENCES = {
    "changed": gettext_lazy(
        "%(table)s, row %(row)s was changed (%(what)s); sealed in link %(link)s."
    ),
    "missing": gettext_lazy("%(table)s, row %(row)s is missing; sealed in link %(link)s."),
    "inserted": gettext_lazy("%(table)s, row %(row)s was put in afterwards; it is in no link."),
    "backdated": gettext_lazy(
        "%(table)s, row %(row)s says it is older than it is (%(what)s); sealed in link %(link)s."
    ),
    "not_as_approved": gettext_lazy("%(table)s, row %(row)s is not what was approved (%(what)s)."),
    "text_changed": gettext_lazy(
        "%(table)s, row %(row)s: the text is not the one that was handed over."
    ),
    "text_gone": gettext_lazy("%(table)s, row %(row)s: the text is gone, and no erasure names it."),
    "link_missing": gettext_lazy("Link %(link)s is missing."),
    "link_changed": gettext_lazy("Link %(link)s was changed (%(what)s)."),
    "part_changed": gettext_lazy(
        "Link %(link)s: what it says of %(table)s was changed (%(what)s)."
    ),
    "signature": gettext_lazy("Link %(link)s was not signed by the key it names."),
    "unknown_key": gettext_lazy(
        "Link %(link)s is signed by key %(what)s, which is not known here."
    ),
    "head_differs": gettext_lazy("Link %(link)s is not the one that was published (%(what)s)."),
    "head_unreadable": gettext_lazy("The published heads: %(what)s cannot be read."),
    "truncated": gettext_lazy(
        "Link %(link)s was published (%(what)s) and is gone: the end was cut off."
    ),
    "other_chain": gettext_lazy("Link %(link)s was published for another chain (%(what)s)."),
}


def sentence(finding: Finding) -> str:
    """One finding."""
    return str(SENTENCES[finding.kind]) % finding._asdict()


def as_lines(found: Verified) -> Iterator[str]:
    """The first break first."""
    for finding in found.findings:
        yield f"✗ {sentence(finding)}"
    if found.found > len(found.findings):
        yield _("… and %(count)d more") % {"count": found.found - len(found.findings)}
    yield _("%(links)d links, %(rows)d rows; the head is link %(number)d, %(head)s.") % {
        "links": found.links,
        "rows": found.rows,
        "number": found.number,
        "head": found.head or "–",
    }
    if found.withdrawn:
        yield _("%(count)d planned decisions were withdrawn, as the audit trail says.") % {
            "count": found.withdrawn
        }
    if found.moves:
        yield _("The database moved to another server %(count)d times.") % {"count": found.moves}
    if found.tail:
        yield ngettext(
            "%(count)d row waits to be sealed, the oldest for %(seconds)d s.",
            "%(count)d rows wait to be sealed, the oldest for %(seconds)d s.",
            found.tail,
        ) % {"count": found.tail, "seconds": found.tail_seconds}


TROUBLES = {
    "broken": gettext_lazy("The last verification of the sealed chain found that it is broken."),
    "silent": gettext_lazy(
        "Nothing is being sealed: the sealer has given no sign of life for two minutes."
    ),
    "heads_differ": gettext_lazy("The sealed chain is not the one whose heads were published."),
    "other_chain": gettext_lazy("The sealed chain was begun anew after its heads were published."),
    "not_written": gettext_lazy("The heads of the sealed chain cannot be written to their folder."),
    "not_posted": gettext_lazy("The head of the sealed chain is not taken by its receiver."),
}


def trouble(code: str) -> str:
    """What is wrong with the chain or its sealer."""
    return str(TROUBLES[code])

"""What stands against a strategy: holes, templates nobody approved, texts untrue of its lender."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models.choices import Channel, Language
from messaging.authoring.check_wording import NAMED, unnamed_products, unready
from messaging.authoring.lender_facts import context_for
from messaging.authoring.segments import faults
from messaging.authoring.strategy_cells import CELLS, in_words
from messaging.authoring.strategy_table import chosen_in, table_of, unworded
from messaging.content.shape import review_shape
from messaging.content.text.findings import Finding, Level
from messaging.decisions.facts.on_file import read_on_file
from messaging.decisions.facts.sender import Sender, sender_of
from messaging.models import Strategy, Template, TemplateVersion, in_force
from messaging.models.template import REMINDERS

# Categories of findings that depend on whose text it is.
_LENDERS_FACTS = frozenset({"consequence", "link", "contact"})


def strategy_findings(strategy: Strategy, *, now: datetime) -> list[Finding]:
    """Holes of the table, what is no reminder, templates without a wording in force, texts untrue
    of the lender."""
    cells = list(strategy.cells.select_related("template"))
    if not cells:
        return [_finding("block", "empty_strategy", _("The table is empty."))]
    found = []
    holes = len(CELLS) - len(cells)
    if holes:
        text = _("%(count)s cells have no template; such loans get no reminder.")
        found.append(_finding("warn", "holes", text % {"count": holes}))
    templates = {cell.template_id: cell.template for cell in cells}
    for said in strategy.segment_cells.select_related("template"):
        found += [_finding("block", "segment", each, said.title) for each in faults(said)]
        if said.template is not None:
            templates[said.template.pk] = said.template
    versions = in_force.template_versions(templates, now)
    worded = {pk for pk, _language in versions}
    for template in [each for each in templates.values() if not each.is_reminder]:
        text = _("This is no reminder by SMS; a strategy leads to nothing else.")
        found.append(_finding("block", "no_reminder", text, phrase=str(template)))
    for template in [each for pk, each in templates.items() if pk not in worded]:
        text = _("No wording of this template is in force.")
        found.append(_finding("warn", "not_in_force", text, phrase=str(template)))
    for spot in unworded(table_of(chosen_in(strategy), now)):
        if spot.template and spot.template.pk in worded:
            silent = "、".join(str(Language(code).label) for code in spot.silent)
            text = _("Nobody in this cell who reads %(languages)s gets a text.")
            found.append(
                _finding("warn", "silent_cell", text % {"languages": silent}, in_words(spot.cell))
            )
    sender = sender_of(strategy.lender, now)
    found += _not_passed(sender, versions, now)
    found += _unready(sender, {language for _pk, language in versions})
    for (pk, language), version in versions.items():
        found += _untrue(sender, templates[pk], language, version.body)
    return found


def _not_passed(
    sender: Sender, versions: Mapping[tuple[int, str], TemplateVersion], now: datetime
) -> Iterator[Finding]:
    """Texts that no carrier may send: every gateway there is sends only what it has on file."""
    gateways = [each for each in in_force.gateways(now) if each.channel == Channel.SMS]
    filed = read_on_file(gateways)
    able = [each for each in gateways if REMINDERS["content_class"] in each.content_classes]
    if not able or any(each.pk not in filed.gateways for each in able):
        return
    for (_template, language), version in versions.items():
        signature = sender.facts(language).signature
        if not any(
            (each.pk, version.pk) in filed.texts and (each.pk, signature) in filed.signatures
            for each in able
        ):
            text = _("No carrier has passed this text and its signature; it cannot be sent.")
            yield _finding("block", "carrier_has_not_passed", text, phrase=str(version))


def _unready(sender: Sender, languages: Collection[str]) -> Iterator[Finding]:
    """What of the lender and its products is not approved in the languages of its texts."""
    for sentence in unready(sender.lender, sender.wording, sorted(languages)):
        yield _finding("warn", "wording_unready", sentence)
    for language in sorted(languages):
        codes = unnamed_products(sender.lender, sender.wording, [language])
        if codes:
            text = _("%(count)d products have no name in %(language)s.")
            said = text % {"count": len(codes), "language": Language(language).label}
            yield _finding("warn", "unnamed_product", said, phrase="、".join(codes[:NAMED]))


def _untrue(sender: Sender, template: Template, language: str, body: str) -> Iterator[Finding]:
    """What the text says that does not hold for this lender; and what it cannot fill."""
    context = context_for([sender], stage=template.stage, language=language, opt_out=False)
    for each in review_shape(body, context):
        untrue = each.level == "block" and each.category in _LENDERS_FACTS
        if untrue or each.code == "no_value_here":
            yield replace(
                each,
                level="block" if untrue else "warn",
                category="strategy",
                phrase=f"{template} ({language}): {each.phrase}",
                start=0,
                end=0,
            )


def _finding(level: Level, code: str, reason: str, phrase: str = "") -> Finding:
    return Finding(
        level=level, category="strategy", phrase=phrase, start=0, end=0, reason=reason, code=code
    )

"""What was known at a decision, as a few lines: from the facts that were kept with it."""

from __future__ import annotations

from django.utils.translation import gettext as _, ngettext

from accounts.rules.money import money
from messaging import labels
from messaging.explaining import hours
from messaging.explaining.sentences import place, spoken
from messaging.models import HourDraw
from messaging.policy.facts import ChosenFacts, ContactFacts
from messaging.policy.model import Policy

CONTACTS_SHOWN = 8


def known(
    facts: ContactFacts, policy: Policy, drawn: HourDraw | None = None
) -> list[tuple[str, str]]:
    """(what, as it was known); lines about nothing are left out. `drawn`: the hour of its text."""
    zone = place(facts, policy)
    lines = [
        *(
            (
                _("loan"),
                _("%(amount)s, due on %(day)s, as told on %(as_of)s")
                % {
                    "amount": money(loan.amount_due, loan.currency),
                    "day": loan.due_date.isoformat(),
                    "as_of": spoken(loan.as_of, zone),
                },
            )
            for loan in facts.loans
        ),
        *_agreed(facts.chosen),
        (_("earlier contacts"), _contacts(facts, policy)),
        (
            _("on hold"),
            _("; ").join(
                labels.seen_word(hold.kind)
                + (_(" until %(at)s") % {"at": spoken(hold.until, zone)} if hold.until else "")
                for hold in facts.holds
            ),
        ),
        (_("address"), labels.seen_word(facts.contact_point.state) if facts.contact_point else ""),
        (_("suppressed"), labels.seen_word(facts.suppression) if facts.suppression else ""),
        (_("stops"), "、".join(map(labels.seen_word, facts.stops))),
        (_("time zones"), ", ".join(facts.zones) or policy.default_zone),
        (_("hours asked for"), labels.seen_word(facts.wished_hours)),
        (_("way asked for"), labels.seen_word(facts.wished_channel)),
        (_("agreed to the night"), _("yes") if facts.night_consent else ""),
        (_("arm"), labels.seen_word(facts.arm)),
        (_("hour of the text"), hours.sentence(drawn) if drawn else ""),
    ]
    return [(what, said) for what, said in lines if said]


def _agreed(chosen: ChosenFacts | None) -> list[tuple[str, str]]:
    """What an agent filled in of an answer."""
    if chosen is None:
        return []
    amount = "" if chosen.amount is None else money(chosen.amount, chosen.currency)
    return [
        (_("day agreed"), chosen.day.isoformat() if chosen.day else ""),
        (_("amount agreed"), amount),
    ]


def _contacts(facts: ContactFacts, policy: Policy) -> str:
    zone = place(facts, policy)
    newest = sorted(facts.contacts, key=lambda past: past.at, reverse=True)
    told = [
        f"{spoken(past.at, zone)} ({labels.seen_word(past.channel)})"
        for past in newest[:CONTACTS_SHOWN]
    ]
    if len(newest) > CONTACTS_SHOWN:
        more = len(newest) - CONTACTS_SHOWN
        told.append(ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more})
    return _("; ").join(told)

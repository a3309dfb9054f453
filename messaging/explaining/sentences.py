"""A trace as sentences, in the language that is active; from the facts of that moment alone.

The same function for what would happen now and for every decision that was kept: it asks neither
the clock nor the database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

from accounts.rules.money import money
from messaging import labels
from messaging.explaining import words
from messaging.explaining.words import Words
from messaging.policy import reasons
from messaging.policy.decide import TraceEntry, Verdict
from messaging.policy.errors import UnknownZone
from messaging.policy.facts import ContactFacts
from messaging.policy.model import Policy
from messaging.policy.parts import ANY_CHANNEL, Cap
from messaging.policy.rules.frequency import used
from messaging.policy.rules.loans import unsettled
from messaging.policy.zones import zone_info

_CAP_SCOPES = {"cap_customer": ("customer", "account"), "cap_address": ("address",)}


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one rule says. `outcome` as in the trace: pass, hold or block; `aloud`: whether it is
    for the customer's ears."""

    rule: str
    outcome: str
    reason: str
    text: str = field(repr=False)
    aloud: bool
    until: datetime | None = None


def sentences(
    trace: Iterable[TraceEntry], facts: ContactFacts, policy: Policy, at: datetime
) -> list[Sentence]:
    """One a rule, in their order. `at`: when it was decided."""
    return [_sentence(entry, facts, policy, at) for entry in trace]


FOR_GOOD: Mapping[str, Callable[[], str]] = {
    reasons.SUPPRESSED: lambda: _("That stays so unless you ask us to write again."),
    reasons.WRONG_PARTY: lambda: _("That stays so unless you tell us that the number is yours."),
}
"""What ends by the customer's own word alone, and not by itself."""


def summary(
    verdict: Verdict,
    facts: ContactFacts,
    policy: Policy,
    at: datetime,
    *,
    next_at: datetime | None,
    planned: date | None = None,
) -> list[str]:
    """What to say first, sentence by sentence: whether there is contact at this moment, what
    stands against it as far as it is for the customer's ears, and when it is possible again.
    `planned`: the day for which the strategy has the next text; nothing is sent before."""
    against = [
        each for each in sentences(verdict.trace, facts, policy, at) if each.outcome != "pass"
    ]
    if not against:
        return [_("Nothing stands against contact at this moment.")]
    said = [_("There is no contact at this moment.")]
    told = [each.text for each in against if each.aloud]
    said += told or [_("The reason lies with us and not with you.")]
    if verdict.reason in FOR_GOOD:
        said.append(FOR_GOOD[verdict.reason]())
    elif planned is not None and (next_at is None or planned > next_at.date()):
        day = date_format(planned, _("j F"), use_l10n=False)
        said.append(_("The next text would be on %(day)s at the earliest.") % {"day": day})
    elif verdict.reason == reasons.ALREADY_REMINDED:
        said.append(_("No further text is planned about it."))
    elif next_at is not None:
        moment = spoken(next_at, place(facts, policy))
        said.append(_("The next possible moment is %(moment)s.") % {"moment": moment})
    elif told:
        said.append(_("It is possible again once that is settled."))
    return said


def spoken(moment: datetime, zone: ZoneInfo) -> str:
    """A moment as one says it, on the clock of that place."""
    return date_format(moment.astimezone(zone), _("j F, H:i"), use_l10n=False)


def place(facts: ContactFacts, policy: Policy) -> ZoneInfo:
    """Where the customer is, as far as is known: the first of the places where they may be."""
    for zone in (*facts.zones, policy.default_zone):
        try:
            return zone_info(zone)
        except UnknownZone:
            continue
    return ZoneInfo("UTC")


def _sentence(entry: TraceEntry, facts: ContactFacts, policy: Policy, at: datetime) -> Sentence:
    said = _words(entry, facts, policy)
    zone = place(facts, policy)
    text = str(said.text) % _Values(entry, facts, policy, at)
    if entry.until is not None and entry.outcome != "pass":
        text = f"{text} {words.UNTIL % {'until': spoken(entry.until, zone)}}"
    return Sentence(entry.rule, entry.outcome, entry.reason, text, said.aloud, entry.until)


def _words(entry: TraceEntry, facts: ContactFacts, policy: Policy) -> Words:
    if entry.reason == reasons.NOT_APPLICABLE:
        return words.DOES_NOT_APPLY
    if entry.outcome != "pass":
        return words.AGAINST.get(entry.reason) or Words(labels.reason(entry.reason), aloud=False)
    if entry.rule == "quiet_hours" and entry.saw.get("night_consent"):
        return words.NIGHT_AGREED
    if entry.rule == "preferred_window":
        if "wished" in entry.saw:
            return words.HOURS_WISHED
        if entry.saw.get("send_at_once"):
            return words.AT_ONCE
        if entry.saw.get("kept") is False:
            return words.NO_ROOM
    if entry.rule in _CAP_SCOPES and not _caps(entry.rule, facts, policy):
        return words.NO_CAP
    return words.PASSES.get(entry.rule) or Words(labels.rule(entry.rule), aloud=False)


class _Values(dict[str, str]):
    """What a sentence may name, worked out when it does."""

    def __init__(
        self, entry: TraceEntry, facts: ContactFacts, policy: Policy, at: datetime
    ) -> None:
        super().__init__()
        self._entry, self._facts, self._policy, self._at = entry, facts, policy, at

    def __missing__(self, name: str) -> str:
        made = getattr(self, f"_{name}", None)
        return str(made()) if made else self._seen(name)

    def _seen(self, name: str) -> str:
        value = self._entry.saw.get(name, "")
        if isinstance(value, list):
            return "、".join(labels.seen_word(str(each)) for each in value)
        return labels.seen_word(str(value))

    def _due(self) -> str:
        return amounts(self._facts)

    def _time(self) -> str:
        zone = place(self._facts, self._policy)
        return f"{self._at.astimezone(zone):%H:%M}"

    def _window(self) -> str:
        weeks = self._policy.windows
        week = weeks.get(self._facts.channel) or weeks.get(ANY_CHANNEL) or ()
        weekday = self._at.astimezone(place(self._facts, self._policy)).weekday()
        windows = week[weekday] if week else ()
        return _(" and ").join(
            _("from %(start)s to %(end)s")
            % {"start": f"{each.start:%H:%M}", "end": str(each).partition("-")[2]}
            for each in windows
        ) or _("not at all")

    def _oldest(self) -> str:
        return self._moment("oldest")

    def _last(self) -> str:
        return self._moment("last")

    def _moment(self, name: str) -> str:
        said = self._entry.saw.get(name)
        zone = place(self._facts, self._policy)
        return spoken(datetime.fromisoformat(said), zone) if said else "—"

    def _limit_hours(self) -> str:
        return str(self._policy.staleness_hours)

    def _limit(self) -> str:
        if self._entry.reason == reasons.BELOW_LEAST_AMOUNT:
            currency = self._facts.loans[0].currency if self._facts.loans else ""
            return money(self._policy.least_amount, currency)
        return str(self._entry.saw.get("limit", ""))

    def _span(self) -> str:
        return span(self._entry.saw.get("hours"))

    def _budgets(self) -> str:
        return _("; ").join(
            _("%(used)s of %(limit)s in %(span)s")
            % {
                "used": _used(cap, self._facts, self._policy, self._at),
                "limit": cap.limit,
                "span": span(cap.hours),
            }
            for cap in _caps(self._entry.rule, self._facts, self._policy)
        )


def amounts(facts: ContactFacts) -> str:
    """What is due, by currency."""
    due: dict[str, Decimal] = defaultdict(Decimal)
    for loan in unsettled(facts.loans):
        due[loan.currency] += loan.amount_due
    return _(" and ").join(money(amount, currency) for currency, amount in sorted(due.items()))


def span(hours: int | None) -> str:
    """How long a cap counts, in words; None: the customer's day."""
    if hours is None:
        return _("one day")
    if hours % 24 == 0:
        return ngettext("%(n)s day", "%(n)s days", hours // 24) % {"n": hours // 24}
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}


def _caps(rule: str, facts: ContactFacts, policy: Policy) -> Sequence[Cap]:
    return [
        cap
        for scope in _CAP_SCOPES[rule]
        for cap in policy.cap_table.get((facts.channel, scope), ())
    ]


def _used(cap: Cap, facts: ContactFacts, policy: Policy, at: datetime) -> Any:
    try:
        return used(cap, facts, policy, at.astimezone(UTC))
    except UnknownZone:
        return "—"

"""Facts, conditions and what is wrong with them, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from accounts.models.choices import Cause, Language
from accounts.rules.delinquency import Habit
from messaging.models.choices import StageChoices
from messaging.policy.segments.condition import (
    Between,
    Clause,
    Condition,
    Is,
    Unreadable,
    read,
)
from messaging.policy.segments.facts import FACTS, Kind

FACT_LABELS: dict[str, Any] = {
    "habit": gettext_lazy("Repayment habit"),
    "stage": gettext_lazy("Stage"),
    "days_past_due": gettext_lazy("Days past due"),
    "amount_due": gettext_lazy("Amount due"),
    "product": gettext_lazy("Product"),
    "cause": gettext_lazy("Cause of delay"),
    "region": gettext_lazy("Time zone"),
    "language": gettext_lazy("Language"),
    "answered": gettext_lazy("Has written to us before"),
    "officer": gettext_lazy("A loan officer is named"),
}

HABITS: dict[str, Any] = {
    Habit.ALWAYS_ON_TIME.value: gettext_lazy("Always on time"),
    Habit.SOMETIMES_LATE.value: gettext_lazy("Sometimes late"),
    Habit.OFTEN_LATE.value: gettext_lazy("Often late"),
}

VALUES: dict[str, dict[str, Any]] = {
    "habit": HABITS,
    "stage": dict(StageChoices.choices),
    "cause": dict(Cause.choices),
    "language": dict(Language.choices),
}

ATTRIBUTES: dict[str, Any] = {
    "gender": gettext_lazy("gender"),
    "ethnicity": gettext_lazy("ethnicity"),
    "religion": gettext_lazy("religion"),
    "health": gettext_lazy("health"),
    "marital_status": gettext_lazy("marital status"),
    "age": gettext_lazy("age"),
    "origin": gettext_lazy("origin"),
    "beliefs": gettext_lazy("beliefs and private life"),
}

CODES: dict[str, Any] = {
    "not_a_list": gettext_lazy("The conditions cannot be read; make them anew."),
    "not_a_clause": gettext_lazy("The condition on “%(what)s” cannot be read; make it anew."),
    "everybody": gettext_lazy("Without a condition it is everybody: give at least one."),
    "twice": gettext_lazy("“%(what)s” is asked for twice; put it into one condition."),
    "unknown_fact": gettext_lazy(
        "Nothing is known of “%(what)s” that a segment may ask for; choose from the list."
    ),
    "no_values": gettext_lazy("Choose from 1 to 50 values of “%(what)s”."),
    "bad_value": gettext_lazy("A value of “%(what)s” cannot be; choose or write another."),
    "nobody": gettext_lazy("“%(what)s”: nothing lies between these bounds; swap them."),
    "no_currency": gettext_lazy("“%(what)s”: say the currency by its three letters."),
}


def fact_label(code: str) -> str:
    """The fact's name; what is no fact stays as it is."""
    return str(FACT_LABELS.get(code, code))


def sentences(conditions: Any) -> list[str]:
    """A document, a sentence a clause; what cannot be read any more says so."""
    try:
        return [_sentence(clause) for clause in read(conditions)]
    except Unreadable as error:
        return [str(CODES.get(error.code, CODES["not_a_list"])) % {"what": fact_label(error.what)}]


def in_a_line(condition: Condition) -> str:
    return _("; ").join(map(_sentence, condition))


def _sentence(clause: Clause) -> str:
    label = fact_label(clause.fact)
    if isinstance(clause, Is):
        return _("%(fact)s: %(value)s") % {
            "fact": label,
            "value": _("yes") if clause.yes else _("no"),
        }
    if isinstance(clause, Between):
        return _("%(fact)s: %(value)s") % {"fact": label, "value": _range(clause)}
    known = VALUES.get(clause.fact, {})
    values = _(", ").join(str(known.get(value, value)) for value in clause.values)
    if clause.none:
        return _("%(fact)s: none of %(value)s") % {"fact": label, "value": values}
    return _("%(fact)s: %(value)s") % {"fact": label, "value": values}


def _range(clause: Between) -> str:
    """Days are told by the first and the last of them; amounts by what they lie under."""
    days = FACTS[clause.fact].kind is Kind.DAYS
    low = None if clause.at_least is None else _figure(clause.at_least, clause.currency)
    high = None if clause.below is None else _figure(clause.below - days, clause.currency)
    if low is None:
        return (_("at most %(high)s") if days else _("under %(high)s")) % {"high": high}
    if high is None:
        return _("at least %(low)s") % {"low": low}
    pair = {"low": low, "high": high}
    return (_("%(low)s to %(high)s") if days else _("at least %(low)s, under %(high)s")) % pair


def _figure(value: Any, currency: str) -> str:
    return f"{currency} {value:,f}" if currency else f"{value:f}"

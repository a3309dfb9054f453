"""How each figure of a policy is typed, read and said: hours, days, words, a choice, a number.

What is typed wrongly goes through unread: whether it is right is for the policy to say.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from accounts.models.choices import Channel, Language, PartyRole
from messaging.models.calendar import Country
from messaging.models.choices import StageChoices
from messaging.policy.fields import CALL_ORDER, OVERDUE_REVIEW, ROLES
from messaging.policy.parts import ANY_CHANNEL, LANGUAGES, WEEKDAYS

DAYS = [
    gettext_lazy("Mon"),
    gettext_lazy("Tue"),
    gettext_lazy("Wed"),
    gettext_lazy("Thu"),
    gettext_lazy("Fri"),
    gettext_lazy("Sat"),
    gettext_lazy("Sun"),
]
_FLAG = {True: "yes", False: "no"}
_FLAGS = {"yes": gettext_lazy("yes"), "no": gettext_lazy("no")}
_OVERDUE = {
    "warn": gettext_lazy("leaves, with a warning"),
    "block": gettext_lazy("may not leave"),
}
_CALLS = {
    "by_due": gettext_lazy("by due time"),
    "by_answers": gettext_lazy("as calls were answered at this hour and by this customer"),
}
_HOLIDAYS = {
    "none": gettext_lazy("like any other day of the week"),
    "no_contact_if_known": gettext_lazy("no contact on those in the calendar"),
    "no_contact": gettext_lazy("no contact"),
}
_CONSENT = {"not_needed": gettext_lazy("not needed"), "required": gettext_lazy("required")}


@dataclass(frozen=True)
class Input:
    """One field of the form; `choices` makes it a menu, `ticked` (not None) a box to tick."""

    name: str
    value: str
    label: Any = ""
    choices: list[tuple[str, Any]] = field(default_factory=list)
    ticked: bool | None = None


@dataclass(frozen=True)
class Kind:
    """`inputs(name, value)`, `read(name, posted, inherited)`, `say(value)`; `hint` for mistakes."""

    inputs: Callable[[str, Any], list[Input]]
    read: Callable[[str, Mapping[str, Any], Any], Any]
    say: Callable[[Any], str]
    hint: Any


def kind_of(name: str) -> Kind:
    return _KINDS.get(name, _NUMBER)


def typed(name: str, data: Mapping[str, Any]) -> str:
    return str(data.get(name, "")).strip()


def number(text: str) -> int | str | None:
    """A number where it is one; else what was typed, which the policy then refuses."""
    text = text.strip()
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else text


def _plain(name: str, value: Any) -> list[Input]:
    return [Input(name, "" if value is None else str(value))]


def _hours_inputs(name: str, value: Any) -> list[Input]:
    return [
        Input(
            f"{name}:{channel}:{day}",
            " ".join(week.get(day, [])),
            DAYS[place] if channel == ANY_CHANNEL else f"{Channel(channel).label} {DAYS[place]}",
        )
        for channel, week in value.items()
        for place, day in enumerate(WEEKDAYS)
    ]


def _read_hours(name: str, data: Mapping[str, Any], inherited: Any) -> Any:
    return {
        channel: {day: typed(f"{name}:{channel}:{day}", data).split() for day in WEEKDAYS}
        for channel in inherited
    }


def _say_hours(value: Any) -> str:
    return " · ".join(sorted({" ".join(w) for week in value.values() for w in week.values()}))


def _words_inputs(name: str, value: Any) -> list[Input]:
    return [
        Input(f"{name}:{each}", ", ".join(value.get(each, ())), Language(each).label)
        for each in LANGUAGES
    ]


def _read_words(name: str, data: Mapping[str, Any], _inherited: Any) -> dict[str, list[str]]:
    return {each: _words(typed(f"{name}:{each}", data)) for each in LANGUAGES}


def _words(text: str) -> list[str]:
    """Divided by commas: a word may be several, such as “opt out”."""
    text = text.replace("，", ",").replace("、", ",")
    return [word.strip() for word in text.split(",") if word.strip()]


def _say_words(value: Any) -> str:
    return " · ".join(f"{Language(each).label}: {', '.join(value[each])}" for each in value)


def _role_inputs(name: str, value: Any) -> list[Input]:
    return [
        Input(f"{name}:{role}", "on", PartyRole(role).label, ticked=role in value) for role in ROLES
    ]


def _read_roles(name: str, data: Mapping[str, Any], _inherited: Any) -> list[str]:
    return [role for role in ROLES if typed(f"{name}:{role}", data)]


def _say_roles(value: Any) -> str:
    return "、".join(str(PartyRole(role).label) for role in value) or _("none")


def _percent(value: Any) -> str:
    """`0.05` → `5`; what is no number stays as it was typed."""
    try:
        return f"{(Decimal(str(value)) * 100).normalize():f}"
    except InvalidOperation:
        return str(value)


def _read_percent(name: str, data: Mapping[str, Any], inherited: Any) -> str:
    text = typed(name, data).removesuffix("%").strip()
    try:
        share = Decimal(text) / 100
    except InvalidOperation:
        return text
    return inherited if share == Decimal(str(inherited)) else str(share)


def _read_text(name: str, data: Mapping[str, Any], _inherited: Any) -> str:
    return typed(name, data)


def _read_number(name: str, data: Mapping[str, Any], _inherited: Any) -> int | str | None:
    return number(typed(name, data))


def _say(value: Any) -> str:
    if value is None:
        return _("no rule")
    return "、".join(value) or _("none") if isinstance(value, list) else str(value)


def _menu(labels: Mapping[str, Any]) -> Kind:
    return Kind(
        lambda name, value: [Input(name, str(value), choices=list(labels.items()))],
        _read_text,
        lambda value: str(labels.get(value, value)),
        gettext_lazy("choose one of the list"),
    )


def _read_flag(name: str, data: Mapping[str, Any], _inherited: Any) -> Any:
    text = typed(name, data)
    return {"yes": True, "no": False}.get(text, text)


_FLAG_KIND = Kind(
    lambda name, value: [Input(name, _FLAG.get(value, ""), choices=list(_FLAGS.items()))],
    _read_flag,
    lambda value: str(_FLAGS[_FLAG[value]]),
    gettext_lazy("choose one of the list"),
)
_HOURS = Kind(
    _hours_inputs,
    _read_hours,
    _say_hours,
    gettext_lazy("write hours such as 08:00-12:00 14:00-22:00"),
)
_NUMBER = Kind(_plain, _read_number, _say, gettext_lazy("write a whole number of at least 1"))
_KINDS: dict[str, Kind] = {
    "windows": _HOURS,
    "preferred": _HOURS,
    "blackout_days": Kind(
        lambda name, value: [Input(name, " ".join(value))],
        lambda name, data, _inherited: typed(name, data).split(),
        _say,
        gettext_lazy("write days such as 2026-02-16, or 02-16 for every year"),
    ),
    "opt_out_words": Kind(
        _words_inputs,
        _read_words,
        _say_words,
        gettext_lazy(
            "write words of each language, divided by commas; the first, in Latin letters, is the "
            "one that texts name"
        ),
    ),
    "roles": Kind(_role_inputs, _read_roles, _say_roles, gettext_lazy("tick at least the debtor")),
    "default_zone": Kind(
        _plain, _read_text, _say, gettext_lazy("write a time zone such as Asia/Shanghai")
    ),
    "control_share": Kind(
        lambda name, value: [Input(name, _percent(value), label="%")],
        _read_percent,
        lambda value: f"{_percent(value)}%",
        gettext_lazy("write a percentage from 0 to 100"),
    ),
    "least_amount": Kind(
        _plain, _read_text, _say, gettext_lazy("write an amount such as 1 or 0.50")
    ),
    "country": _menu(dict(Country.choices)),
    "overdue_review": _menu(_OVERDUE),
    "holiday_rule": _menu(_HOLIDAYS),
    "electronic_consent": _menu(_CONSENT),
    "call_order": _menu(_CALLS),
    "firm_from": _menu(dict(StageChoices.choices)),
    "consent_lifts_quiet_hours": _FLAG_KIND,
    "opt_out_wording_required": _FLAG_KIND,
    "complaint_rolls_to_working_day": _FLAG_KIND,
}
assert set(_CALLS) == set(CALL_ORDER)  # noqa: S101
assert set(_OVERDUE) == set(OVERDUE_REVIEW)  # noqa: S101

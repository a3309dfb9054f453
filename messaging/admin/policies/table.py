"""A policy as a person reads it: figures in groups, each with its source and how sure it is."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from accounts.models.choices import Channel
from messaging.admin.policies.kinds import DAYS, kind_of
from messaging.authoring.sources import STATUSES
from messaging.policy.model import Policy
from messaging.policy.parts import ANY_CHANNEL, Cap, Origin, Windows

_LOOKS = {"V": "hc-good", "V2": "hc-good", "M": "hc-warn", "P": ""}
SECTIONS: list[tuple[Any, list[tuple[str, Any]]]] = [
    (
        gettext_lazy("When"),
        [
            ("country", gettext_lazy("Country whose work calendar counts")),
            ("windows", gettext_lazy("Permitted hours")),
            ("preferred", gettext_lazy("Preferred hours")),
            ("consent_lifts_quiet_hours", gettext_lazy("Consent lifts quiet hours")),
            ("holiday_rule", gettext_lazy("Public holidays")),
            ("blackout_days", gettext_lazy("Days without contact")),
            ("default_zone", gettext_lazy("Time zone when none is known")),
        ],
    ),
    (
        gettext_lazy("How often"),
        [
            ("minimum_gap_hours", gettext_lazy("Hours between two contacts, at least")),
            ("repeat_days", gettext_lazy("Days until the last stage is reminded again")),
            ("education_gap_days", gettext_lazy("Days between two pieces of useful knowledge")),
            (
                "education_apart_days",
                gettext_lazy("Days between useful knowledge and a reminder, before and after"),
            ),
        ],
    ),
    (
        gettext_lazy("Whom, and on what data"),
        [
            ("roles", gettext_lazy("Who is addressed")),
            ("least_amount", gettext_lazy("Smallest amount to remind about")),
            ("staleness_hours", gettext_lazy("Hours after which data are stale")),
            ("electronic_consent", gettext_lazy("Consent to texts and e-mail")),
            ("number_fresh_days", gettext_lazy("Days a confirmed number stays valid")),
            ("firm_from", gettext_lazy("Firm tone from")),
        ],
    ),
    (
        gettext_lazy("Opting out"),
        [
            ("opt_out_wording_required", gettext_lazy("Opt-out words in every text")),
            ("opt_out_words", gettext_lazy("Words that opt out")),
            ("opt_out_confirmation_minutes", gettext_lazy("Minutes to confirm an opt-out")),
        ],
    ),
    (
        gettext_lazy("Replies"),
        [
            (
                "unread_reply_days",
                gettext_lazy("Days for which a reply nobody has read holds texts"),
            ),
            (
                "question_hold_days",
                gettext_lazy(
                    "Days for which an ordinary question holds texts until it is answered"
                ),
            ),
        ],
    ),
    (
        gettext_lazy("Complaints"),
        [
            ("complaint_days", gettext_lazy("Days to answer")),
            ("complaint_complex_days", gettext_lazy("Days for a complex one")),
            ("complaint_extension_days", gettext_lazy("Days of extension")),
            ("complaint_review_days", gettext_lazy("Days to ask for a review")),
            (
                "complaint_rolls_to_working_day",
                gettext_lazy("A deadline on a holiday moves to the next working day"),
            ),
            (
                "complaint_pause_least",
                gettext_lazy("Complaints of one text that pause it, at least"),
            ),
            (
                "complaint_pause_per_thousand",
                gettext_lazy("and surely more than so many of a thousand texts"),
            ),
        ],
    ),
    (
        gettext_lazy("Keeping"),
        [
            ("complaint_file_years", gettext_lazy("Years complaint files are kept, at least")),
        ],
    ),
    (
        gettext_lazy("Running"),
        [
            ("control_share", gettext_lazy("Share of customers in the control group")),
            ("tranche_size", gettext_lazy("Texts released per quarter-hour")),
            ("unresolved_after_hours", gettext_lazy("Hours after which no receipt is expected")),
            ("review_days", gettext_lazy("Days until a template is reviewed")),
            ("overdue_review", gettext_lazy("A text whose review is overdue")),
            ("call_order", gettext_lazy("Order of the call list")),
        ],
    ),
]
LABELS: dict[str, Any] = {name: label for _title, fields in SECTIONS for name, label in fields}
_SCOPES = {
    "customer": gettext_lazy("Per customer"),
    "address": gettext_lazy("Per address"),
    "account": gettext_lazy("Per account"),
}
_COUNTED = {
    "message": gettext_lazy("texts"),
    "call": gettext_lazy("calls"),
    "dial": gettext_lazy("unanswered dials"),
}


@dataclass(frozen=True)
class Figure:
    """One row; `look` tells a prescribed figure from an unverified one and from our own."""

    label: str
    value: str
    source: str
    status: str
    look: str


@dataclass(frozen=True)
class Section:
    title: str
    figures: list[Figure]


def sections(policy: Policy) -> list[Section]:
    """Everything the policy says, in the order a person asks for it."""
    table = [
        Section(
            str(title),
            [
                _figure(str(label), _value(policy, name), policy.origin(name))
                for name, label in fields
            ],
        )
        for title, fields in SECTIONS
    ]
    often = table[1].figures
    often[:0] = [_figure(cap_label(cap), cap_value(cap), cap.origin) for cap in policy.caps]
    return table


def _figure(label: str, value: str, origin: Origin) -> Figure:
    return Figure(
        label=label,
        value=value,
        source=_(origin.source) if origin.source else "",
        status=str(STATUSES[origin.status]),
        look=_LOOKS[origin.status],
    )


def _value(policy: Policy, name: str) -> str:
    value = getattr(policy, name)
    if name in ("windows", "preferred"):
        return _windows(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return number_format(value, force_grouping=True)
    return kind_of(name).say(list(value) if isinstance(value, tuple) else value)


def _windows(windows: Windows) -> str:
    """`Mon–Fri 08:00-22:00; Sat–Sun 09:00-21:00`, per channel where they differ."""
    texts = []
    for channel, week in windows.items():
        spans, first = [], 0
        for day in range(1, 8):
            if day == 7 or week[day] != week[first]:
                hours = " ".join(map(str, week[first])) or _("none")
                name = DAYS[first] if day - first == 1 else f"{DAYS[first]}–{DAYS[day - 1]}"
                spans.append(f"{name} {hours}")
                first = day
        head = "" if channel == ANY_CHANNEL else f"{Channel(channel).label}: "
        texts.append(head + "; ".join(spans))
    return " / ".join(texts) or _("none")


def cap_label(cap: Cap) -> str:
    whose = _SCOPES[cap.scope]
    what = "、".join(str(_COUNTED[kind]) for kind in cap.counts)
    channels = "、".join(str(Channel(channel).label) for channel in cap.channels)
    return f"{whose} · {what} · {channels}"


def cap_value(cap: Cap) -> str:
    if cap.hours is None:
        return _("%(limit)s a calendar day") % {"limit": cap.limit}
    days = cap.hours // 24
    return ngettext("%(limit)s in any %(days)s day", "%(limit)s in any %(days)s days", days) % {
        "limit": cap.limit,
        "days": days,
    }

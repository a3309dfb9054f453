"""Forms of the inbox: small, and read with care."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext_lazy as _

from accounts.access import lenders
from accounts.access.at_work import MOST, at_work
from accounts.models import Loan, User
from feedback.admin.amount_field import AmountField
from feedback.models import Conversation
from feedback.promises import reading
from feedback.promises.paid_since import settled_since
from messaging.content.chosen import Chosen, of_text

MORNING = 9
"""The hour to which "tomorrow" snoozes."""

WAITS = {"1d": _("1 day"), "3d": _("3 days"), "7d": _("7 days")}
_WAIT_DAYS = {"1d": 1, "3d": 3, "7d": 7}

SNOOZES = {
    "1h": _("1 hour"),
    "4h": _("4 hours"),
    "tomorrow": _("Tomorrow morning"),
    "monday": _("Monday morning"),
    "3d": _("3 days"),
    "7d": _("7 days"),
}
_LATER = {"1h": timedelta(hours=1), "4h": timedelta(hours=4)}
_DAYS = {"tomorrow": 1, "3d": 3, "7d": 7}
_WEEK = 7


def snooze_choices(now: datetime) -> list[tuple[str, str, datetime]]:
    """Code, label and moment of each."""
    return [(code, str(label), snooze_until(code, now)) for code, label in SNOOZES.items()]


def snooze_until(code: str, now: datetime) -> datetime:
    """The moment a choice stands for. Raises KeyError for none of them."""
    if code in _LATER:
        return now + _LATER[code]
    today = localtime(now)
    ahead = _WEEK - today.weekday() if code == "monday" else _DAYS[code]
    day = today + timedelta(days=ahead)
    return day.replace(hour=MORNING, minute=0, second=0, microsecond=0)


def colleagues(conversation: Conversation | None, *, by: User | None = None) -> list[User]:
    """Whom a conversation may be handed to: who works in the inbox, except who has it and, where
    nobody has, who asks (`by`), who takes it instead."""
    has = conversation.owner_id if conversation else None
    nobody_else = by.pk if by is not None and has is None else 0
    people = at_work("feedback.change_conversation").exclude(pk__in=[has or 0, nobody_else])
    if conversation is not None:
        people = lenders.shown_customer(people, conversation.customer_id)
    return list(people[:MOST])


def wait_until(code: str, now: datetime) -> datetime:
    """How long the customer is waited for. Raises KeyError for none of them."""
    return now + timedelta(days=_WAIT_DAYS[code])


class MomentForm(forms.Form):
    """A moment somebody chose; without a zone it is the desk's."""

    at = forms.DateTimeField(
        required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]
    )


class TextForm(forms.Form):
    """A note, or how somebody made sure who writes."""

    text = forms.CharField(max_length=2000)


class ChosenForm(forms.Form):
    """What an answer leaves open: a day and an amount, as a person types them."""

    day = forms.DateField(required=False)
    amount = AmountField(required=False)
    currency = forms.CharField(required=False, max_length=3)


def chosen_of(typed: Mapping[str, Any], body: str) -> Chosen:
    """What was chosen of this text; what cannot be read counts as not chosen."""
    form = ChosenForm(typed)
    form.is_valid()
    said = form.cleaned_data
    amount = said.get("amount")
    currency = said.get("currency", "") if amount is not None else ""
    return of_text(body, Chosen(said.get("day"), amount, currency))


class PromiseForm(forms.Form):
    """Which loan, how much, by when."""

    loan = forms.ModelChoiceField(label=_("loan"), queryset=Loan.objects.none())
    amount = AmountField(label=_("amount"))
    on = forms.DateField(
        label=_("to be paid by"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(
        self,
        *args: Any,
        customer_id: int | None,
        now: datetime,
        paid: Collection[int] = (),
        **kwargs: Any,
    ) -> None:
        """`paid`: loans whose part that was spoken of has been paid since. `has_something`: whether
        any other has something due."""
        super().__init__(*args, **kwargs)
        loans = Loan.objects.filter(customer=customer_id, amount_due__gt=0).order_by("due_date")
        self.fields["loan"].queryset = loans  # type: ignore[attr-defined]
        first = loans.exclude(pk__in=paid).first()
        self.has_something = first is not None
        if first is not None and not self.is_bound:
            tomorrow = now.astimezone(get_current_timezone()).date() + timedelta(days=1)
            known = {"loan": first.pk, "amount": first.amount_due, "on": tomorrow}
            heard = {name: said for name, said in self.initial.items() if said}
            if heard.get("amount", 0) > first.amount_due:
                del heard["amount"]
            self.initial = known | heard
        for field in self.fields.values():
            field.widget.attrs["class"] = "hc-input"


def promise_form(
    found: Conversation, now: datetime, typed: Mapping[str, Any] | None = None
) -> PromiseForm:
    """With the day and the amount the last reply names, as far as they are beyond doubt."""
    said = reading.heard_in(found.last_reply, now)
    initial = {"on": said.day, "amount": said.amount}
    paid = settled_since(found.last_reply, now)
    return PromiseForm(typed, customer_id=found.customer_id, now=now, paid=paid, initial=initial)

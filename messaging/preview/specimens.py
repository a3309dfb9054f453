"""Made-up customers that show what a template becomes: typical, longest, oldest, several loans."""

from datetime import date, timedelta
from decimal import Decimal

from messaging.content.chosen import Chosen
from messaging.content.placeholders import longest, samples
from messaging.content.standard import STANDARD
from messaging.content.values import LoanText, MessageFacts, values_for
from messaging.decisions.facts.sender import Sender
from messaging.models.choices import StageChoices

TYPICAL, LONGEST, OLDEST, SEVERAL = KINDS = ("typical", "longest", "oldest", "several")

# Days past due of a typical and of the oldest loan in each stage.
_TYPICAL_DAYS = {
    StageChoices.DUE_7: -7,
    StageChoices.DUE_0: 0,
    StageChoices.DPD_1: 1,
    StageChoices.DPD_2_3: 2,
    StageChoices.DPD_4_7: 5,
    StageChoices.DPD_8_15: 10,
    StageChoices.DPD_16: 20,
}
_OLDEST_DAYS = {
    **_TYPICAL_DAYS,
    StageChoices.DUE_7: -1,
    StageChoices.DPD_2_3: 3,
    StageChoices.DPD_4_7: 7,
    StageChoices.DPD_8_15: 15,
    StageChoices.DPD_16: 365,
}
_STANDARD = frozenset(entry.name for entry in STANDARD)
_LENDERS = ("lender", "hotline", "ways_to_pay", "check_host")
_SALUTATION = "先生"
_AGREED = Decimal("500.00")
_AMOUNTS = (("1280.50", "8640.00"), ("2365.00", "15200.00"), ("980.75", "3100.00"))


def values(
    kind: str,
    *,
    sender: Sender,
    stage: str,
    cause: str,
    language: str,
    today: date,
    channel: str = "sms",
) -> dict[str, str]:
    """The values of a made-up customer of this kind (one of KINDS) in this stage.

    What has no value in the stage (days overdue before the due date) is absent here too, so a
    text that needs it shows the gap before it is submitted.
    """
    days = _OLDEST_DAYS if kind == OLDEST else _TYPICAL_DAYS
    overdue = days[StageChoices(stage)]
    registered = samples(language)
    facts = MessageFacts(
        customer_name=registered["customer_name"],
        salutation=_SALUTATION,
        language=language,
        lender=sender.facts(language),
        loans=_loans(
            _days_of(kind, overdue),
            product=registered["product"],
            officer=registered["officer_name"],
            today=today,
        ),
        today=today,
        cause=cause,
        opt_out_words=sender.opt_out_words.get(language, ""),
        channel=channel,
        chosen=Chosen(today + timedelta(days=3), _AGREED, "CNY"),
    )
    known = values_for(facts)
    extra = {name: value for name, value in registered.items() if name not in _STANDARD}
    if kind != LONGEST:
        return extra | known
    told = _LENDERS if channel == "sms" else (*_LENDERS, "opt_out_words")
    limits = longest(language) | {name: known[name] for name in told if name in known}
    return {name: limits[name] for name in extra | known}


def _days_of(kind: str, overdue: int) -> list[int]:
    """Days past due of each loan, the oldest first; several loans are of one standing."""
    if kind != SEVERAL:
        return [overdue]
    if overdue < 0:
        return [-3, -5, -7]
    return [max(min(overdue, 1), overdue - apart) for apart in (0, 2, 7)]


def _loans(days: list[int], *, product: str, officer: str, today: date) -> tuple[LoanText, ...]:
    return tuple(
        LoanText(
            product=product,
            loan_no_tail=f"{417 + place:04d}",
            currency="CNY",
            amount_due=Decimal(amount_due),
            outstanding=Decimal(outstanding),
            due_date=today - timedelta(days=overdue),
            officer_name=officer,
        )
        for place, (overdue, (amount_due, outstanding)) in enumerate(
            zip(days, _AMOUNTS, strict=False)
        )
    )

"""What is true of the lenders a template is for: its text may say no more than that."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from accounts.models import Lender
from messaging.content.context import ReviewContext
from messaging.content.values import LenderFacts
from messaging.decisions.facts.text import lender_facts
from messaging.models import Strategy, Template, in_force
from messaging.models.approvable import ApprovalState
from messaging.models.choices import ContentClass

_THEIRS = ("lender", "ways_to_pay", "hotline", "check_host")
"""Placeholders that a lender's own facts fill."""


@dataclass(frozen=True)
class Users:
    """Lenders whose strategy in force, or one being written, names a template. ``known`` False:
    none does yet, so the text must be true of every lender there is."""

    lenders: tuple[Lender, ...]
    known: bool


def users_of(template: Template, now: datetime) -> Users:
    """Whom a text of this template may leave for."""
    using = Strategy.objects.filter(cells__template=template).distinct().select_related("lender")
    open_or_approved = list(using.exclude(state=ApprovalState.RETIRED))
    standing = in_force.standing_strategies({each.lender_id for each in open_or_approved}, now)
    standing_ids = {strategy.pk for strategy in standing.values()}
    lenders = {
        each.lender_id: each.lender
        for each in open_or_approved
        if each.state != ApprovalState.APPROVED or each.pk in standing_ids or _begins(each, now)
    }
    if lenders:
        return Users(tuple(lenders.values()), known=True)
    return Users(tuple(Lender.objects.order_by("pk")), known=False)


def review_context(
    template: Template, language: str, *, users: Users, opt_out: bool
) -> ReviewContext:
    """The context of a text of this template; ``opt_out``: whether it must carry the words."""
    context = context_for(
        users.lenders or (made_up_lender(),),
        stage=template.stage,
        language=language,
        opt_out=opt_out,
        reminder=template.content_class == ContentClass.COLLECTION_SERVICE,
    )
    if users.known or not users.lenders:
        return context
    # It may be meant for those who can fill it; a strategy of the others is refused with it.
    empty = [frozenset(_empty(lender_facts(lender, language))) for lender in users.lenders]
    return replace(context, without_value=frozenset.intersection(*empty))


def context_for(
    lenders: Collection[Lender], *, stage: str, language: str, opt_out: bool, reminder: bool = True
) -> ReviewContext:
    """What holds for every one of these lenders (at least one)."""
    facts = [lender_facts(lender, language) for lender in lenders]
    return ReviewContext(
        stage=stage,
        language=language,
        signature=_longest(each.signature for each in facts),
        opt_out_words_required=opt_out,
        reports_to_credit_registry=all(each.reports_to_credit_registry for each in lenders),
        late_fee_in_contract=all(each.late_fee_in_contract for each in lenders),
        legal_action_approved=all(each.legal_action_approved for each in lenders),
        allowed_hosts=frozenset.intersection(
            *(frozenset(host.lower() for host in each.allowed_hosts) for each in lenders)
        ),
        hotlines=frozenset.intersection(*(frozenset({each.hotline}) for each in lenders)),
        without_value=frozenset(name for each in facts for name in _empty(each)),
        longest={
            "lender": _longest(each.name for each in facts),
            "ways_to_pay": _longest(each.ways_to_pay for each in facts),
            "hotline": _longest(each.hotline for each in facts),
            "check_host": _longest(each.check_host for each in facts),
        },
        reminder=reminder,
    )


def any_lender() -> Lender:
    """Whose name stands in for all lenders' in a preview; one made up before there is any."""
    return Lender.objects.order_by("pk").first() or made_up_lender()


def made_up_lender() -> Lender:
    """A lender of which nothing is true but its names."""
    return Lender(
        name="安和消费金融",
        name_en="Anhe Finance",
        signature="安和消费金融",
        hotline="400-600-0000",
        ways_to_pay="安和APP或绑定银行卡",
        ways_to_pay_en="the Anhe app or your linked bank card",
        check_host="anhe.example",
    )


def opt_out_required(lenders: Iterable[Lender], now: datetime) -> bool:
    """Whether a policy in force of one of them requires opt-out words in every text."""
    ids = {lender.pk for lender in lenders}
    return any(
        in_force.policy_of(version).opt_out_wording_required
        for version in in_force.standing_policies(now)
        if version.lender_id in ids
    )


def _begins(strategy: Strategy, now: datetime) -> bool:
    return strategy.effective_from is not None and strategy.effective_from > now


def _empty(facts: LenderFacts) -> Iterable[str]:
    return (name for name in _THEIRS if not _of(facts, name).strip())


def _of(facts: LenderFacts, name: str) -> str:
    return facts.name if name == "lender" else str(getattr(facts, name))


def _longest(texts: Iterable[str]) -> str:
    return max(texts, key=len)

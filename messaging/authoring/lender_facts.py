"""What is true of the lenders a template is for: its text may say no more than that."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from accounts.models import Lender
from accounts.models.choices import Channel
from messaging.content.context import ReviewContext
from messaging.content.lender_wording import LenderText, Wording
from messaging.content.values import LenderFacts
from messaging.decisions.facts.sender import Sender, sender_of
from messaging.models import Strategy, Template, in_force
from messaging.models.approvable import ApprovalState
from messaging.models.choices import ContentClass

_THEIRS = ("hotline", "check_host")
"""Placeholders that a lender's own facts fill in every language."""


@dataclass(frozen=True)
class Users:
    """Lenders whose strategy in force, or one being written, names a template. ``known`` False:
    none does yet, so the text must be true of every lender there is."""

    lenders: tuple[Lender, ...]
    known: bool


def users_of(template: Template, now: datetime) -> Users:
    """Whom a text of this template may leave for; of a variant, whom the text it varies does."""
    asked = template.variant_of_id or template.pk
    using = Strategy.objects.filter(cells__template=asked).distinct().select_related("lender")
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
    template: Template,
    language: str,
    *,
    users: Users,
    senders: Collection[Sender],
    opt_out: bool,
) -> ReviewContext:
    """The context of a text of this template; ``opt_out``: whether it must carry the words;
    ``senders``: of the users."""
    context = context_for(
        senders or (made_up_sender(),),
        stage=template.stage,
        language=language,
        opt_out=opt_out,
        reminder=template.content_class == ContentClass.COLLECTION_SERVICE,
        answer=template.content_class == ContentClass.ANSWER and template.channel == Channel.SMS,
        channel=template.channel,
    )
    if users.known or not users.lenders:
        return context
    # It may be meant for those who can fill it; a strategy of the others is refused with it.
    empty = [frozenset(_empty(sender.facts(language))) for sender in senders]
    return replace(context, without_value=frozenset.intersection(*empty))


def context_for(
    senders: Collection[Sender],
    *,
    stage: str,
    language: str,
    opt_out: bool,
    reminder: bool = True,
    answer: bool = False,
    channel: str = "sms",
) -> ReviewContext:
    """What holds for every one of these senders (at least one). What nobody has approved of them
    in this language is measured by what stands in for it: it is said apart (check_wording)."""
    stands_in = made_up_sender().facts(language)
    facts = [sender.facts(language) for sender in senders]
    lenders = [sender.lender for sender in senders]
    return ReviewContext(
        stage=stage,
        language=language,
        signature=_longest(each.signature or stands_in.signature for each in facts),
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
            "lender": _longest(each.name or stands_in.name for each in facts),
            "ways_to_pay": _longest(each.ways_to_pay or stands_in.ways_to_pay for each in facts),
            "hotline": _longest(each.hotline for each in facts),
            "check_host": _longest(each.check_host for each in facts),
        },
        reminder=reminder,
        answer=answer,
        channel=channel,
    )


def any_lender() -> Lender:
    """Who stands in for all lenders in a preview; one made up before there is any."""
    return Lender.objects.order_by("pk").first() or made_up_lender()


def made_up_lender() -> Lender:
    """A lender of which nothing is true."""
    return Lender(name="安和消费金融", hotline="400-600-0000", check_host="anhe.example")


def made_up_sender(lender: Lender | None = None) -> Sender:
    """Invented names and ways to pay, of a made-up lender or of one that has none approved."""
    texts = {
        "zh-hans": LenderText("安和消费金融", "安和消费金融", "安和APP或绑定银行卡"),
        "zh-hant": LenderText("安和消費金融", "安和消費金融", "安和APP或綁定銀行卡"),
        "en": LenderText("Anhe Finance", "Anhe", "the Anhe app or your linked bank card"),
    }
    return Sender(lender or made_up_lender(), Wording(texts, {}))


def sender_for_preview(lender: Lender, now: datetime) -> Sender:
    """Before anything of a lender is approved, invented names show what a text will look like."""
    found = sender_of(lender, now) if lender.pk else made_up_sender(lender)
    return found if found.wording.texts else made_up_sender(lender)


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
    return (name for name in _THEIRS if not str(getattr(facts, name)).strip())


def _longest(texts: Iterable[str]) -> str:
    return max(texts, key=len)

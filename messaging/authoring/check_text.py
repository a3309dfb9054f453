"""What stands against the text of a template, for the lenders it is used by."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from django.utils.translation import gettext_noop

from accounts.models.choices import Channel
from messaging.authoring import wording_lists
from messaging.authoring.check_wording import unready
from messaging.authoring.lender_facts import any_lender, opt_out_required, review_context, users_of
from messaging.authoring.purposes import with_purposes
from messaging.content import subject as subjects
from messaging.content.placeholders import names
from messaging.content.review import review_template
from messaging.content.shape import has_education_words, has_opt_out_words
from messaging.content.text.findings import Finding, Level
from messaging.decisions.facts.answering import speaks_of_loans
from messaging.decisions.facts.sender import Sender, senders
from messaging.models import Template
from messaging.models.choices import ContentClass

__all__ = ["MAX_STORED_BODY", "any_lender", "template_findings"]

MAX_STORED_BODY = 10_000  # characters a draft may hold

_SUBJECT = {
    "needless": (gettext_noop("A text has no subject."), "短信没有标题"),
    "missing": (gettext_noop("It needs a subject."), "要有标题"),
    "malformed": (gettext_noop("Its subject cannot be read."), "标题无法读取"),
    "placeholder": (
        gettext_noop("A subject names the lender at most; everybody can read it."),
        "标题只能写机构名称：谁都看得到",
    ),
    "telling": (
        gettext_noop("A subject tells of no debt, amount or date; everybody can read it."),
        "标题不得出现欠款、金额或日期：谁都看得到",
    ),
}
_EDUCATION = {
    "no_kt": (
        gettext_noop("It does not say by which word useful knowledge alone is declined."),
        "没有写明怎样只停收小知识",
        "回KT停收小知识",
    ),
    "no_stop": (
        gettext_noop("It does not say how to stop all texts."),
        "没有写明怎样停收所有短信",
        "{{ opt_out_words }}",
    ),
    "of_a_loan": (
        gettext_noop("Useful knowledge speaks of no loan: it is for everybody it fits."),
        "小知识不写具体借款：它发给所有适合的人",
        "",
    ),
}
_UNCHECKABLE = {
    "check_code": (
        gettext_noop(
            "It has no check code: whoever gets it can neither check it nor open the customer's "
            "own page with it."
        ),
        "没有查询码：客户收到后无法核实这条短信，也打不开自己的页面",
    ),
    "check_host": (
        gettext_noop("It does not name the address at which customers check a text."),
        "没有短网址：客户不知道在哪里核实短信",
    ),
}
"""What each reminder by SMS ends with; left out, the approver is to know it."""
_NO_OPT_OUT = gettext_noop(
    "A policy in force requires opt-out words; without them its lender sends nothing."
)


def template_findings(
    body: str,
    *,
    template: Template,
    language: str,
    now: datetime,
    said: Mapping[str, str] = MappingProxyType({}),
    subject: str = "",
) -> list[Finding]:
    """All findings, in order of place, by the wording list in force. `said`: what the author says
    the sentences are for whose purpose the review does not know.

    While no strategy names the template, every lender must make it true; then missing opt-out
    words only warn, since it may be meant for lenders whose policy does not require them.
    """
    users = users_of(template, now)
    writing = list(senders(users.lenders, now).values())
    required = opt_out_required(users.lenders, now)
    context = review_context(
        template, language, users=users, senders=writing, opt_out=required and users.known
    )
    found = [
        *_subject(subject, template.channel),
        *_unready(writing, language),
        *with_purposes(review_template(body, context, wording_lists.in_force(now)), said),
    ]
    if template.is_reminder and body.strip():
        found += _uncheckable(body)
    if template.content_class == ContentClass.EDUCATION and body.strip():
        found[:0] = _education(body, template.channel)
    silent = body.strip() and not has_opt_out_words(body, template.channel)
    if required and not users.known and silent:
        found.insert(0, _no_opt_out())
    return found


def _uncheckable(body: str) -> Iterator[Finding]:
    used = names(body)
    for name, (reason, reason_zh) in _UNCHECKABLE.items():
        if name not in used:
            yield Finding(
                level="warn",
                category="shape",
                phrase="",
                start=0,
                end=0,
                reason=reason,
                reason_zh=reason_zh,
                suggestion=f"{{{{ {name} }}}}",
                code=f"no_{name}",
            )


def _education(body: str, channel: str) -> Iterator[Finding]:
    """Both ways to stop, where a reply is one; and no word of anybody's loan."""
    wrong = {
        "no_kt": channel == Channel.SMS and not has_education_words(body),
        "no_stop": channel == Channel.SMS and not has_opt_out_words(body),
        "of_a_loan": speaks_of_loans(body),
    }
    for code, is_wrong in wrong.items():
        if is_wrong:
            reason, reason_zh, suggestion = _EDUCATION[code]
            yield Finding(
                level="block",
                category="shape",
                phrase="",
                start=0,
                end=0,
                reason=reason,
                reason_zh=reason_zh,
                suggestion=suggestion,
                code=f"education_{code}",
            )


def _subject(subject: str, channel: str) -> Iterator[Finding]:
    if problem := subjects.problem(subject, channel):
        reason, reason_zh = _SUBJECT[problem]
        yield Finding(
            level="block",
            category="subject",
            phrase="",
            start=0,
            end=0,
            reason=reason,
            reason_zh=reason_zh,
            code=f"subject_{problem}",
        )


def _unready(writing: Collection[Sender], language: str) -> Iterator[Finding]:
    """What nobody has approved of the lenders; a text none of them can send blocks."""
    sentences = [
        sentence
        for sender in writing
        for sentence in unready(sender.lender, sender.wording, [language])
    ]
    level: Level = "block" if writing and len(sentences) == len(writing) else "warn"
    for sentence in sentences:
        yield Finding(
            level=level,
            category="wording",
            phrase="",
            start=0,
            end=0,
            reason=sentence,
            code="wording_unready",
        )


def _no_opt_out() -> Finding:
    return Finding(
        level="warn",
        category="shape",
        phrase="",
        start=0,
        end=0,
        reason=_NO_OPT_OUT,
        reason_zh="有机构的策略规定短信要写明如何退订；不写，该机构就发不出去",
        suggestion="{{ opt_out_words }}",
        code="no_opt_out",
    )

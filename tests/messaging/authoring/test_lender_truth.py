"""A text says only what is true of every lender whose strategy uses it."""

from datetime import datetime
from typing import Any

import pytest

from accounts.models import Lender, Product
from messaging.approval import checks, fingerprints, steps
from messaging.approval.errors import ApprovalRefused
from messaging.authoring import starter, strategies, wording_lists
from messaging.content.wording_list import Entry
from messaging.models import Strategy, Template, TemplateVersion
from tests import make, make_messaging

pytestmark = pytest.mark.django_db

FEE = make_messaging.BODY + "逾期费用按合同约定计算。"
LINK = make_messaging.BODY + "详见anhe.example。"


def codes(draft: TemplateVersion, now: datetime, level: str = "block") -> set[str]:
    return {each.code for each in checks.findings(draft, now=now) if each.level == level}


def _strategy(lender: Lender, template: Template, now: datetime, *, approved: bool) -> Strategy:
    author = make.staff("supervisor")
    draft = strategies.new_version(lender, by=author, now=now)
    cell = ("dpd-4-7", "gentle", "unknown")
    wanted: Any = {cell: template.pk}
    draft = strategies.save_cells(
        draft, wanted, note="", by=author, now=now, seen_edited_at=draft.edited_at
    )
    if not approved:
        return draft
    submitted = steps.submit(draft, by=author, now=now)
    return steps.approve(
        submitted,
        by=make.staff("supervisor"),
        now=now,
        seen_hash=fingerprints.fingerprint(submitted),
    )


def test_before_there_is_a_lender_no_consequence_is_true(now: datetime) -> None:
    assert codes(make_messaging.draft(body=FEE), now) == {"late_fee_untrue"}


def test_without_a_strategy_every_lender_must_make_it_true(now: datetime) -> None:
    draft = make_messaging.draft(body=FEE)
    make.lender(late_fee_in_contract=True)
    assert codes(draft, now) == set()
    make.lender(late_fee_in_contract=False)
    assert codes(draft, now) == {"late_fee_untrue"}


@pytest.mark.parametrize(
    ("approved_of", "expected"), [(False, {"legal_action_untrue"}), (True, set())]
)
def test_legal_action_is_said_only_for_a_lender_that_intends_it(
    now: datetime, approved_of: bool, expected: set[str]
) -> None:
    make.lender(legal_action_approved=approved_of)
    template = make_messaging.template(stage="dpd-16+", tone="firm")
    draft = make_messaging.draft(template=template, body=make_messaging.BODY + "我们可能依法起诉。")
    assert codes(draft, now) == expected


@pytest.mark.parametrize("approved", [True, False])
def test_with_a_strategy_only_its_lender_counts(now: datetime, approved: bool) -> None:
    standing = make_messaging.version()
    ours = make.lender(late_fee_in_contract=True, allowed_hosts=["Anhe.example"])
    make.lender(late_fee_in_contract=False)
    _strategy(ours, standing.template, now, approved=approved)

    for body in (FEE, LINK):
        draft = make_messaging.draft(template=standing.template, body=body)
        assert codes(draft, now) == set()
        draft.delete()


def test_two_lenders_must_both_allow_a_host(now: datetime) -> None:
    template = make_messaging.template()
    _strategy(make.lender(allowed_hosts=["anhe.example"]), template, now, approved=True)
    draft = make_messaging.draft(template=template, body=LINK)
    assert codes(draft, now) == set()
    _strategy(make.lender(allowed_hosts=["linshui.example"]), template, now, approved=True)
    assert codes(draft, now) == {"link_other_host"}


def test_opt_out_words_block_where_the_using_lender_needs_them(now: datetime) -> None:
    template = make_messaging.template()
    lender = make.lender()
    people = {
        "author": make.staff("administrator"),
        "approver": make.staff("supervisor"),
        "now": now,
    }
    starter.install_policy(lender, profile="us-reg-f", **people)
    draft = make_messaging.draft(template=template)
    assert "no_opt_out" in codes(draft, now, level="warn")  # it may be meant for somebody else

    _strategy(lender, template, now, approved=True)
    assert codes(draft, now) == {"no_opt_out"}


def test_an_english_text_is_blocked_where_the_lender_has_no_english_name(now: datetime) -> None:
    lender = make.lender(texts={"en": None})
    template = make_messaging.template()
    _strategy(lender, template, now, approved=True)
    draft = make_messaging.draft(template=template, language="en")
    found = [each for each in checks.findings(draft, now=now) if each.level == "block"]
    assert [each.code for each in found] == ["wording_unready"]
    assert lender.name in found[0].reason


def test_an_english_text_that_some_of_its_lenders_can_send_is_told_of_the_others(
    now: datetime,
) -> None:
    template = make_messaging.template()
    for texts in ({"en": None}, {}):
        _strategy(make.lender(texts=texts), template, now, approved=True)
    draft = make_messaging.draft(template=template, language="en")
    assert codes(draft, now) == set()
    assert "wording_unready" in codes(draft, now, level="warn")


def test_a_strategy_names_what_its_lender_has_not_approved(now: datetime) -> None:
    template = make_messaging.version().template
    make_messaging.version(template=template, language="en")
    lender = make.lender(texts={"en": None})
    Product.objects.create(lender=lender, code="家装分期", seen_at=now)
    strategy = _strategy(lender, template, now, approved=False)
    found = {x.code: x for x in checks.findings(strategy, now=now)}
    assert found["wording_unready"].level == found["unnamed_product"].level == "warn"
    assert "家装分期" in found["unnamed_product"].phrase


def test_an_answer_need_not_say_what_is_owed(now: datetime) -> None:
    template = make_messaging.template(content_class="answer")
    draft = make_messaging.draft(template=template, body="您好，已收到您的回复。")
    assert codes(draft, now) == set()


def test_the_wording_list_in_force_is_the_one_that_counts(now: datetime) -> None:
    draft = make_messaging.draft(body=make_messaging.BODY + "芝麻开门。")
    assert codes(draft, now) == set()
    ours = wording_lists.new_draft(by=make.staff("collector"), now=now)
    entry = Entry("自定", "芝麻开门", "block", "ours", "", "")
    submitted = steps.submit(
        wording_lists.put_entry(ours, entry, by=ours.author, now=now), by=ours.author, now=now
    )
    steps.approve(
        submitted,
        by=make.staff("supervisor"),
        now=now,
        seen_hash=fingerprints.fingerprint(submitted),
    )
    assert codes(draft, now) == {"wording"}


def test_a_strategy_whose_texts_are_untrue_of_its_lender_is_refused(now: datetime) -> None:
    make.lender(late_fee_in_contract=True)
    fee = make_messaging.version(body=FEE, title="费用提示")
    with pytest.raises(ApprovalRefused) as refusal:
        _strategy(make.lender(late_fee_in_contract=False), fee.template, now, approved=True)
    (finding,) = refusal.value.findings
    assert finding.code == "late_fee_untrue"
    assert "费用提示" in finding.phrase

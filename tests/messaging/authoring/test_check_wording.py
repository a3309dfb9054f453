"""What stands against a lender's wording."""

from datetime import datetime
from typing import Any

import pytest
from django.db import Error, transaction

from accounts.models import Lender, Product
from messaging.approval import checks, steps
from messaging.approval.errors import ApprovalRefused
from messaging.authoring import lender_wordings
from messaging.models import LenderWording
from tests import make

pytestmark = pytest.mark.django_db
GOOD = {"name": "Anhe Finance", "signature": "Anhe", "ways_to_pay": "Anhe app or branch"}


@pytest.fixture
def lender() -> Lender:
    return make.lender()


def _draft(lender: Lender, now: datetime, products: Any = None, **texts: Any) -> LenderWording:
    author = make.staff("collector")
    draft = lender_wordings.new_draft(lender, by=author, now=now)
    return lender_wordings.save(
        draft,
        texts=texts,
        products=products or {},
        note="",
        by=author,
        now=now,
        seen_edited_at=draft.edited_at,
    )


def _codes(version: LenderWording, now: datetime, level: str = "block") -> list[str]:
    return [each.code for each in checks.findings(version, now=now) if each.level == level]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "安和 Finance", "wrong_language"),
        ("ways_to_pay", "the app，or branch", "wrong_language"),
        ("ways_to_pay", "Anhe’s app", "costly"),
        ("signature", "[Anhe]", "signature"),
        ("signature", "A", "signature"),
        ("ways_to_pay", "see evil.com", "link_other_host"),
        ("ways_to_pay", "account 6222 0212 3456 7890", "account_number"),
        ("ways_to_pay", "or you will be arrested", "wording"),
        ("ways_to_pay", "", "incomplete"),
    ],
)
def test_a_value_that_may_not_reach_a_borrower_is_not_submitted(
    lender: Lender, now: datetime, field: str, value: str, code: str
) -> None:
    draft = _draft(lender, now, en=GOOD | {field: value})
    assert code in _codes(draft, now)
    with pytest.raises(ApprovalRefused):
        steps.submit(draft, by=draft.author, now=now)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, ""),
        ({"holder": "王小明"}, "another_holder"),
        ({"link": "https://evil.example/"}, "other_host"),
        ({"number": ""}, "missing"),
        ({"app": {"en": "or you will be arrested"}}, "wording"),
        ({"app": {"zh-hans": "打开安和App，點還款"}}, "wrong_language"),
        ({"branch": {"zh-hans": "转账到 6222 0212 3456 7890"}}, "account_number"),
    ],
)
def test_money_goes_to_the_lender_or_the_version_is_not_submitted(
    now: datetime, changed: dict[str, Any], code: str
) -> None:
    lender = make.lender(allowed_hosts=["anhe.example"])
    draft = _draft(lender, now, en=GOOD)
    account = {"bank": "Bank of Examples", "holder": "Anhe Finance Ltd", "number": "1234567890"}
    draft.payment = {"link": "https://anhe.example/pay"} | account | changed
    draft.save()
    found = _codes(draft, now)
    assert code in found if code else found == []


def test_a_link_to_pay_by_is_https_in_the_database_too(lender: Lender, now: datetime) -> None:
    draft = _draft(lender, now, en=GOOD)
    with pytest.raises(Error, match="a_link_to_pay_by_is_safe"), transaction.atomic():
        LenderWording.objects.filter(pk=draft.pk).update(payment={"link": "http://anhe.example"})
    LenderWording.objects.filter(pk=draft.pk).update(payment={"bank": "B"})
    with pytest.raises(Error, match="an_account_says_whose_it_is"), transaction.atomic():
        LenderWording.objects.filter(pk=draft.pk).update(
            state="submitted", submitted_by=draft.author, submitted_at=now
        )


def test_a_whole_language_passes_and_the_others_are_said_to_be_missing(
    lender: Lender, now: datetime
) -> None:
    draft = _draft(lender, now, en=GOOD)
    assert _codes(draft, now) == []
    assert _codes(draft, now, "warn").count("incomplete") == 2


def test_a_product_of_a_file_without_a_name_is_told(lender: Lender, now: datetime) -> None:
    Product.objects.create(lender=lender, code="家装分期", seen_at=now)
    assert "unnamed_product" in _codes(_draft(lender, now, en=GOOD), now, "warn")


def test_traditional_that_reads_as_simplified_is_asked_about(lender: Lender, now: datetime) -> None:
    said = {"name": "安和", "signature": "安和", "ways_to_pay": "App或柜台"}
    draft = _draft(lender, now, **{"zh-hant": said})
    found = [x for x in checks.findings(draft, now=now) if x.code == "reads_simplified"]
    assert [each.suggestion for each in found] == ["App或櫃檯"]


def test_only_one_draft_of_a_lender_is_open(lender: Lender, now: datetime) -> None:
    _draft(lender, now)
    with pytest.raises(ApprovalRefused):
        lender_wordings.new_draft(lender, by=make.staff("collector"), now=now)


def test_whoever_wrote_it_approves_in_vain_whatever_code_tries(
    lender: Lender, now: datetime
) -> None:
    draft = steps.submit(_draft(lender, now, en=GOOD), by=make.staff("collector"), now=now)
    approved = {"state": "approved", "decided_at": now, "effective_from": now}
    with pytest.raises(Error, match="four eyes"), transaction.atomic():
        LenderWording.objects.filter(pk=draft.pk).update(decided_by=draft.author, **approved)


def test_what_is_in_force_does_not_change(lender: Lender) -> None:
    standing = LenderWording.objects.get(lender=lender)
    with pytest.raises(Error, match="cannot be edited"), transaction.atomic():
        LenderWording.objects.filter(pk=standing.pk).update(texts={})

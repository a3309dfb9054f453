"""The two lenders of the sample. Invented; neither exists."""

from decimal import Decimal
from typing import Any

from accounts.models import Lender

LENDERS: tuple[dict[str, Any], ...] = (
    {
        "code": "anhe",
        "name": "安和消费金融",
        "name_en": "Anhe Consumer Finance",
        "signature": "安和消费金融",
        "hotline": "400-000-1001",
        "official_site": "anhe.example",
        "ways_to_pay": "安和App、银行转账或营业网点",
        "ways_to_pay_en": "the Anhe app, bank transfer or at a branch",
        "allowed_hosts": ["anhe.example"],
        "check_host": "anhe.example",
        "reports_to_credit_registry": True,
        "late_fee_in_contract": True,
    },
    {
        "code": "linshui",
        "name": "临水银行",
        "name_en": "Linshui Bank",
        "signature": "临水银行",
        "hotline": "400-000-1002",
        "official_site": "linshui.example",
        "ways_to_pay": "手机银行、柜台或自动扣款",
        "ways_to_pay_en": "mobile banking, at a branch or by direct debit",
        "allowed_hosts": ["linshui.example"],
        "check_host": "linshui.example",
        "price_per_segment": Decimal("0.0480"),
        "reports_to_credit_registry": True,
        "late_fee_in_contract": False,
    },
)


def install() -> list[Lender]:
    """The sample's lenders, created where missing."""
    return [
        Lender.objects.get_or_create(code=facts["code"], defaults=facts)[0] for facts in LENDERS
    ]

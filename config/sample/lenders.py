"""The two lenders of the sample. Invented; neither exists."""

from datetime import datetime, time
from decimal import Decimal
from typing import Any

from accounts.models import Lender, User
from messaging.authoring import lender_wordings

PLANNED_AT = time(17, 10)
"""Once the core system's files are in."""

LENDERS: tuple[dict[str, Any], ...] = (
    {
        "code": "anhe",
        "plan_at": PLANNED_AT,
        "name": "安和消费金融",
        "hotline": "400-000-1001",
        "official_site": "anhe.example",
        "allowed_hosts": ["anhe.example"],
        "check_host": "anhe.example",
        "reports_to_credit_registry": True,
        "late_fee_in_contract": True,
    },
    {
        "code": "linshui",
        "plan_at": PLANNED_AT,
        "name": "临水银行",
        "hotline": "400-000-1002",
        "official_site": "linshui.example",
        "allowed_hosts": ["linshui.example"],
        "check_host": "linshui.example",
        "price_per_segment": Decimal("0.0480"),
        "reports_to_credit_registry": True,
        "late_fee_in_contract": False,
    },
)

# What borrowers read of each, in the order name, signature, ways to pay.
TEXTS: dict[str, dict[str, tuple[str, str, str]]] = {
    "anhe": {
        "zh-hans": ("安和消费金融", "安和金融", "安和App、转账或网点"),
        "zh-hant": ("安和消費金融", "安和金融", "安和App、轉帳或分行"),
        "en": ("Anhe Consumer Finance", "Anhe", "Anhe app, bank transfer or branch"),
    },
    "linshui": {
        "zh-hans": ("临水银行", "临水银行", "手机银行、柜台或自动扣款"),
        "zh-hant": ("臨水銀行", "臨水銀行", "手機銀行、櫃檯或自動扣款"),
        "en": ("Linshui Bank", "Linshui", "mobile banking, branch or direct debit"),
    },
}

# What a customer copies to pay with; invented like the lenders.
PAYMENT: dict[str, dict[str, Any]] = {
    "anhe": {
        "link": "https://anhe.example/pay",
        "bank": "示例银行北京分行",
        "holder": "安和消费金融有限公司",
        "number": "1100 0200 3000 4567",
        "app": {
            "zh-hans": "打开安和App，点“还款”",
            "zh-hant": "開啟安和App，點選「還款」",
            "en": "Open the Anhe app and tap Repay",
        },
        "branch": {
            "zh-hans": "任一营业网点，请带身份证",
            "zh-hant": "任一分行，請帶身分證",
            "en": "Any branch; bring your identity card",
        },
    },
    "linshui": {
        "bank": "临水银行总行营业部",
        "holder": "临水银行股份有限公司",
        "number": "9000 1000 2000 3000 44",
        "app": {
            "zh-hans": "打开手机银行，点“贷款还款”",
            "zh-hant": "開啟手機銀行，點選「貸款還款」",
            "en": "Open mobile banking and tap Repay a loan",
        },
    },
}

# As the sample's file calls them → Traditional, English.
PRODUCTS = {
    "消费贷": ("消費貸", "personal loan"),
    "信用卡分期": ("信用卡分期", "card instalment plan"),
    "助学分期": ("助學分期", "student loan"),
    "家装分期": ("家裝分期", "home improvement loan"),
    "车贷": ("車貸", "car loan"),
    "现金分期": ("現金分期", "cash instalment plan"),
    "手机分期": ("手機分期", "phone instalment plan"),
}


def install() -> list[Lender]:
    """The sample's lenders, created where missing."""
    return [
        Lender.objects.get_or_create(code=facts["code"], defaults=facts)[0] for facts in LENDERS
    ]


def install_wording(lenders: list[Lender], *, author: User, approver: User, now: datetime) -> None:
    """What borrowers read of them in three languages, approved by a second person."""
    products = {
        code: {"zh-hans": code, "zh-hant": traditional, "en": english}
        for code, (traditional, english) in PRODUCTS.items()
    }
    for lender in lenders:
        if lender_wordings.in_force_of(lender, now) is None:
            texts = {
                language: dict(zip(("name", "signature", "ways_to_pay"), said, strict=True))
                for language, said in TEXTS[lender.code].items()
            }
            lender_wordings.install(
                lender,
                texts=texts,
                products=products,
                payment=PAYMENT[lender.code],
                author=author,
                approver=approver,
                now=now,
            )

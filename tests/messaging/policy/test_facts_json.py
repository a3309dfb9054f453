"""Facts as a trace keeps them: nothing that stands at its default, and the same facts again."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

from messaging.policy.calendar import CalendarDay
from messaging.policy.facts import (
    ContactFacts,
    ContactPointFacts,
    HoldFacts,
    LoanFacts,
    PastContact,
    TemplateFacts,
)
from messaging.policy.facts_json import read_facts, write_facts

NOW = datetime(2026, 9, 15, 10, tzinfo=UTC)
LOAN = LoanFacts(3, "dpd-1", 1, date(2026, 9, 14), Decimal("100.50"), "CNY", NOW)
BARE = ContactFacts("sms", (), (), None, None)
FULL = ContactFacts(
    channel="sms",
    zones=("Asia/Shanghai", "Asia/Urumqi"),
    loans=(
        LOAN,
        LoanFacts(4, "due-0", 2, date(2026, 9, 15), Decimal(1), "HKD", NOW, True, "guarantor"),
    ),
    contact_point=ContactPointFacts(7, "debtor", "unreachable", date(2026, 1, 2), False),
    template=TemplateFacts(
        9,
        "approved",
        NOW,
        "reminder",
        True,
        False,
        ("amount",),
        ("days",),
        ("name",),
        ("en",),
        date(2027, 1, 1),
    ),
    stops=("all", "lender"),
    suppression="opted_out",
    holds=(HoldFacts(1, "dispute", NOW, NOW, 3), HoldFacts(2, "death", NOW)),
    gateway_classes=frozenset({"reminder", "answer"}),
    gateway_open=False,
    arm="control",
    contacts=(PastContact(NOW, "phone", "address", "dial", (3, 4)), PastContact(NOW, "sms")),
    send_at_once=True,
    calendar=(
        CalendarDay(date(2026, 9, 25), False, "中秋节", False),
        CalendarDay(date(2026, 9, 15), True),
    ),
    night_consent=True,
    purpose="answer",
    replying_to=NOW,
    wished_hours="morning",
    wished_channel="sms",
    ledger_zone="Asia/Shanghai",
    waiting=(5,),
    untold=(5, 6),
    electronic_consent=True,
)


def test_facts_come_back_as_they_were_through_json():
    for facts in (BARE, FULL):
        assert read_facts(json.loads(json.dumps(write_facts(facts)))) == facts


def test_what_stands_at_its_default_is_left_out():
    assert write_facts(BARE) == {
        "channel": "sms",
        "zones": [],
        "loans": [],
        "contact_point": None,
        "template": None,
    }
    assert write_facts(FULL)["holds"][1] == {"id": 2, "kind": "death", "starts_at": NOW.isoformat()}


def test_amounts_keep_their_decimals_and_sets_their_order():
    written = write_facts(FULL)
    assert written["loans"][0]["amount_due"] == "100.50"
    assert written["gateway_classes"] == ["answer", "reminder"]


def test_a_calendar_is_written_once_for_all_who_share_it():
    assert write_facts(FULL)["calendar"] is write_facts(FULL)["calendar"]

"""Which document belongs to which desk, by how the address of its pages begins."""

from __future__ import annotations

from typing import NamedTuple

from config.staff.help.documents import FIRST


class Desk(NamedTuple):
    """`document`: its name; `heading`: the English address of a part of it, or none."""

    document: str
    heading: str = ""


ROOT = "/staff/"
RUN = Desk("supervisor", "release-the-run")
APPROVE = Desk("supervisor", "approve")
STRATEGY = Desk("supervisor", "strategy-and-rehearsal")
WHAT_BECAME = Desk("supervisor", "what-became-of-a-text")
EFFECT = Desk("supervisor", "effect-trials-fewer-texts")
VOICES = Desk("supervisor", "what-customers-say")
ANSWER = Desk("agent", "take-and-answer")
COMPLAINTS = Desk("agent", "complaints")
CUSTOMER = Desk("agent", "the-customers-page")
PROMISES = Desk("agent", "promises-hardship-payment")
WRITE = Desk("collector", "write-a-text")
CAMPAIGNS = Desk("collector", "campaigns-and-segments")
PHONE = Desk("collector", "see-it-on-your-own-telephone")
UNUSUAL = Desk("auditor", "what-was-unusual")
PEOPLE = Desk("administrator", "people")
LENDERS = Desk("administrator", "lenders-and-their-wording")
GATEWAYS = Desk("administrator", "gateways")
RETENTION = Desk("retention")
SIGNING_IN = Desk("signing-in")
NOWHERE = Desk(FIRST)

DESKS: dict[str, Desk] = {
    "morning": Desk("supervisor", "the-morning"),
    **dict.fromkeys(("run", "candidate", "messaging/run"), RUN),
    **dict.fromkeys(("messaging/message", "messages", "archive", "reasons"), WHAT_BECAME),
    **dict.fromkeys(("inbox", "feedback/conversation", "unlocks", "new-numbers"), ANSWER),
    **dict.fromkeys(("desk", "checklists"), Desk("supervisor", "the-desk")),
    "alarms": Desk("agent", "when-somebody-is-in-distress"),
    "calls": Desk("agent", "the-telephone"),
    **dict.fromkeys(
        (
            *("feedback/complaint", "complaints", "complaint-extensions", "complaint-messages"),
            *("complaint-reviews", "evidence", "letters"),
            *("feedback/lettertemplate", "letter-templates"),
        ),
        COMPLAINTS,
    ),
    **dict.fromkeys(("promises", "hardship", "late-payments"), PROMISES),
    "stops": Desk("supervisor", "stop"),
    "second-person": Desk("supervisor", "what-waits-for-a-second-person"),
    "education": Desk("collector", "campaigns-and-segments"),
    "sandbox": Desk("first-hour", "what-the-sandbox-is"),
    **dict.fromkeys(("messaging/template", "messaging/templateversion", "templates"), WRITE),
    **dict.fromkeys(("wording", "messaging/wordinglistversion"), WRITE),
    **dict.fromkeys(("my-phone", "staff-numbers"), PHONE),
    "texts": Desk("collector", "see-what-it-did"),
    **dict.fromkeys(("templates/approvals", "approvals", "rehearsal"), APPROVE),
    **dict.fromkeys(("messaging/strategy", "strategies"), STRATEGY),
    **dict.fromkeys(
        ("messaging/campaign", "campaigns", "messaging/segment", "segments"), CAMPAIGNS
    ),
    **dict.fromkeys(
        (
            *("accounts/customer", "customers", "accounts/loan", "accounts/repayment"),
            *("accounts/hold", "holds", "contact-points", "consents", "loan-moves"),
        ),
        CUSTOMER,
    ),
    **dict.fromkeys(
        ("messaging/suppression", "suppressions"),
        Desk("compliance", "opting-out-wrong-person-distress"),
    ),
    **dict.fromkeys(("accounts/importfile", "imports"), Desk("collector", "bring-in-files")),
    **dict.fromkeys(
        ("messaging/policyversion", "policies"), Desk("compliance", "profiles-and-policies")
    ),
    **dict.fromkeys(
        ("calendars", "messaging/calendaryear"), Desk("administrator", "policy-and-calendar")
    ),
    **dict.fromkeys(("accounts/lender", "lender-wordings", "messaging/lenderwording"), LENDERS),
    **dict.fromkeys(("messaging/gateway", "gateways", "filings"), GATEWAYS),
    **dict.fromkeys(("effect", "hours", "fewer-texts", "messaging/trial", "trials"), EFFECT),
    **dict.fromkeys(("surveys", "complaints/statistics"), VOICES),
    "report": Desk("auditor", "prove-a-period"),
    **dict.fromkeys(("trail", "accounts/auditentry"), Desk("auditor", "read-the-trail")),
    "sealed-chain": Desk("sealed-chain"),
    **dict.fromkeys(("watched", "accounts/reveal"), UNUSUAL),
    "accounts/signinattempt": SIGNING_IN,
    **dict.fromkeys(("my-login", "sessions", "password_change", "login", "step-up"), SIGNING_IN),
    "incidents": Desk("operations", "incidents"),
    "setting-up": Desk("administrator", "from-nothing-to-the-first-text"),
    **dict.fromkeys(("retention", "erasures", "legal-holds"), RETENTION),
    **dict.fromkeys(
        (
            *("accounts/user", "people", "training"),
            *("accounts/trainingcourse", "accounts/trainingrecord"),
        ),
        PEOPLE,
    ),
    "api-keys": Desk("api"),
    "events": Desk("api", "events"),
    **dict.fromkeys(("pages", "find", "help", "many", "views", "lists"), NOWHERE),
}
"""By the first parts of an address under /staff/; of several that fit, the longest."""


def desk_of(path: str) -> Desk:
    """Of a page; the first page of the documents where none belongs to it."""
    parts = path.removeprefix(ROOT).strip("/").split("/")
    for length in (2, 1):
        found = DESKS.get("/".join(parts[:length]))
        if found is not None:
            return found
    return NOWHERE

"""One row of each kind on the page *Waiting for a second person*, and how each is decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from accounts.api import keys
from accounts.holds import service as holds
from accounts.intake.jobs import confirming
from accounts.models import (
    ContactPoint,
    ErasureRequest,
    ImportFile,
    Lender,
    LoanMove,
    NewNumber,
    User,
)
from accounts.moves import settling
from accounts.people import requests
from accounts.retention import legal_holds
from accounts.staff_numbers import service as staff_numbers
from config import clock
from feedback.calls import removing
from feedback.checklists import editing
from feedback.complaints import evidence, extensions, reviews
from feedback.letters import asking, drafting, sending, starter
from feedback.models import ComplaintEvent, ComplaintPause, Evidence, LetterTemplate
from messaging.approval.fingerprints import fingerprint
from messaging.approval.steps import approve, submit
from messaging.models import EducationPlan, PolicyVersion, Run, Suppression
from messaging.stops import service as stops
from messaging.suppression import service as suppressions
from tests import (
    make,
    make_alarms,
    make_care,
    make_complaints,
    make_events,
    make_messaging,
    make_phone,
)


class Yes(NamedTuple):
    """Where a second person agrees (URL name and its parts), and what the button sends."""

    page: str
    parts: tuple[Any, ...]
    said: Mapping[str, Any] = {}


def _of(page: str, *parts: Any, **said: Any) -> Callable[[Any], Yes]:
    return lambda row: Yes(page, (row.pk, *parts), said)


HOW: dict[str, Callable[[Any], Yes]] = {
    "consents": _of("consent_confirm"),
    "numbers": lambda row: Yes(
        "new_number_decide", (row.pk, "approve"), {"typed": NewNumber.number.field.readable(row)}
    ),
    "staff_numbers": _of("staff_number_decide", "confirm", typed=make_phone.NUMBER),
    "holds": _of("hold_release", reason="as was asked for"),
    "files": lambda row: Yes("import_allow", (row.pk,), {"seen": confirming.mark(row)}),
    "moves": lambda row: Yes(
        "loan_moves_decide", (), {"move": row.pk, f"seen:{row.pk}": settling.mark(row)}
    ),
    "legal_holds": lambda row: Yes(
        "legal_hold_step", (row.pk, "place" if row.state == "asked" else "lift")
    ),
    "erasures": _of("erasure_decide", "approve"),
    "periods": _of("retention_decide", "approve"),
    "requests": _of("staff_decide", "approve"),
    "keys": _of("api_key_step", "approve"),
    "destinations": _of("event_step", "approve"),
    "closings": _of("complaint_leave"),
    "pauses": _of("complaint_pause", what="resume", reason="as was asked for"),
    "reviews": _of("review_decide", outcome="confirmed", answer="维持"),
    "letters": lambda row: _letter(row),
    "extensions": _of("complaint_extension_decide", step="approve"),
    "evidence": _of("evidence_remove", reason="as was asked for"),
    "hardship": lambda row: Yes("hardship_approve", (row.case_id,), {"decision": row.pk}),
    "calls": _of("call_removal", "agree", reason="as was asked for"),
    "checklists": _of("checklist_confirm"),
    "unlocks": _of("unlock_decide", said="yes"),
    "runs": _of("run_release", count=0),
    "education": _of("education_release", count=0),
    "stops": _of("stop_lift", lift="yes"),
    "suppressions": _of("suppression_lift", evidence="as was asked for"),
}
SHEET = "of-a-colleague"

OF_A_WORKER, OF_NOBODY = {"moves"}, {"runs", "education"}
"""Done by a worker once the page has agreed; of which the sample has none with anybody in it."""


def make_all(lender: Lender, now: datetime) -> None:
    """What `tests.make_of_everything` does not make."""
    agent, boss = make.staff("agent"), make.staff("supervisor")
    customer = make.customer()
    hold = holds.place(
        customer=customer, kind="death", reason="x", source="staff:1", now=now, placed_by=agent
    )
    holds.lift(hold, by=boss, reason="mistaken for another", now=now)
    placed = stops.place(scope="lender", object_id=lender.pk, reason="x", by=boss, now=now)
    stops.ask_to_lift(placed.pk, by=boss, reason="put right", now=now)
    point = ContactPoint.objects.get(customer=customer)
    suppressions.suppress(
        channel="sms",
        address_hash=bytes(point.address_hash),
        kind="opt_out",
        source="staff:1",
        now=now,
    )
    suppressions.lift(Suppression.objects.latest("pk"), by=boss, evidence="recording 8", now=now)
    asks = make.staff("administrator")
    requests.ask(
        make.staff("agent"),
        requests.Wanted(kind="role", role="collector"),
        why="new work",
        by=asks,
        now=now,
    )
    staff_numbers.ask(make.staff("collector"), typed=make_phone.NUMBER, now=now)
    make_events.asked(lender, by=asks)
    keys.ask(
        keys.Wanted("core", [lender], ["messages:read"], ["10.20.0.5"], soon := _soon()),
        why="core system",
        by=asks,
        now=soon - timedelta(days=1),
    )
    placed_hold = legal_holds.ask(make.customer(), why="court asks", by=agent, now=now)
    legal_holds.place(placed_hold, by=boss, now=now)
    legal_holds.ask_to_lift(placed_hold, why="court has decided", by=boss, now=now)
    ErasureRequest.objects.create(customer=make.customer(), why="x", asked_by=boss, asked_at=now)
    settling.answer(
        [LoanMove.objects.latest("pk").pk], what="wrong", why="asked the lender", by=agent, now=now
    )
    ImportFile.objects.create(
        kind="loans",
        filename="b.csv",
        sha256="1" * 64,
        size=1,
        uploaded_by=make.staff("collector"),
        uploaded_at=now,
        state="checked",
        needs_second=1,
        second_mark="x",
    )
    closed = make_complaints.close(make_complaints.logged(now, category="conduct"), now, by=agent)
    reviews.ask_for_review(closed, via="phone", text="不满意", by=agent, now=now)
    make_complaints.resolved(now, category="conduct", by=agent)
    _answer_to_send(agent, now)
    made = make_complaints.logged(now, by=agent)
    extensions.ask_for_extension(made, reason="等待调取录音", by=agent, now=now)
    kept = Evidence.objects.create(
        complaint=made,
        kind="txt",
        name="a.txt",
        size=1,
        sha256="0" * 64,
        stored_as="other.evidence",
        added_at=now,
        added_by=agent,
    )
    evidence.remove(kept, reason="of another person", by=agent, now=now)
    task = make_alarms.task_of(make_alarms.distress(now))
    removing.ask(task, reason="号码无人接听", by=agent, now=now)
    make_care.proposal(now=now, by=agent)
    lines = {"zh": ["一", "二", "三"], "en": ["1", "2", "3"]}
    editing.save("dispute", **lines, seen=0, by=boss, reason="new steps", now=now)
    Run.objects.create(
        lender=lender,
        day=make.DAY + timedelta(days=1),
        state="planned",
        planned_by=boss,
        planned_at=now,
        policy=PolicyVersion.objects.latest("pk"),
    )
    EducationPlan.objects.filter(lender=lender).update(planned_by=boss)
    _paused(now)


def _answer_to_send(agent: User, now: datetime) -> None:
    written = next(each for each in starter.LETTERS if each[:3] == ("answer", "answer", "zh-hans"))
    draft = drafting.start(
        code=SHEET,
        title="x",
        purpose="answer",
        language="zh-hans",
        body=written[4],
        by=agent,
        now=now,
    )
    asked = submit(draft, by=agent, now=now)
    approve(asked, by=make.staff("supervisor"), now=now, seen_hash=fingerprint(asked))
    customer = make.customer()
    make.loan(customer=customer)
    opened = make_complaints.logged(now, customer=customer, by=agent)
    answered = make_complaints.close(opened, now, by=agent)
    asking.ask(answered, _sheet(), by=agent, now=now)


def _sheet() -> LetterTemplate:
    return LetterTemplate.objects.get(code=SHEET)


def _letter(row: ComplaintEvent) -> Yes:
    now = clock.now()
    seen = sending.fingerprint(sending.compose(row.complaint, _sheet(), now=now))
    said = {"template": _sheet().pk, "way": "post", "seen_hash": seen}
    return Yes("complaint_letter_send", (row.complaint_id,), said)


def _soon() -> datetime:
    """Keys end by the clock of the machine."""
    return clock.machine() + timedelta(days=1)


def _paused(now: datetime) -> None:
    version = make_messaging.version()
    stop = stops.place(scope="version", object_id=version.pk, reason="x", by=None, now=now)
    ComplaintPause.objects.create(
        template_version=version,
        stop=stop,
        at=now,
        since=now,
        complaints=3,
        sent=100,
        low=1,
        high=9,
        per_thousand=5,
    )

"""For whom somebody decides: for the lender it is of, and where it is of none, for every one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.access import lenders
from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.models import (
    ContactPoint,
    Customer,
    ErasureRequest,
    Hold,
    Lender,
    RetentionRule,
    RetentionRun,
    User,
)
from accounts.people import requests
from accounts.people.requests import Wanted
from accounts.retention import legal_holds, persons, rules, runs
from accounts.rules.lender_facts import facts_of
from feedback.checklists import editing
from feedback.models import LetterTemplate
from messaging.approval import checks, fingerprints, steps
from messaging.approval.kinds import all_kinds
from messaging.authoring import reviews
from messaging.models import Gateway, LenderWording, WordingListVersion
from messaging.models.approvable import Approvable
from messaging.suppression import service as suppressions
from tests import make, make_calendar, make_messaging

pytestmark = pytest.mark.django_db
SAID = r"every lender|more lenders|people you do not work"


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


def _asked(model: type[Approvable], **columns: Any) -> Any:
    by = make.staff("administrator")
    hands = {"author": by, "edited_by": by}
    times = {"created_at": make.MORNING, "edited_at": make.MORNING}
    made = model._default_manager.create(**hands, **times, **columns)
    rows = model._default_manager.filter(pk=made.pk)
    rows.update(state="submitted", submitted_by=by, submitted_at=make.MORNING)
    made.refresh_from_db()
    return made


OF_ALL: dict[str, Callable[[], Any]] = {
    "template": lambda: make_messaging.version(state="submitted"),
    "wording_list": lambda: _asked(WordingListVersion, number=99),
    "calendar": lambda: make_calendar.year("CN", 2031, confirmed=False),
    "gateway": lambda: _asked(Gateway, code="another", driver="sandbox"),
    "letter": lambda: _asked(
        LetterTemplate, code="x", title="x", purpose="received", number=1, body="您好。"
    ),
}


def _two_lenders() -> tuple[Lender, User, User]:
    """One of two, a supervisor of it, and one who works with both by name."""
    one, other = make.lender(), make.lender()
    return (
        one,
        make.staff("supervisor", lenders=[one]),
        make.staff("supervisor", lenders=[one, other]),
    )


def test_every_kind_without_a_lender_is_known_here() -> None:
    of_none = {
        kind.code
        for kind in all_kinds()
        if not any(field.name == "lender" for field in kind.model._meta.fields)
    }
    assert of_none == set(OF_ALL)


@pytest.mark.parametrize("code", OF_ALL)
def test_what_serves_every_lender_is_decided_by_who_works_with_all(
    code: str, now: datetime
) -> None:
    _one, of_one, of_all = _two_lenders()
    version = OF_ALL[code]()
    seen = fingerprints.fingerprint(version)
    rows = type(version)._default_manager.filter(pk=version.pk)
    said = {"decided_by": of_one, "decided_at": now}

    with pytest.raises(Refused, match=f"{SAID}.*{of_all}"):
        steps.approve(version, by=of_one, now=now, seen_hash=seen)
    with pytest.raises(Refused, match=SAID):
        steps.reject(version, by=of_one, reason="x", now=now)
    for more in ({"state": "approved", "effective_from": now}, {"state": "rejected"}):
        with pytest.raises(IntegrityError, match="every lender"), transaction.atomic():
            rows.update(**said, **more)

    approved = steps.approve(version, by=of_all, now=now, seen_hash=seen)
    with pytest.raises(Refused, match=SAID):
        steps.retire(approved, by=of_one, reason="x", now=now)
    if code == "template":
        with pytest.raises(Refused, match=SAID):
            reviews.renew(approved, by=of_one, now=now, seen_hash=seen)
    assert steps.retire(approved, by=of_all, reason="x", now=now).state == "retired"


def test_its_page_says_who_decides_and_why_one_may_not(now: datetime) -> None:
    _one, of_one, of_all = _two_lenders()
    waiting, standing = make_messaging.version(state="submitted"), make_messaging.version()
    for person, buttons in ((of_one, False), (of_all, True)):
        client = Client()
        client.force_login(person)
        client.post(reverse("set_language"), {"language": "en"})
        for version, step in ((waiting, "approve"), (standing, "retire")):
            page = client.get(reverse("admin:template_version", args=[version.pk]))
            text = page.content.decode()
            assert (f'value="{step}"' in text) is buttons, (person, step)
            assert ("This serves every lender" in text and str(of_all) in text) is not buttons


def test_of_the_only_lender_one_works_with_all_until_two_have_seen_a_second(now: datetime) -> None:
    only = make.lender()
    boss = make.staff("supervisor", lenders=[only])
    assert lenders.obstacle_to_all(boss) == ""
    second = Lender.objects.create(code="second", name="Second", hotline="4001")
    assert lenders.obstacle_to_all(boss) == ""
    first = _asked(LenderWording, number=1, lender=second, facts=facts_of(second))
    warned = [each for each in checks.findings(first, now=now) if each.code == "another_lender"]
    assert [each.phrase for each in warned] == [str(boss)]
    LenderWording.objects.filter(pk=first.pk).update(
        state="approved",
        decided_by=make.staff("supervisor"),
        decided_at=now,
        effective_from=now,
    )
    assert "serves every lender" in lenders.obstacle_to_all(boss)
    assert lenders.obstacle_to_all(make.staff("supervisor")) == ""
    assert lenders.obstacle_to_all(make.staff("supervisor", lenders=[])) != ""


def test_two_of_the_only_lender_give_somebody_all_before_a_second_comes() -> None:
    only = make.lender()
    boss = make.staff("supervisor", lenders=[only])
    asks, decides = (make.staff("administrator", lenders=[only]) for _ in range(2))
    asked = requests.ask(boss, Wanted(kind="lender"), why="x", by=asks, now=make.MORNING)
    requests.approve(asked, by=decides, now=make.MORNING)
    make.wording(Lender.objects.create(code="b", name="B", hotline="4001"), make.TEXTS)
    assert lenders.obstacle_to_all(boss) == ""
    with pytest.raises(Refused, match=SAID):
        requests.ask(asks, Wanted(kind="lender"), why="x", by=decides, now=make.MORNING)


def test_power_over_a_colleague_is_given_and_taken_by_who_works_with_their_lenders() -> None:
    one, other = make.lender(), make.lender()
    of_all, own = make.staff("supervisor"), make.staff("supervisor", lenders=[one])
    foreign = make.staff("supervisor", lenders=[other])
    asks, decides = (make.staff("administrator", lenders=[one]) for _ in range(2))
    for colleague in (of_all, foreign):
        for wanted in (Wanted(kind="password"), Wanted(kind="role", role="collector")):
            with pytest.raises(Refused, match=SAID):
                requests.ask(colleague, wanted, why="x", by=asks, now=make.MORNING)
    asked = requests.ask(own, Wanted(kind="password"), why="x", by=asks, now=make.MORNING)
    assert requests.approve(asked, by=decides, now=make.MORNING).state == "approved"

    client = Client()
    client.force_login(asks)
    for colleague, left in ((of_all, True), (own, False)):
        page = reverse("admin:staff_take_role", args=[colleague.pk])
        client.post(page, {"role": "supervisor"})
        assert colleague.groups.exists() is left
        said = {"username": colleague.username, "display_name": str(colleague), "email": ""}
        client.post(reverse("admin:accounts_user_change", args=[colleague.pk]), said)
        colleague.refresh_from_db()
        assert colleague.is_active is left


def test_records_of_no_lender_are_kept_as_long_as_who_works_with_all_decides(
    now: datetime,
) -> None:
    _one, of_one, of_all = _two_lenders()
    asked = rules.ask("files", lender=None, months=60, why="x", by=of_one, now=now)
    with pytest.raises(Refused, match=SAID):
        rules.approve(asked, by=make.staff("supervisor", lenders=[_one]), now=now)
    assert rules.approve(asked, by=of_all, now=now).state == RetentionRule.State.APPROVED
    with pytest.raises(Refused, match=SAID):
        runs.begin(by=of_one, now=now)
    run = runs.begin(by=None, now=now)
    RetentionRun.objects.filter(pk=run.pk).update(state="waiting")
    with pytest.raises(Refused, match=SAID):
        runs.start(run, by=of_one)
    assert runs.start(run, by=of_all).state == "erasing"


def test_a_customer_of_two_lenders_is_decided_about_by_who_works_with_both(now: datetime) -> None:
    one, of_one, of_all = _two_lenders()
    another_of_one = make.staff("supervisor", lenders=[one])
    shared = make.customer()
    make.loan(customer=shared, lender=one)
    make.loan(customer=shared, lender=Lender.objects.exclude(pk=one.pk).latest("pk"))

    erasure = ErasureRequest.objects.create(customer=shared, why="x", asked_by=of_all, asked_at=now)
    kept = legal_holds.ask(shared, why="x", by=of_all, now=now)
    legal_holds.place(kept, by=of_one, now=now)
    legal_holds.ask_to_lift(kept, why="x", by=another_of_one, now=now)
    with pytest.raises(Refused, match=SAID):
        legal_holds.lift(kept, by=of_one, now=now)
    assert legal_holds.lift(kept, by=of_all, now=now).state == "lifted"
    with pytest.raises(Refused, match=r"more lenders|loan"):
        persons.approve(erasure, by=of_one, now=now)
    with pytest.raises(IntegrityError, match="every lender"), transaction.atomic():
        ErasureRequest.objects.filter(pk=erasure.pk).update(
            state="approved", decided_by=of_one, decided_at=now
        )

    hold = holds.place(customer=shared, kind="death", reason="x", source="staff:1", now=now)
    holds.lift(hold, by=another_of_one, reason="mistaken", now=now)
    with pytest.raises(Refused, match=SAID):
        holds.lift(hold, by=of_one, reason="mistaken", now=now)
    assert holds.lift(hold, by=of_all, reason="mistaken", now=now) == "lifted"
    assert Hold.objects.get(pk=hold.pk).released_by == of_all


def _suppressed(customer: Customer, now: datetime) -> Any:
    address = bytes(ContactPoint.objects.get(customer=customer).address_hash)
    made, _new = suppressions.suppress(
        channel="sms", address_hash=address, kind="opt_out", source="reply:1", now=now
    )
    return made


def test_an_opt_out_is_lifted_by_who_works_with_every_lender_of_the_number(now: datetime) -> None:
    one, of_one, of_all = _two_lenders()
    other = Lender.objects.exclude(pk=one.pk).latest("pk")
    own, shared, theirs, nobodys = (make.customer() for _ in range(4))
    for customer, lender in ((own, one), (shared, one), (shared, other), (theirs, other)):
        make.loan(customer=customer, lender=lender)
    for customer, allowed in ((own, True), (shared, False), (theirs, False), (nobodys, False)):
        stands = _suppressed(customer, now)
        suppressions.lift(stands, by=make.staff("supervisor"), evidence="recording 8", now=now)
        if allowed:
            assert suppressions.lift(stands, by=of_one, evidence="heard", now=now) == "lifted"
            continue
        with pytest.raises(Refused, match=SAID):
            suppressions.lift(stands, by=of_one, evidence="heard", now=now)
        assert suppressions.lift(stands, by=of_all, evidence="heard", now=now) == "lifted"


def test_steps_beside_conversations_are_written_by_who_works_with_all(now: datetime) -> None:
    _one, of_one, of_all = _two_lenders()
    said = {"zh": ["一", "二", "三"], "en": ["a", "b", "c"], "seen": 0, "reason": "x", "now": now}
    with pytest.raises(Refused, match=SAID):
        editing.save("distress", by=of_one, **said)
    assert editing.save("distress", by=of_all, **said).number == 1


def test_who_decides_is_named_by_role_and_open_login() -> None:
    """Who works with all is named by role and open login alone."""
    make.lender()
    gone = make.staff("supervisor", is_active=False)
    make.staff("collector")
    permission = "messaging.approve_templateversion"
    assert gone not in lenders.of_all(permission)
    assert {str(each) for each in lenders.of_all(permission)} == {
        str(each) for each in User.objects.filter(groups__name="supervisor", is_active=True)
    }

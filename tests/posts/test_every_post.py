"""Every address that takes a POST, asked over HTTP by everybody who may not: nothing is written.

The addresses come from the URL configuration, so one that is new is found at once, and fails until
`tests.posts.table` says for whom it is. All of it shares one sample, made once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from accounts.lists.bulk.acts import ACTS
from accounts.models import BulkJob, User
from accounts.models.choices import Role
from config.database_roles import granting
from config.staff.second_person.pages import KINDS
from messaging.approval.kinds import all_kinds, kind_called
from tests import make
from tests.accounts.access.test_roles import MAY_DO
from tests.posts import table, waiting, world
from tests.posts.addresses import Address
from tests.posts.world import Person, World
from tests.test_lenders_apart import REFUSED

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 15, 10, 30, tzinfo=UTC)
NOT_THERE = {403, 404}
FEW = 6
ON_RECORD = {"accounts_look", "accounts_signinattempt", "accounts_signincount"}
"""A refused try and a look are written down; nothing else of who may not."""


@pytest.fixture(scope="module")
def sample(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("config.clock.now", lambda: NOW)
        if not granting.exist():
            pytest.skip("this server has no roles but the owner")
        with world.made(NOW) as made:
            yield made


@pytest.fixture(autouse=True)
def _at_the_moment(sample: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.clock.now", lambda: NOW)


def of_table(sample: World) -> list[Address]:
    """All that the table calls a POST, and whatever was found to take one."""
    names = {*MAY_DO, *table.AS_OPENED, *table.OWN, *(each.name for each in sample.takes)}
    return [each for each in sample.pages if each.name in names]


def wrong(found: dict[str, Any]) -> dict[str, Any]:
    return {name: said for name, said in found.items() if said}


def test_every_address_that_takes_a_post_is_in_the_table(sample: World) -> None:
    assert len(sample.takes) > 200
    assert {each.name for each in sample.takes if table.who(each.name) is None} == set()


@pytest.mark.parametrize("role", Role)
def test_who_may_not_is_refused_and_writes_nothing(role: Role, sample: World) -> None:
    person = Person(make.staff(role))
    found: dict[str, Any] = {}
    for page in of_table(sample):
        if role in (table.who(page.name) or set()):
            continue
        answer, wrote = person.posts(page.path)
        shown = page.name in table.ONLY and answer.status_code == world.SHOWN
        if (answer.status_code not in NOT_THERE and not shown) or wrote - ON_RECORD:
            found[page.name] = (answer.status_code, wrote)
    assert found == {}


def test_nobody_writes_through_the_screens_of_tables(sample: World) -> None:
    """Not even who may everything, but by a few forms, which the table gives to a role."""
    said = {"action": "delete_selected", "_selected_action": "1", "name": "x", "_save": "1"}
    of_one = {role: Person(make.staff(role)) for role in Role}
    found: dict[str, set[str]] = {}
    for page in filter(lambda each: world.is_screen(each.name), sample.pages):
        may = table.SCREENS.get(page.name, set())
        for person in [of_one[r] for r in Role if r not in may] if may else [sample.may_all]:
            _answer, wrote = person.posts(page.path, said)
            found[page.name] = found.get(page.name, set()) | wrote - ON_RECORD
    assert wrong(found) == {}


@pytest.mark.parametrize("role", Role)
def test_nobody_begins_an_act_on_many_rows_that_is_not_theirs(role: Role, sample: World) -> None:
    assert set(ACTS) == set(table.ACTS)
    person, found = Person(make.staff(role)), {}
    for act in ACTS.values():
        meta = act.model._meta
        row = act.model._default_manager.order_by("pk").first()
        path = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        said = {"action": act.code, "_selected_action": row.pk if row else 1}
        _answer, wrote = person.posts(path, said)
        allowed = role in table.ACTS[act.code]
        found[act.code] = not allowed and BulkJob._meta.db_table in wrote
    assert wrong(found) == {}


def taken(step: table.Step, sample: World) -> list[tuple[str, dict[str, Any]]]:
    """Its addresses, of a few rows it is about, and what its button sends."""
    page = next(each.page for each in sample.pages if each.name == step.page)
    if kind := step.parts.get("kind"):
        known = kind_called(kind)
        assert known is not None, kind
        rows = known.model._default_manager.order_by("-pk")[:FEW]
        parts = [({"pk": row.pk, **step.parts}, step.said) for row in rows]
    else:
        code = table.WAITING[step.page]
        [waits] = [each for each in KINDS if each.code == code]
        part = next(each for each in page.parts if each != "step")
        parts = [
            ({part: row.pk, **step.parts}, dict(waiting.HOW[code](row).said))
            for row in waits.rows()[:FEW]
        ]
    return [(reverse(f"admin:{step.page}", kwargs=each), said) for each, said in parts]


@pytest.mark.parametrize("role", Role)
def test_a_step_that_others_take_writes_nothing(role: Role, sample: World) -> None:
    person, found = Person(make.staff(role)), {}
    for step in table.STEPS:
        if role in step.may:
            continue
        for path, said in taken(step, sample):
            answer, wrote = person.posts(path, said)
            by_role = "kind" in step.parts and answer.status_code not in NOT_THERE
            found[path, str(said)] = wrote - ON_RECORD or ("let in" if by_role else "")
    assert wrong(found) == {}


def test_those_steps_are_ones_that_can_be_taken(sample: World) -> None:
    """Steps of approval but for: who may not take one is told so whatever the version's state."""
    idle = [
        step
        for step in table.STEPS
        if "kind" not in step.parts
        and not any(sample.may_all.posts(*each)[1] for each in taken(step, sample))
    ]
    assert [(s.page, s.parts, s.said) for s in idle] == []


def test_every_kind_of_approval_has_its_steps_in_the_table() -> None:
    told = {step.parts.get("kind") for step in table.STEPS}
    assert {kind.code for kind in all_kinds()} <= told


def test_a_visitor_gets_the_sign_in_and_writes_nothing(sample: World) -> None:
    visitor, found = Person(None), {}
    open_to_all = {"login", "second_step", "second_step_ask", "oidc_begin", "oidc_return", "logout"}
    for page in sample.pages:
        if page.name in open_to_all:
            continue
        answer, wrote = visitor.posts(page.path)
        led = answer.status_code == 302 and "/login/" in answer.headers["Location"]
        found[page.name] = wrote or (
            "" if led or answer.status_code in NOT_THERE else answer.status_code
        )
    assert wrong(found) == {}


def test_without_the_token_of_a_form_nothing_is_taken(sample: World) -> None:
    assert sample.may_all.user is not None
    person = Person(sample.may_all.user, enforce_csrf_checks=True)
    found: dict[Any, Any] = {}
    for page in of_table(sample):
        for method in ("post", ("put", "patch", "delete")[len(found) % 3]):
            answer, wrote = person.asks(method, page.path)
            said = answer.status_code
            refused = said in (403, 405) or (said == 302 and answer.headers["Location"])
            found[method, page.name] = wrote or ("" if refused else said)
    assert wrong(found) == {}


def test_another_lenders_row_is_not_there_and_nothing_is_written(sample: World) -> None:
    found, tried = {}, 0
    for page in of_table(sample):
        if page.page.about is None:
            continue
        tried += 1
        answer, wrote = sample.foreign.posts(page.path)
        refused = answer.status_code in {*REFUSED, 302}
        found[page.name] = wrote - ON_RECORD or ("" if refused else answer.status_code)
    for kind in all_kinds():
        for row in kind.model._default_manager.all()[:3]:
            if getattr(row, "lender_id", None) is None:
                continue
            path = reverse("admin:approval_step", args=[kind.code, row.pk])
            for step in ("submit", "approve", "reject", "withdraw", "discard", "retire"):
                answer, wrote = sample.foreign.posts(path, {"step": step, "reason": "x"})
                found[kind.code, step] = wrote or ("" if answer.status_code == 404 else "there")
    assert tried > 100
    assert wrong(found) == {}


def test_looking_changes_nothing(sample: World) -> None:
    found = {}
    for page in of_table(sample):
        answer, wrote = sample.may_all.asks("get", page.path)
        found[page.name] = wrote - ON_RECORD
        assert answer.status_code < 500, page
    exports = {name for name, wrote in found.items() if wrote == {"accounts_auditentry"}}
    assert exports <= {"hold_export", "report_csv", "report_margins", "complaint_export"}
    assert {name for name in wrong(found) if name not in exports} <= {"factor_add"}


def test_other_methods_change_nothing(sample: World) -> None:
    """Of forms; what is a button takes none."""
    found = {}
    forms = [each for each in of_table(sample) if each.name in table.AS_OPENED]
    for number, page in enumerate(forms):
        method = ("put", "patch", "delete")[number % 3]
        answer, wrote = sample.may_all.asks(method, page.path)
        found[method, page.name] = wrote - ON_RECORD - {"accounts_auditentry", "accounts_factor"}
        assert answer.status_code < 500, page
    assert wrong(found) == {}


def test_what_is_grave_asks_again_before_anything_is_written(sample: World) -> None:
    assert wrong(sample.asking) == {}
    assert set(sample.asking) == table.ASKED_AGAIN


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_nobody_is_the_second_person_of_their_own(kind: Any, sample: World) -> None:
    """Not even who may do everything."""
    rows = list(kind.rows())
    assert rows, "the sample has none that waits"
    for row in rows:
        yes = waiting.HOW[kind.code](row)
        path = reverse(f"admin:{yes.page}", args=yes.parts)
        for pk in filter(None, kind.hands(row)):
            if User.objects.get(pk=pk).is_machine:
                continue
            person = Person(_may_all(pk))
            _answer, wrote = person.posts(path, yes.said)
            assert wrote - ON_RECORD == set(), (kind.code, yes, pk)


def _may_all(pk: int) -> Any:
    User.objects.filter(pk=pk).update(is_superuser=True, is_staff=True, is_active=True)
    return User.objects.get(pk=pk)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_another_person_is(kind: Any, sample: World) -> None:
    """So that what was refused above was refused for who asked, and for nothing else."""
    if kind.code in waiting.OF_A_WORKER | waiting.OF_NOBODY:
        return
    wrote: set[str] = set()
    for row in kind.rows():
        yes = waiting.HOW[kind.code](row)
        wrote |= sample.may_all.posts(reverse(f"admin:{yes.page}", args=yes.parts), yes.said)[1]
    assert wrote - ON_RECORD

"""A colleague's number is theirs by another's word and a code, is never a customer's, and ends."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.errors import Refused
from accounts.models import AuditEntry, StaffNumber, StaffNumberCode
from accounts.models.choices import Role
from accounts.people import requests
from accounts.staff_numbers import service
from config.database_roles import granting
from messaging.suppression import service as suppressions
from messaging.suppression.service import Wanted
from tests import make, make_phone
from tests.as_role import WEB, as_role

pytestmark = pytest.mark.django_db
NUMBER = make_phone.NUMBER


def test_a_number_that_is_or_was_any_customers_is_refused(now: datetime) -> None:
    theirs, once, only_out = make_phone.NUMBER, "+8614112345670", "+8614112345671"
    make.customer(phone=theirs)
    make.customer(phone=once).contact_points.update(state="retired")
    by_text, _by_phone = service.hashes(only_out)
    suppressions.suppress_all([Wanted("sms", by_text, "opt_out", "reply:1", now)])
    for typed in (theirs, once, only_out):
        of_one_lender = make.staff(Role.COLLECTOR, lenders=[make.lender()])
        with pytest.raises(Refused, match="不能登记"):
            service.ask(of_one_lender, typed=typed, now=now)
    assert not StaffNumber.objects.exists()


def test_it_is_refused_also_where_it_became_one_while_it_waited(now: datetime) -> None:
    asked = service.ask(make.staff(Role.COLLECTOR), typed=NUMBER, now=now)
    make.customer(phone=NUMBER)
    with pytest.raises(Refused, match="不能登记"):
        service.confirm(asked, typed=NUMBER, by=make.staff(Role.SUPERVISOR), now=now)
    assert service.end_as_a_customers(asked, now=now).ended_why == "customer"


def test_nobody_confirms_their_own_nor_by_a_nod_nor_for_a_role_that_may_not(now: datetime) -> None:
    boss = make.staff(Role.SUPERVISOR)
    asked = service.ask(boss, typed=NUMBER, now=now)
    with pytest.raises(Refused, match="您自己的号码"):
        service.confirm(asked, typed=NUMBER, by=boss, now=now)
    with pytest.raises(Refused, match="不一致"):
        service.confirm(asked, typed="14112345679", by=make.staff(Role.SUPERVISOR), now=now)
    for by in (boss, make.staff(Role.AGENT)):
        written = StaffNumber.objects.filter(pk=asked.pk)
        with pytest.raises(DatabaseError), transaction.atomic():
            written.update(state="confirmed", decided_by=by, decided_at=now)
    assert StaffNumber.objects.get().state == "asked"


def test_another_number_in_a_confirmed_row_is_refused_by_the_database(now: datetime) -> None:
    number = make_phone.in_use(make.staff(Role.COLLECTOR), now)
    other = service.hashes("+8614112345670")
    rows = StaffNumber.objects.filter(pk=number.pk)
    for change in (
        {"sms_hash": other[0], "phone_hash": other[1]},
        {"number": StaffNumber.number.field.seal("+8614112345670", number.pk)},
        {"user": make.staff(Role.COLLECTOR)},
        {"state": "asked"},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    assert StaffNumber.objects.get().number == NUMBER


def test_changing_it_begins_anew_and_what_is_over_keeps_no_number(now: datetime) -> None:
    owner = make.staff(Role.COLLECTOR)
    make_phone.in_use(owner, now)
    fresh = service.ask(owner, typed="14112345670", now=now)
    former = StaffNumber.objects.get(state="ended")
    assert (fresh.state, former.ended_why, former.number) == ("asked", "self", "")
    assert (former.sms_hash, former.phone_hash) == (None, None)
    assert service.ask(make.staff(Role.COLLECTOR), typed=NUMBER, now=now).state == "asked"
    said = str(list(AuditEntry.objects.values_list("before", "after")))
    assert NUMBER[3:] not in said
    assert NUMBER not in repr(fresh) + str(former)


@pytest.mark.parametrize("leaving", ["login closed", "role taken"])
def test_leaving_ends_it(leaving: str, now: datetime) -> None:
    owner = make.staff(Role.COLLECTOR)
    make_phone.in_use(owner, now)
    if leaving == "login closed":
        owner.is_active = False
        owner.save(update_fields=["is_active"])
    else:
        requests.take_role(owner, Role.COLLECTOR)
    ended = StaffNumber.objects.get()
    assert (ended.state, ended.ended_why, ended.number) == ("ended", "left", "")


def test_a_code_is_good_for_minutes_and_few_tries_and_once(now: datetime) -> None:
    number = make_phone.confirmed(make.staff(Role.COLLECTOR), now)
    with pytest.raises(Refused, match="没有有效"):
        service.prove(number, typed="234567", now=now)
    code = service.draw_code(number, now=now)
    for _try in range(StaffNumberCode.MOST_TRIES):
        with pytest.raises(Refused, match="验证码不正确"):
            service.prove(number, typed="111111", now=now)
    with pytest.raises(Refused, match="次数过多"):
        service.prove(number, typed=code, now=now)
    late = service.draw_code(number, now=now)
    with pytest.raises(Refused, match="没有有效"):
        service.prove(number, typed=late, now=now + service.CODE_LASTS)
    assert code not in str(list(StaffNumberCode.objects.values_list("code_hash", flat=True)))
    assert service.prove(number, typed=late, now=now).state == "in_use"
    with pytest.raises(DatabaseError), transaction.atomic():
        StaffNumberCode.objects.update(used_at=now + timedelta(minutes=1))


def test_it_is_not_in_use_without_a_code_whoever_writes(now: datetime) -> None:
    number = make_phone.confirmed(make.staff(Role.COLLECTOR), now)
    with pytest.raises(DatabaseError), transaction.atomic():
        StaffNumber.objects.filter(pk=number.pk).update(state="in_use", verified_at=now)


def test_few_numbers_are_entered_a_day(now: datetime) -> None:
    owner = make.staff(Role.COLLECTOR)
    for last in range(3):
        service.ask(owner, typed=f"1411234560{last}", now=now)
    service.ask(make.staff(Role.COLLECTOR), typed="14112345609", now=now)
    with pytest.raises(Refused, match="多个号码"):
        service.ask(owner, typed="14112345605", now=now + timedelta(minutes=1))


def test_a_page_sees_its_persons_number_and_of_its_own_lenders_colleagues(now: datetime) -> None:
    if not granting.exist():
        pytest.skip("this server has no roles but the owner")
    from accounts.audit.trail import acting

    one, another = make.lender(), make.lender()
    owner = make.staff(Role.COLLECTOR, lenders=[one])
    make_phone.in_use(owner, now)
    seen = {}
    for who, lenders in (("colleague", [one]), ("stranger", [another])):
        person = make.staff(Role.SUPERVISOR, lenders=lenders)
        with as_role(WEB), acting(user=person, source="test", lenders="own"), transaction.atomic():
            seen[who] = StaffNumber.objects.count()
    assert seen == {"colleague": 1, "stranger": 0}
    with as_role(WEB), connection.cursor() as cursor, pytest.raises(DatabaseError):
        cursor.execute("DELETE FROM accounts_staffnumber")

"""A colleague's own telephone made to order: `make_phone.in_use(make.staff("collector"), now)`."""

from datetime import datetime

from accounts.models import StaffNumber, User
from accounts.staff_numbers import service
from messaging.models import PhoneSend, TemplateVersion
from messaging.own_phone import asking
from tests import make

NUMBER = "+8614112345678"


def confirmed(user: User, now: datetime, number: str = NUMBER) -> StaffNumber:
    asked = service.ask(user, typed=number, now=now)
    return service.confirm(asked, typed=number, by=make.staff("supervisor"), now=now)


def in_use(user: User, now: datetime, number: str = NUMBER) -> StaffNumber:
    one = confirmed(user, now, number)
    return service.prove(one, typed=service.draw_code(one, now=now), now=now)


def asked(user: User, version: TemplateVersion, now: datetime) -> PhoneSend:
    return asking.send(version, "typical", lender=make.lender(), by=user, now=now)

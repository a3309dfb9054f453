"""Sample logins, one a role, and the colleagues whose work the sandbox begins with."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import Lender, StaffLender, TrainingCourse, User
from accounts.models.choices import Role
from accounts.people import first, requests

PASSWORD = "huancui-sandbox"  # noqa: S105  (printed for everyone; refused in production)


@dataclass(frozen=True)
class SampleLogin:
    """One login: who, in which role, and whether training lets them approve."""

    username: str
    name: str
    role: Role
    trained: bool = True


LOGINS = (
    SampleLogin("collector", "李文", Role.COLLECTOR),
    SampleLogin("supervisor", "陈静", Role.SUPERVISOR),
    SampleLogin("agent", "赵敏", Role.AGENT),
    SampleLogin("auditor", "孙立", Role.AUDITOR),
    SampleLogin("admin", "周宁", Role.ADMINISTRATOR),
)
# Whose the sandbox's past and its days are: who tries it under one of the logins above finds there
# what they did themselves, and nothing else. Two of whom one asks and another decides.
COLLEAGUES = (
    SampleLogin("collector2", "王岩", Role.COLLECTOR),
    SampleLogin("supervisor2", "何洁", Role.SUPERVISOR),
    SampleLogin("supervisor3", "林涛", Role.SUPERVISOR),
    SampleLogin("agent3", "许晴", Role.AGENT),
    SampleLogin("admin2", "吴岚", Role.ADMINISTRATOR),
    SampleLogin("admin3", "胡平", Role.ADMINISTRATOR),
)
# Works with the people of one lender; the others work with all.
OF_ONE = SampleLogin("agent2", "钱芳", Role.AGENT)
WHY = "样例人员"
TRAINED_DAYS_AGO = 160
"""Before the past that the sandbox begins with."""


@transaction.atomic
def install(*, today: date, now: datetime) -> dict[str, User]:
    """Create the sample staff that is missing; trained months before `today`. Two administrators
    among the colleagues end the time of the first people: whoever comes after them is asked for by
    one of them and decided by the other."""
    course, _made = TrainingCourse.objects.get_or_create(
        code="content-review", defaults={"title": "催收文案审核与合规培训"}
    )
    passed_on = today - timedelta(days=TRAINED_DAYS_AGO)
    staff: dict[str, User] = {}
    for login in sorted((*COLLEAGUES, *LOGINS), key=_administrators_last):
        user, made = _made_if_missing(login)
        staff[login.username] = user
        # A reset takes that away with the lenders.
        without_lender = not StaffLender.objects.filter(user=user).exists()
        if login in LOGINS and login.role == Role.ADMINISTRATOR:
            wanted = [requests.Wanted(kind="lender")] if without_lender else []
            if made:
                wanted.append(requests.Wanted("training", course=course, passed_on=passed_on))
                wanted.append(requests.Wanted("role", role=login.role))
            _ask_for(user, wanted, staff=staff, now=now)
            continue
        if made and login.trained:
            first.record_training(user, course, passed_on, why=WHY, now=now)
        if without_lender:
            first.give_lender(user, None, why=WHY, now=now)
        if made:
            first.give_role(user, login.role, why=WHY, now=now)
    return staff


@transaction.atomic
def install_of_one_lender(lender: Lender, *, staff: dict[str, User], now: datetime) -> None:
    """Who sees this lender's people only."""
    user, made = _made_if_missing(OF_ONE)
    wanted = [requests.Wanted(kind="lender", lender=lender)]
    if made:
        wanted.append(requests.Wanted(kind="role", role=OF_ONE.role))
    _ask_for(user, wanted, staff=staff, now=now)


def _administrators_last(login: SampleLogin) -> tuple[bool, bool]:
    """And of them the colleagues first."""
    return login.role == Role.ADMINISTRATOR, login in LOGINS


def _made_if_missing(login: SampleLogin) -> tuple[User, bool]:
    user, made = User.objects.get_or_create(
        username=login.username,
        defaults={"display_name": login.name, "is_staff": True, "is_sample": True},
    )
    if made:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    return user, made


def _ask_for(
    user: User, wanted: list[requests.Wanted], *, staff: dict[str, User], now: datetime
) -> None:
    for each in wanted:
        asked = requests.ask(user, each, why=WHY, by=staff["admin2"], now=now)
        requests.approve(asked, by=staff["admin3"], now=now)

"""Sample logins, one a role, and a second supervisor who approved the sample's texts."""

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
# The second supervisor, so that what the first one submits can be approved too; the second
# administrator, so that from then on only people give people roles.
COLLEAGUES = (
    SampleLogin("supervisor2", "何洁", Role.SUPERVISOR),
    SampleLogin("admin2", "吴岚", Role.ADMINISTRATOR),
)
# Works with the people of one lender; the others work with all.
OF_ONE = SampleLogin("agent2", "钱芳", Role.AGENT)
WHY = "样例人员"
TRAINED_DAYS_AGO = 160
"""Before the past that the sandbox begins with."""


@transaction.atomic
def install(*, today: date, now: datetime) -> dict[str, User]:
    """Create the sample staff that is missing; trained months before `today`."""
    course, _made = TrainingCourse.objects.get_or_create(
        code="content-review", defaults={"title": "催收文案审核与合规培训"}
    )
    staff = {}
    for login in (*LOGINS, *COLLEAGUES):
        user, made = User.objects.get_or_create(
            username=login.username,
            defaults={"display_name": login.name, "is_staff": True, "is_sample": True},
        )
        if made:
            user.set_password(PASSWORD)
            user.save(update_fields=["password"])
            _train(user, course, login, today=today, now=now)
        if not StaffLender.objects.filter(
            user=user
        ).exists():  # a reset takes that away with the lenders
            first.give_lender(user, None, why=WHY, now=now)
        if made:
            first.give_role(user, login.role, why=WHY, now=now)
        staff[login.username] = user
    return staff


@transaction.atomic
def install_of_one_lender(lender: Lender, *, staff: dict[str, User], now: datetime) -> None:
    """Who sees this lender's people only: asked for by one administrator, decided by the other."""
    user, made = User.objects.get_or_create(
        username=OF_ONE.username,
        defaults={"display_name": OF_ONE.name, "is_staff": True, "is_sample": True},
    )
    wanted = [requests.Wanted(kind="lender", lender=lender)]
    if made:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        wanted.append(requests.Wanted(kind="role", role=OF_ONE.role))
    for each in wanted:
        asked = requests.ask(user, each, why=WHY, by=staff["admin"], now=now)
        requests.approve(asked, by=staff["admin2"], now=now)


def _train(
    user: User, course: TrainingCourse, login: SampleLogin, *, today: date, now: datetime
) -> None:
    if login.trained:
        first.record_training(
            user, course, today - timedelta(days=TRAINED_DAYS_AGO), why=WHY, now=now
        )

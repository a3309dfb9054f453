"""Sample logins, one a role, and a second supervisor who approved the sample's texts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import TrainingCourse, User
from accounts.people import first
from accounts.roles import Role

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
WHY = "样例人员"


@transaction.atomic
def install(*, today: date, now: datetime) -> dict[str, User]:
    """Create the sample staff that is missing; trained two months before `today`."""
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
            first.give_role(user, login.role, why=WHY, now=now)
        staff[login.username] = user
    return staff


def _train(
    user: User, course: TrainingCourse, login: SampleLogin, *, today: date, now: datetime
) -> None:
    if login.trained:
        first.record_training(user, course, today - timedelta(days=60), why=WHY, now=now)
